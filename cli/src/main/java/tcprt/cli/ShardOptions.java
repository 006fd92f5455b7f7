package tcprt.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many share the work, for every command that traces. */
class ShardOptions {
    private static final int MAX_SHARDS = 64;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Threads, and log files, to share the work (default: 1).")
    private @Nullable String shards;

    /** At least one. */
    int shards() throws ConfigurationException {
        return shards == null
                ? 1
                : new Value("--shards", shards).number("a number of shards", 1, MAX_SHARDS);
    }
}
