package tcprt.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where lines, rows and the summary go, for every command that traces. */
class OutputOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR|-",
            description =
                    "Directory for rt-network-log0 and so on, one per shard, and"
                            + " rt-network-stats (default: tcp-rt); or - for all lines on"
                            + " standard output.")
    private String out = "tcp-rt";

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
    OutputPlan plan(OutputPlan.Existing existing, boolean ring, OutputStream standardOutput)
            throws ConfigurationException {
        return new OutputPlan(
                out.equals(STANDARD_OUTPUT) ? null : new Value("--out", out).path(),
                statsFile == null ? null : new Value("--stats-file", statsFile).path(),
                existing,
                ring,
                standardOutput);
    }

    /** Where the summary goes as JSON; null for nowhere. */
    @Nullable Path summaryFile() throws ConfigurationException {
        return summaryFile == null ? null : new Value("--summary-json", summaryFile).path();
    }
}
