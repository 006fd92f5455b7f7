package tcprt.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcprt.emit.StreamTarget;

/** Where lines, rows and the summary go, for every command that traces. */
class OutputOptions {
    private static final String STANDARD_OUTPUT = "-";
    private static final String DEFAULT_DIRECTORY = "tcp-rt";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR|-",
            description =
                    "Directory for rt-network-log0 and so on, one per shard, and"
                            + " rt-network-stats (default: tcp-rt); or - for all lines on"
                            + " standard output.")
    private @Nullable String out;

    @Option(
            names = "--stats-file",
            paramLabel = "FILE",
            description = "Statistics go to this file instead.")
    private @Nullable String statsFile;

    @Option(
            names = "--summary-json",
            paramLabel = "FILE",
            description =
                    "The closing summary goes to this file too, as one JSON object; an"
                            + " earlier one is replaced.")
    private @Nullable String summaryFile;

    /**
     * The places for lines and rows.
     *
     * @param existing what becomes of an earlier run's files
     * @param ring whether each file is cut to what the kernel's ring would still hold
     */
    final OutputPlan plan(OutputPlan.Existing existing, boolean ring, OutputStream standardOutput)
            throws ConfigurationException {
        return plan(
                existing,
                ring,
                standardOutput,
                file ->
                        StreamTarget.file(
                                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** The same, with a way of its own to open files that are added to. */
    final OutputPlan plan(
            OutputPlan.Existing existing,
            boolean ring,
            OutputStream standardOutput,
            OutputPlan.Appending appending)
            throws ConfigurationException {
        String place = out == null ? DEFAULT_DIRECTORY : out;
        return new OutputPlan(
                place.equals(STANDARD_OUTPUT) ? null : new Value("--out", place).path(),
                statsFile == null ? null : new Value("--stats-file", statsFile).path(),
                existing,
                ring,
                standardOutput,
                appending);
    }

    /** Whether -o was given. */
    final boolean isPlaceGiven() {
        return out != null;
    }

    final void refuseStatsFile(String allowed) throws ConfigurationException {
        if (statsFile != null) {
            throw new Value("--stats-file", statsFile).refused(allowed);
        }
    }

    /** Where the summary goes as JSON; null for nowhere. */
    @Nullable Path summaryFile() throws ConfigurationException {
        return summaryFile == null ? null : new Value("--summary-json", summaryFile).path();
    }
}
