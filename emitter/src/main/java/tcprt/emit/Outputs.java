package tcprt.emit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The formats records can be written in, by the name the configuration gives them. */
public final class Outputs {
    /** What the kernel module writes. */
    public static final String LINE = "line";

    private static final Map<String, Function<Ipv6Text, RecordFormatter>> FORMATS =
            new LinkedHashMap<>();

    static {
        FORMATS.put(LINE, LineFormatter::new);
        FORMATS.put("json", JsonFormatter::new);
    }

    private Outputs() {}

    /** All names, the default first. */
    public static List<String> names() {
        return List.copyOf(FORMATS.keySet());
    }

    /**
     * Makes a formatter for one shard.
     *
     * @param name one of {@link #names}
     * @throws IllegalArgumentException if it is none of them
     */
    public static RecordFormatter formatter(String name, Ipv6Text ipv6Text) {
        Function<Ipv6Text, RecordFormatter> maker = FORMATS.get(name);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "format is " + name + "; allowed are " + String.join(", ", FORMATS.keySet()));
        }
        return maker.apply(ipv6Text);
    }
}
