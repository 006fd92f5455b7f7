package tcprt.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that cannot be taken apart, in the words of our own refusals. */
final class WrongUsage {
    private WrongUsage() {}

    /** What was found and what to do, in one line. */
    static String message(ParameterException e) {
        if (e.getCause() instanceof ConfigurationException refusal) {
            return String.valueOf(refusal.getMessage());
        }
        if (e instanceof MissingParameterException missing
                && String.valueOf(e.getMessage()).startsWith("Missing required option")) {
            return absent(missing.getMissing());
        }
        if (e instanceof MissingParameterException missing && missing.getMissing().size() == 1) {
            ArgSpec argument = missing.getMissing().get(0);
            return argument instanceof OptionSpec option
                    ? option.longestName() + " has no value; it takes " + option.paramLabel()
                    : argument.paramLabel()
                            + " is missing; name a capture, or - for standard input";
        }
        if (e instanceof OverwrittenOptionException twice) {
            return ((OptionSpec) twice.getOverwritten()).longestName()
                    + " is given twice; keep one";
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, e.getCommandLine().getCommandSpec());
        }
        return String.valueOf(e.getMessage());
    }

    /** Options that a command cannot do without. */
    private static String absent(List<ArgSpec> options) {
        return options.stream()
                        .map(each -> ((OptionSpec) each).longestName() + " " + each.paramLabel())
                        .collect(Collectors.joining(" and "))
                + (options.size() == 1 ? " is missing" : " are missing");
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSpec command) {
        String word = e.getUnmatched().get(0);
        if (e.isUnknownOption()) {
            List<String> options = command.options().stream().map(OptionSpec::longestName).toList();
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return name
                    + " is not an option of "
                    + command.qualifiedName()
                    + advice(name, options, command);
        }
        return word
                + " is not a subcommand; "
                + Spelling.hint(word, List.copyOf(command.subcommands().keySet()));
    }

    private static String advice(String name, List<String> options, CommandSpec command) {
        if (Spelling.isNear(name, options)) {
            return "; " + Spelling.hint(name, options);
        }
        return command.subcommands().isEmpty() ? "" : "; options come behind the subcommand";
    }
}
