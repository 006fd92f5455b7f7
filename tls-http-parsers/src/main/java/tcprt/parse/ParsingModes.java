package tcprt.parse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tcprt.task.MessageParser;

/**
 * The protocols that can be parsed on a port, by the name the configuration gives them: its {@code
 * mode}.
 */
public final class ParsingModes {
    private static final Map<String, Supplier<MessageParser>> MODES = new LinkedHashMap<>();

    static {
        MODES.put("http", HttpParser::new);
        MODES.put("https", TlsParser::new);
    }

    private ParsingModes() {}

    /** All names. */
    public static Set<String> names() {
        return Set.copyOf(MODES.keySet());
    }

    /**
     * What makes the parser of a new connection.
     *
     * @param name one of {@link #names}
     * @throws IllegalArgumentException if it is none of them
     */
    public static Supplier<MessageParser> parser(String name) {
        Supplier<MessageParser> maker = MODES.get(name);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "mode is " + name + "; allowed are " + String.join(", ", MODES.keySet()));
        }
        return maker;
    }
}
