package tcprt.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.TracerCounters;
import tcprt.capture.CaptureSource;
import tcprt.capture.DamagedCaptureException;
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
        CaptureSource source;
        try {
            source = Sources.open(files, follow, surroundings.in(), surroundings.stop()::closes);
        } catch (IOException e) {
            if (!surroundings.stop().isRequested()) {
                throw e;
            }
            int exitCode = exitCode(false); // a pipe was silent, and the stop took it away
            summarise(new RunTotals(new RecordCounts(), new TracerCounters(), 0, 0));
            return exitCode;
        }
        try (source;
                Opened opened = new Opened()) {
            sayWhatIsNotConfigured();
            output.prepare();
            List<Shard> shardList = new ArrayList<>();
            for (int i = 0; i < shards; i++) {
                shardList.add(
                        opened.keep(
                                new TracerShard(
                                        settings, output.openLog(i, settings.logBuffers()))));
            }
            return trace(source, shardList, statistics(opened), opened);
        }
    }

    private int trace(
            CaptureSource source,
            List<Shard> shardList,
            @Nullable Statistics statistics,
            Opened opened)
            throws IOException {
        Pipeline pipeline =
                new Pipeline(
                        shardList,
                        settings.tracer().frames(),
                        statistics,
                        surroundings.stop()::isRequested,
                        new Progress(source, surroundings));
        int exitCode;
        try {
            boolean complete = pipeline.run(source);
            opened.close();
            exitCode = exitCode(complete);
        } catch (DamagedCaptureException e) {
            opened.close();
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

    private void sayWhatIsNotConfigured() {
        if (settings.tracer().portRules().tracesEveryServer()) {
            say("no ports configured: tracing the server side of every connection");
        }
        if (settings.stats() && !output.hasPlaceForStats()) {
            say("statistics are off: with -o - they need --stats-file FILE");
        }
        if (!settings.stats() && output.hasStatsFile()) {
            say("statistics are off: --stats-file needs --stats, or global.stats: enable");
        }
    }

    /** The file is made in any case, as the kernel makes it, but rows need to be asked for. */
    private @Nullable Statistics statistics(Opened opened) throws IOException {
        if (!output.hasPlaceForStats()) {
            return null;
        }
        Statistics statistics =
                opened.keep(new Statistics(settings, output.openStats(settings.statsBuffers())));
        return settings.stats() ? statistics : null;
    }

    private void say(String message) {
        surroundings.err().print(message + "\n");
        surroundings.err().flush();
    }

    /** Outputs that are open, closed in reverse order even if closing one of them fails. */
    private static final class Opened implements Closeable {
        private final Deque<Closeable> outputs = new ArrayDeque<>();

        <T extends Closeable> T keep(T output) {
            outputs.push(output);
            return output;
        }

        @Override
        public void close() throws IOException {
            IOException first = null;
            while (!outputs.isEmpty()) {
                try {
                    outputs.pop().close();
                } catch (IOException e) {
                    if (first == null) {
                        first = e;
                    } else {
                        first.addSuppressed(e);
                    }
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
