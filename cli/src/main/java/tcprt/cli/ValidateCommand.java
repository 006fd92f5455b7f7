package tcprt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tcprt validate}: what its options are and what they mean together. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        descriptionHeading = "%n",
        description = {
            "Holds the output of a TCP-RT kernel against a capture of the same traffic: which"
                    + " records one side does not have, which numbers differ, by how much, and why.",
            "Trace what the kernel traced: give the same ports, and --hz 250 if it ticks so."
        },
        footer = {
            "",
            "Logs may be given in any order, torn, compressed (gz, zst, lz4, xz), of any version. The"
                    + " clocks of the two hosts may differ; by how much is found out.",
            "",
            "Exit codes: 0 both agree, 1 they differ, 2 usage or configuration, 3 a log or capture"
                    + " cannot be read.",
            "",
            "Examples:",
            "  tcprt validate --kernel rt-network-log* --capture web.pcap --lports 80",
            "  tcprt validate -c tcprt.yaml --kernel log0 log1 --kernel-stats rt-network-stats \\",
            "      --capture day*.pcap.gz --report day.html --json day.json",
        })
final class ValidateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "LOG",
            arity = "1..*",
            required = true,
            description = "The kernel's rt-network-log files.")
    @SuppressWarnings("NullAway.Init")
    private List<String> kernelLogs;

    @Option(
            names = "--kernel-stats",
            paramLabel = "FILE",
            description = "The kernel's rt-network-stats.")
    private @Nullable String kernelStats;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description =
                    "Capture: pcap, pcapng or snoop, also compressed; - is standard input. Several"
                            + " are one capture in time order.")
    @SuppressWarnings("NullAway.Init")
    private List<String> captures;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "tcprt.yaml",
            description = "The service's configuration file.")
    private @Nullable String config;

    @Mixin(name = "Which connections")
    private PortOptions portOptions = new PortOptions();

    @Mixin(name = "How it is judged and reported")
    private ReportOptions reportOptions = new ReportOptions();

    private static final class ReportOptions {
        @Option(
                names = "--tolerances",
                paramLabel = "FILE",
                description =
                        "How far each field may be off, as JSON; docs/VALIDATE.md has the table that"
                                + " is used otherwise.")
        private @Nullable String tolerances;

        @Option(
                names = "--report",
                paramLabel = "FILE",
                description = "Write a page for a browser, which needs nothing else.")
        private @Nullable String report;

        @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
        private @Nullable String json;

        @Option(
                names = "--temp",
                paramLabel = "DIR",
                description =
                        "Where temporary files go, about three times the size of the logs (default:"
                                + " the system's place for them).")
        private @Nullable String temporary;
    }

    private ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The subcommand, its options for every {@link Setting} included. */
    static CommandLine commandLine(Surroundings surroundings) {
        return SettingOptions.commandLine(new ValidateCommand(surroundings));
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        List<Path> logs = new ArrayList<>();
        for (String log : kernelLogs) {
            logs.add(new Value("--kernel", log).path());
        }
        return new ValidateRun(
                        settings(),
                        logs,
                        path("--kernel-stats", kernelStats),
                        captures,
                        path("--tolerances", reportOptions.tolerances),
                        path("--report", reportOptions.report),
                        path("--json", reportOptions.json),
                        path("--temp", reportOptions.temporary),
                        surroundings)
                .run();
    }

    private static @Nullable Path path(String option, @Nullable String text)
            throws ConfigurationException {
        return text == null ? null : new Value(option, text).path();
    }

    private Settings settings() throws ConfigurationException {
        return SettingOptions.read(config, spec.commandLine().getParseResult(), portOptions)
                .build();
    }
}
