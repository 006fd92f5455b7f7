package tcprt.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tcprt.capture.live.FilterException;

/** {@code tcprt run}: what its options are and what they mean together. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        descriptionHeading = "%n",
        description = {
            "Traces interfaces and writes the lines TCP-RT would have written.",
            "Goes on until SIGTERM or Ctrl-C. Without ports, in the file or here, it traces the"
                    + " server side of every connection."
        },
        footer = {
            "",
            "Lines are added to the files of an earlier run and can be read half a second after"
                    + " their task has ended. Needs root or cap_net_raw, and libpcap.",
            "",
            "Without -c and ports, /etc/tcprt-bpf/tcprt.yaml is read if it is there, or else"
                    + " /etc/tcprt/tcprt.yaml. An option wins over the same key of the file; ports"
                    + " given here replace its per-port list as a whole.",
            "",
            "Exit codes: 0 ended by a signal, 1 failure (an interface is gone, lines lost at the end), 2"
                    + " usage, configuration or filter.",
            "",
            "Examples:",
            "  tcprt run -i eth0 --lports 80,443 -o /var/log/tcp-rt",
            "  tcprt run -i any -o - | grep ' R '",
            "  tcprt run -i tap0,tap1 -c tcprt.yaml --vantage mirror --stats",
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "tcprt.yaml",
            description = "The service's configuration file.")
    private @Nullable String config;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "Run as this user, who keeps the right to capture and nothing else. The"
                            + " launcher ./tcprt does that, as root, before Java starts.")
    private @Nullable String user;

    @Mixin(name = "What is captured")
    private CaptureOptions captureOptions = new CaptureOptions();

    @Mixin(name = "Which connections")
    private PortOptions portOptions = new PortOptions();

    @Mixin(name = "Where the output goes")
    private LiveOutputOptions outputOptions = new LiveOutputOptions();

    @Mixin(name = "How it runs")
    private ShardOptions shardOptions = new ShardOptions();

    @Mixin(name = "How it is spoken to")
    private ServiceOptions serviceOptions = new ServiceOptions();

    private RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The subcommand, its options for every {@link Setting} included. */
    static CommandLine commandLine(Surroundings surroundings) {
        return SettingOptions.commandLine(new RunCommand(surroundings));
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        if (user != null) {
            throw new Value("--user", user)
                    .refused("only the launcher ./tcprt can do that; use it, or setpriv");
        }
        Notices notices = new Notices(surroundings.err());
        String file = configFile(notices);
        RunConfiguration configuration = configuration(file);
        LiveRun run =
                new LiveRun(
                        configuration,
                        () -> configuration(file),
                        file,
                        shardOptions.shards(),
                        outputOptions.outputs(surroundings.out(), notices),
                        captureOptions.live(configuration.settings(), notices),
                        captureOptions.pcap(),
                        captureOptions.pcapBytes(),
                        outputOptions.summaryFile(),
                        serviceOptions,
                        surroundings);
        try {
            return run.run();
        } catch (FilterException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    /** The file that settings are read from; null if there is none. */
    private @Nullable String configFile(Notices notices) {
        if (config != null || portOptions.areGiven()) {
            return config;
        }
        String file = DefaultConfig.find(DefaultConfig.PLACES);
        if (file != null) {
            notices.say("settings from " + file);
        }
        return file;
    }

    private RunConfiguration configuration(@Nullable String file) throws ConfigurationException {
        SettingsBuilder builder =
                SettingOptions.read(file, spec.commandLine().getParseResult(), portOptions);
        Settings settings = builder.build();
        return new RunConfiguration(settings, builder.given, captureOptions.snapLength(settings));
    }
}
