package tcprt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcprt.flow.PortRules.PortRange;

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
    private static final int MODULE_PORTS = 6;
    private static final int MODULE_RANGES = 3;
    private static final int MAX_SHARDS = 64;
    private static final String STANDARD_OUTPUT = "-";
    private static final String SETTINGS = "Settings, each also a key of tcprt.yaml";

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
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin(name = "How it runs")
    private RunOptions runOptions = new RunOptions();

    private static final class PortOptions {
        @Option(
                names = "--lports",
                paramLabel = "PORT,...",
                description = "Local ports: requests are received here. At most 6.")
        private @Nullable String localPorts;

        @Option(
                names = "--lports-range",
                paramLabel = "FIRST,LAST,...",
                description = "Closed ranges of local ports: 8000,8100,9000,9010. At most 3.")
        private @Nullable String localRanges;

        @Option(
                names = "--pports",
                paramLabel = "PORT,...",
                description = "Peer ports: requests are sent there. At most 6.")
        private @Nullable String peerPorts;

        @Option(
                names = "--pports-range",
                paramLabel = "FIRST,LAST,...",
                description = "Closed ranges of peer ports. At most 3.")
        private @Nullable String peerRanges;

        @Option(
                names = "--mode",
                paramLabel = "default|http|https",
                description =
                        "Mode of all ports: http and https add letters, srtt and cwnd to the R lines"
                                + " of local ports.")
        private @Nullable String mode;

        @Option(
                names = "--first-frame",
                description = "Time --first-frame-bytes on all local ports: the letter F.")
        private boolean firstFrame;
    }

    private static final class OutputOptions {
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

        @Option(names = "--force", description = "Replace the output of an earlier run.")
        private boolean force;

        @Option(
                names = "--ring",
                description =
                        "Keep only what the kernel's ring buffers would still hold at the end,"
                                + " instead of every line.")
        private boolean ring;
    }

    private static final class RunOptions {
        @Option(
                names = "--shards",
                paramLabel = "N",
                description = "Threads, and log files, to share the work (default: 1).")
        private @Nullable String shards;

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
        CommandSpec settings = CommandSpec.create();
        for (Setting setting : Setting.values()) {
            settings.addOption(option(setting));
        }
        CommandLine commandLine = new CommandLine(new ReplayCommand(surroundings));
        commandLine.getCommandSpec().addMixin(SETTINGS, settings);
        OptionSections.of(commandLine);
        return commandLine;
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option =
                OptionSpec.builder(setting.option()).description(setting.description());
        if (setting.isSwitch()) {
            return option.type(boolean.class)
                    .negatable(true)
                    .converters(word -> isOn(setting, word)) // of --stats=WORD
                    .build();
        }
        return option.type(String.class).paramLabel(setting.label()).build();
    }

    private static boolean isOn(Setting setting, String word) throws ConfigurationException {
        String on = setting.spelling(true);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    new Value(setting.option(), word)
                            .oneOf(List.of(on, setting.spelling(false)))
                            .equals(on);
        };
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Settings settings = settings();
        int shards = shards();
        OutputPlan output = output();
        String summary = outputOptions.summaryFile;
        Path summaryFile = summary == null ? null : new Value("--summary-json", summary).path();
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

    private OutputPlan output() throws ConfigurationException {
        String out = outputOptions.out;
        String statsFile = outputOptions.statsFile;
        return new OutputPlan(
                out.equals(STANDARD_OUTPUT) ? null : new Value("--out", out).path(),
                statsFile == null ? null : new Value("--stats-file", statsFile).path(),
                outputOptions.force,
                outputOptions.ring,
                surroundings.out());
    }

    private int shards() throws ConfigurationException {
        return runOptions.shards == null
                ? 1
                : new Value("--shards", runOptions.shards)
                        .number("a number of shards", 1, MAX_SHARDS);
    }

    /** What file and options say together. */
    Settings settings() throws ConfigurationException {
        SettingsBuilder builder = new SettingsBuilder();
        if (config != null) {
            TcprtYaml.read(config, builder);
        }
        for (Setting setting : Setting.values()) {
            Object value =
                    spec.commandLine().getParseResult().matchedOptionValue(setting.option(), null);
            if (value != null) {
                String text = value instanceof Boolean on ? setting.spelling(on) : value.toString();
                setting.read(builder, new Value(setting.option(), text));
            }
        }
        List<PortEntry> ports = ports();
        if (!ports.isEmpty()) {
            builder.replacePorts(ports);
        }
        if (portOptions.mode != null) {
            builder.setModeForAll(new Value("--mode", portOptions.mode));
        }
        if (portOptions.firstFrame) {
            builder.setFirstFrameForAll();
        }
        return builder.build();
    }

    private List<PortEntry> ports() throws ConfigurationException {
        List<PortEntry> entries = new ArrayList<>();
        addPorts(entries, "--lports", portOptions.localPorts, false);
        addRanges(entries, "--lports-range", portOptions.localRanges, false);
        addPorts(entries, "--pports", portOptions.peerPorts, true);
        addRanges(entries, "--pports-range", portOptions.peerRanges, true);
        return entries;
    }

    private static void addPorts(
            List<PortEntry> entries, String option, @Nullable String text, boolean peer)
            throws ConfigurationException {
        if (text != null) {
            for (int port : new Value(option, text).ports(MODULE_PORTS)) {
                entries.add(new PortEntry(new PortRange(port, port), true, peer, null, null));
            }
        }
    }

    private static void addRanges(
            List<PortEntry> entries, String option, @Nullable String text, boolean peer)
            throws ConfigurationException {
        if (text != null) {
            for (PortRange range : new Value(option, text).portRanges(MODULE_RANGES)) {
                entries.add(new PortEntry(range, false, peer, null, null));
            }
        }
    }
}
