package tcprt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.TracerCounters;
import tcprt.capture.CaptureSource;
import tcprt.capture.DamagedCaptureException;
import tcprt.capture.ReadMemory;
import tcprt.capture.Sources;

/**
 * One replay from the opening of its files to its summary.
 *
 * @param shards how many
 * @param files names of captures, at least one; "-" is standard input
 * @param follow whether to wait for more at the end
 * @param summaryFile gets the summary as JSON; null for none
 */
record Replay(
        Settings settings,
        int shards,
        OutputPlan output,
        List<String> files,
        boolean follow,
        @Nullable Path summaryFile,
        Surroundings surroundings) {

    /**
     * Runs it.
     *
     * @return an {@link ExitCode}
     * @throws ConfigurationException if output of an earlier run is in the way; nothing was read
     * @throws IOException if a capture cannot be opened, or an output cannot be written
     */
    int run() throws ConfigurationException, IOException {
        output.check();
        SharedMemory memory = new SharedMemory();
        CaptureSource source;
        try {
            source =
                    Sources.open(
                            files,
                            follow,
                            surroundings.in(),
                            shards == 1 ? ReadMemory.ofOneReader() : memory,
                            surroundings.stop()::closes);
        } catch (IOException e) {
            if (!surroundings.stop().isRequested()) {
                throw e;
            }
            int exitCode = exitCode(false); // a pipe was silent, and the stop took it away
            summarise(new RunTotals(new RecordCounts(), new TracerCounters(), 0, 0));
            return exitCode;
        }
        try (source) {
            if (settings.tracer().portRules().tracesEveryServer()) {
                say("no ports configured: tracing the server side of every connection");
            }
            new Notices(surroundings.err()).sayWhatIsOff(settings, output);
            try (ShardSet set = ShardSet.open(settings, shards, output)) {
                return trace(source, set, memory);
            }
        }
    }

    private int trace(CaptureSource source, ShardSet set, SharedMemory memory) throws IOException {
        Pipeline pipeline =
                new Pipeline(
                        set.shards(),
                        settings.tracer().frames(),
                        set.statistics(),
                        surroundings.stop()::isRequested,
                        new Progress(source, surroundings),
                        memory);
        int exitCode;
        try {
            boolean complete = pipeline.run(source);
            set.close();
            exitCode = exitCode(complete);
        } catch (DamagedCaptureException e) {
            set.close();
            say(String.valueOf(e.getMessage()));
            for (Throwable other : e.getSuppressed()) { // of several files more may be damaged
                say(String.valueOf(other.getMessage()));
            }
            exitCode = ExitCode.DAMAGED;
        }
        summarise(
                new RunTotals(
                        pipeline.records(),
                        pipeline.counters(),
                        pipeline.durationNs(),
                        source.framesDroppedByCapture()));
        return exitCode;
    }

    /** To be stopped is the regular end of following, and only of that. */
    private int exitCode(boolean complete) {
        if (complete || follow) {
            return ExitCode.DONE;
        }
        say("interrupted before the end of the capture");
        return ExitCode.FAILURE;
    }

    private void summarise(RunTotals totals) throws IOException {
        new Summary(surroundings.err(), settings.tracer(), output.describe(shards)).print(totals);
        if (summaryFile != null) {
            SummaryFile.write(totals, summaryFile);
        }
    }

    private void say(String message) {
        new Notices(surroundings.err()).say(message);
    }
}
