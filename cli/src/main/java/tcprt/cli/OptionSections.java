package tcprt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Options under headings in {@code --help}: every mixin of a command is a section, and its name the
 * heading. (Picocli's groups would print headings too, but an option given twice makes a second
 * group and silently loses the options of the first.)
 */
final class OptionSections {
    private OptionSections() {}

    /** Prints this command's options so. */
    static void of(CommandLine commandLine) {
        commandLine
                .getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionSections::text);
    }

    private static String text(Help help) {
        StringBuilder sections = new StringBuilder();
        List<OptionSpec> others = new ArrayList<>(help.commandSpec().options());
        for (Map.Entry<String, CommandSpec> mixin : help.commandSpec().mixins().entrySet()) {
            if (mixin.getKey().contains(" ")) { // picocli's own mixins are named in one word
                List<OptionSpec> options = mixin.getValue().options();
                sections.append(String.format("%n%s:%n", mixin.getKey()));
                sections.append(list(help, options));
                others.removeIf(
                        option ->
                                options.stream()
                                        .anyMatch(
                                                o -> o.longestName().equals(option.longestName())));
            }
        }
        return list(help, others) + sections;
    }

    private static String list(Help help, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
