package tcprt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tcprt replay}: what its options are and what they mean together. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        descriptionHeading = "%n",
        description = {
            "Traces captures and writes the lines TCP-RT would have written.",
            "Without ports, in the file or here, it traces the server side of every connection."
        },
        parameterListHeading = "%n",
        footer = {
            "",
            "tcprt.yaml is the service's file. An option wins over the same key of the file; ports"
                    + " given here replace its per-port list as a whole, and --mode replaces the"
                    + " mode of every port. First match wins: local before peer, single port before"
                    + " range, then the order given.",
            "",
            "Exit codes: 0 done, 1 failure or interrupted, 2 usage or configuration, 3 capture"
                    + " damaged (everything before the damage was traced and kept). A reader that"
                    + " closes the pipe of -o - early, such as head, ends the command quietly with"
                    + " 0.",
            "",
            "Examples:",
            "  tcprt replay web.pcap                         every server, lines in tcp-rt/",
            "  tcprt replay --lports 80,3306 -o - web.pcap   two local ports, lines on stdout",
            "  tcprt replay --pports 3306 --stats app.pcap   the client's view of MySQL",
            "  tcprt replay -c tcprt.yaml -o out day*.pcap.gz",
            "  zstdcat big.pcap.zst | tcprt replay -",
        })
final class ReplayCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Capture: pcap, pcapng or snoop, also compressed (gz, zst, lz4, xz); - is standard"
                            + " input. Several are one capture in time order.")
    @SuppressWarnings("NullAway.Init")
    private List<String> files;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "tcprt.yaml",
            description = "The service's configuration file.")
    private @Nullable String config;

    @Mixin(name = "Which connections")
    private PortOptions portOptions = new PortOptions();

    @Mixin(name = "Where the output goes")
    private ReplayOutputOptions outputOptions = new ReplayOutputOptions();

    @Mixin(name = "How it runs")
    private RunOptions runOptions = new RunOptions();

    private static final class ReplayOutputOptions extends OutputOptions {
        @Option(names = "--force", description = "Replace the output of an earlier run.")
        private boolean force;

        @Option(
                names = "--ring",
                description =
                        "Keep only what the kernel's ring buffers would still hold at the end,"
                                + " instead of every line.")
        private boolean ring;
    }

    private static final class RunOptions extends ShardOptions {
        @Option(
                names = "--follow",
                description = "Wait for more at the end of the capture, until interrupted.")
        private boolean follow;
    }

    private ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The subcommand, its options for every {@link Setting} included. */
    static CommandLine commandLine(Surroundings surroundings) {
        return SettingOptions.commandLine(new ReplayCommand(surroundings));
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Settings settings = settings();
        int shards = runOptions.shards();
        OutputPlan output =
                outputOptions.plan(
                        outputOptions.force
                                ? OutputPlan.Existing.REPLACE
                                : OutputPlan.Existing.REFUSE,
                        outputOptions.ring,
                        surroundings.out());
        Path summaryFile = outputOptions.summaryFile();
        checkFiles();
        return new Replay(
                        settings,
                        shards,
                        output,
                        files,
                        runOptions.follow,
                        summaryFile,
                        surroundings)
                .run();
    }

    /** A word behind --stats was meant for it, unless there is such a file. */
    private void checkFiles() throws ConfigurationException {
        String stats = Setting.STATS.option();
        for (Value.Switch choice : Value.Switch.values()) {
            String word = Value.spelling(choice);
            if (files.contains(word)
                    && Files.notExists(Path.of(word))
                    && spec.commandLine().getParseResult().hasMatchedOption(stats)) {
                throw new ConfigurationException(
                        word
                                + ": no such file; as the value of "
                                + stats
                                + " write "
                                + stats
                                + "="
                                + word);
            }
        }
    }

    /** What file and options say together. */
    Settings settings() throws ConfigurationException {
        return SettingOptions.read(config, spec.commandLine().getParseResult(), portOptions)
                .build();
    }
}
