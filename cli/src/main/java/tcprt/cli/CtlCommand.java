package tcprt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tcprt.service.ControlClient;
import tcprt.service.Refusal;

/** {@code tcprt ctl}: asks and tells a run that goes on. */
@Command(
        name = "ctl",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        descriptionHeading = "%n",
        description = "Asks a tcprt run how it is and tells it what to do.",
        parameterListHeading = "%n",
        footer = {
            "",
            "Commands:",
            "  status           what is traced, what was written, what was lost",
            "  stats            the statistics rows of the interval in progress",
            "  reload           read tcprt.yaml again, for new connections",
            "  deactivate       trace no new connections; those that are open finish",
            "  flush            write what rests, and begin files anew that were moved away",
            "  get NAME         a parameter: lports, pports, lports_range, pports_range, stats,"
                    + " stats_interval",
            "  set NAME VALUE   change one, for new connections, until the next reload or start",
            "",
            "Exit codes: 0 done, 1 refused or nobody answers, 2 usage.",
        })
final class CtlCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "One of those below.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> words;

    @Mixin private ServiceOptions serviceOptions = new ServiceOptions();

    @Option(names = "--json", description = "status as one JSON object, for programs.")
    private boolean json;

    private CtlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The subcommand. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new CtlCommand(surroundings));
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        String command = words.get(0);
        if (!Control.COMMANDS.contains(command)) {
            throw new ConfigurationException(
                    command + " is not a command; " + Spelling.hint(command, Control.COMMANDS));
        }
        List<String> request = new ArrayList<>(words);
        if (json) {
            request.add("json");
        }
        try {
            String answer = ControlClient.ask(serviceOptions.socket(), request);
            surroundings.out().write(answer.getBytes(StandardCharsets.UTF_8));
            surroundings.out().flush();
            return ExitCode.DONE;
        } catch (Refusal e) {
            new Notices(surroundings.err()).say(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        }
    }
}
