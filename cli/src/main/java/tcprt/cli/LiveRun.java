package tcprt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.capture.FrameSource;
import tcprt.capture.PcapWriter;
import tcprt.capture.RecordingSource;
import tcprt.capture.live.InterfaceHealth;
import tcprt.capture.live.LiveOptions;
import tcprt.capture.live.LiveSource;
import tcprt.emit.BrokenPipeException;
import tcprt.service.WatchedFile;

/**
 * One run on interfaces, from their opening to the summary. Ends when it is told to.
 *
 * @param configuration what file and options say
 * @param reread what they say later
 * @param configFile that is watched; null for none
 * @param shards how many
 * @param pcap gets what is analysed; null for none
 * @param pcapBytes size past which the next file of these is begun
 * @param summaryFile gets the summary as JSON; null for none
 */
record LiveRun(
        RunConfiguration configuration,
        RunConfiguration.Source reread,
        @Nullable String configFile,
        int shards,
        LiveOutputs output,
        LiveOptions capture,
        @Nullable Path pcap,
        long pcapBytes,
        @Nullable Path summaryFile,
        ServiceOptions service,
        Surroundings surroundings) {

    /**
     * Runs it.
     *
     * @return an {@link ExitCode}
     * @throws IOException if an interface cannot be opened or is gone, or an output cannot be
     *     written
     */
    int run() throws IOException, ConfigurationException {
        Notices notices = new Notices(surroundings.err());
        Settings settings = configuration.settings();
        try (LiveSource interfaces = LiveSource.open(capture);
                FrameSource source = recorded(interfaces);
                ShardSet set = ShardSet.open(settings, shards, output)) {
            notices.sayWhatIsOff(settings, output);
            Pipeline pipeline =
                    new Pipeline(
                            set.shards(),
                            settings.tracer().frames(),
                            set.statistics(),
                            surroundings.stop()::isRequested,
                            new HealthLog(interfaces, notices, System::nanoTime));
            LiveTracing tracing =
                    new LiveTracing(
                            settings,
                            pipeline,
                            set,
                            interfaces,
                            output,
                            CaptureOptions.kernelFilter(settings));
            Control control =
                    new Control(
                            tracing,
                            configuration,
                            reread,
                            configFile == null ? null : new WatchedFile(Path.of(configFile)),
                            capture.interfaces(),
                            notices);
            try (RunService around =
                    RunService.open(
                            control, tracing, output, service, configFile != null, notices)) {
                around.ready();
                notices.say(banner());
                return trace(pipeline, source, interfaces);
            }
        }
    }

    private int trace(Pipeline pipeline, FrameSource source, LiveSource interfaces)
            throws IOException {
        try {
            pipeline.run(source, new LivePace(WallClock.ofHost(), new Notices(surroundings.err())));
        } catch (BrokenPipeException e) {
            throw e; // whoever reads the lines has seen enough
        } catch (IOException e) {
            summarise(pipeline, interfaces.health());
            throw e;
        }
        summarise(pipeline, interfaces.health());
        return ExitCode.DONE;
    }

    private FrameSource recorded(LiveSource interfaces) throws IOException {
        if (pcap == null) {
            return interfaces;
        }
        Integer linkType = interfaces.linkType();
        if (linkType == null) {
            throw new IOException(
                    "--write-pcap: needs interfaces that are up and have one link type; tcprt"
                            + " devices shows both");
        }
        return new RecordingSource(
                interfaces, new PcapWriter(pcap, linkType, LiveOptions.WHOLE_FRAMES, pcapBytes));
    }

    private String banner() {
        Settings settings = configuration.settings();
        return "tracing "
                + TracedPorts.describe(settings.tracer().portRules())
                + " on "
                + String.join(", ", capture.interfaces())
                + ", lines to "
                + output.describe(shards)
                + (pcap == null ? "" : ", frames to " + pcap);
    }

    private void summarise(Pipeline pipeline, List<InterfaceHealth> health) throws IOException {
        long dropped = health.stream().mapToLong(InterfaceHealth::drops).sum();
        RunTotals totals =
                new RunTotals(
                        pipeline.records(), pipeline.counters(), pipeline.durationNs(), dropped);
        new Summary(surroundings.err(), configuration.settings().tracer(), output.describe(shards))
                .print(totals);
        Notices notices = new Notices(surroundings.err());
        health.forEach(each -> notices.say("  " + HealthLog.text(each)));
        output.sayWhatWasNotRead(notices);
        if (summaryFile != null) {
            SummaryFile.write(totals, summaryFile);
        }
    }
}
