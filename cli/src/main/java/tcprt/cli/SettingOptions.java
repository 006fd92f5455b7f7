package tcprt.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** One option for every {@link Setting}, for every command that traces. */
final class SettingOptions {
    private static final String SECTION = "Settings, each also a key of tcprt.yaml";

    private SettingOptions() {}

    /** A command that has these options too, as a section of its help. */
    static CommandLine commandLine(Object command) {
        CommandLine commandLine = new CommandLine(command);
        CommandSpec settings = CommandSpec.create();
        for (Setting setting : Setting.values()) {
            settings.addOption(option(setting));
        }
        commandLine.getCommandSpec().addMixin(SECTION, settings);
        OptionSections.of(commandLine);
        return commandLine;
    }

    /**
     * What file and options say together.
     *
     * @param file null if there is none
     */
    static SettingsBuilder read(@Nullable String file, ParseResult parsed, PortOptions ports)
            throws ConfigurationException {
        SettingsBuilder builder = new SettingsBuilder();
        if (file != null) {
            TcprtYaml.read(file, builder);
        }
        apply(parsed, builder);
        ports.applyTo(builder);
        return builder;
    }

    /** Puts what was given over what the file says. */
    private static void apply(ParseResult parsed, SettingsBuilder builder)
            throws ConfigurationException {
        for (Setting setting : Setting.values()) {
            Object value = parsed.matchedOptionValue(setting.option(), null);
            if (value != null) {
                String text = value instanceof Boolean on ? setting.spelling(on) : value.toString();
                setting.read(builder, new Value(setting.option(), text));
            }
        }
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
}
