package tcprt.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    /** The command line with all its subcommands, ready to execute. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine commandLine =
                new CommandLine(new TcprtCommand())
                        .addSubcommand(ReplayCommand.commandLine(surroundings))
                        .addSubcommand(RunCommand.commandLine(surroundings))
                        .addSubcommand(CtlCommand.commandLine(surroundings))
                        .addSubcommand(ValidateCommand.commandLine(surroundings))
                        .addSubcommand(DevicesCommand.commandLine())
                        .addSubcommand(new HelpCommand());
        commandLine.setOut(new PrintWriter(surroundings.out(), true, Charset.defaultCharset()));
        commandLine.setErr(new PrintWriter(surroundings.err(), true, Charset.defaultCharset()));
        commandLine.setParameterExceptionHandler(TcprtCommand::onWrongUsage);
        commandLine.setUsageHelpAutoWidth(false);
        return commandLine;
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
