package tcprt.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tcprt} itself: the place its subcommands hang on. */
@Command(
        name = "tcprt",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Times requests and responses on TCP connections, as TCP-RT does in the kernel.",
        footer = {
            "",
            "First steps:",
            "  tcprt replay web.pcap    every server in the capture, lines in tcp-rt/",
            "  tcprt replay --help      all options",
            "  tcprt run -i eth0        the same on an interface, until Ctrl-C"
        })
final class TcprtCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE; // there is nothing to do without a subcommand
    }

    /**
     * The command line, ready to execute.
     *
     * @param arguments decide which subcommands it has: making all of them takes as long as tracing
     *     half a million packets, and only one is executed
     */
    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        CommandLine commandLine = new CommandLine(new TcprtCommand());
        Map<String, Supplier<CommandLine>> subcommands = subcommands(surroundings);
        Supplier<CommandLine> asked = arguments.length > 0 ? subcommands.get(arguments[0]) : null;
        if (asked != null) {
            commandLine.addSubcommand(asked.get());
        } else {
            subcommands.values().forEach(each -> commandLine.addSubcommand(each.get()));
            commandLine.addSubcommand(new HelpCommand());
        }
        commandLine.setOut(new PrintWriter(surroundings.out(), true, Charset.defaultCharset()));
        commandLine.setErr(new PrintWriter(surroundings.err(), true, Charset.defaultCharset()));
        commandLine.setParameterExceptionHandler(TcprtCommand::onWrongUsage);
        commandLine.setUsageHelpAutoWidth(false);
        return commandLine;
    }

    private static Map<String, Supplier<CommandLine>> subcommands(Surroundings surroundings) {
        Map<String, Supplier<CommandLine>> byName = new LinkedHashMap<>(); // as help lists them
        byName.put("replay", () -> ReplayCommand.commandLine(surroundings));
        byName.put("run", () -> RunCommand.commandLine(surroundings));
        byName.put("ctl", () -> CtlCommand.commandLine(surroundings));
        byName.put("validate", () -> ValidateCommand.commandLine(surroundings));
        byName.put("devices", DevicesCommand::commandLine);
        return byName;
    }

    private static int onWrongUsage(ParameterException e, String[] arguments) {
        CommandLine at = e.getCommandLine();
        at.getErr().println(WrongUsage.message(e));
        at.getErr().println("Try " + at.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /**
     * Lets options be written as the file writes its keys: {@code --stats_interval} is {@code
     * --stats-interval}. Values stay as they are.
     */
    static String[] withDashes(String[] arguments) {
        List<String> spelled = new ArrayList<>();
        for (String argument : arguments) {
            int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
            spelled.add(
                    argument.startsWith("--")
                            ? argument.substring(0, end).replace('_', '-') + argument.substring(end)
                            : argument);
        }
        return spelled.toArray(String[]::new);
    }
}
