package tcprt.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcprt.flow.PortRules.PortRange;

/**
 * One value of the configuration, still text, with the place it was found in, so that a refusal can
 * name both. The same rules hold for the file and for the command line.
 *
 * @param place what the user has to edit: {@code tcprt.yaml:9: per-port[1].port} or {@code
 *     --lports}
 * @param text the value as written
 */
record Value(String place, String text) {
    private static final int MAX_PORT = 65535;

    /** As many as one of the kernel module's parameters has room for. */
    static final int MODULE_PORTS = 6;

    static final int MODULE_RANGES = 3;

    /** Plain decimal digits; a leading zero would be octal in YAML. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(us|ms|s)");
    private static final Pattern INTERVAL = Pattern.compile("([0-9]{1,8})([smhd])");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /** The word that chooses between two states in the service's file. */
    enum Switch {
        ENABLE,
        DISABLE
    }

    /**
     * A refusal of this value.
     *
     * @param allowed what would have been accepted
     */
    ConfigurationException refused(String allowed) {
        return new ConfigurationException(
                place + (text.isEmpty() ? " is empty; " : " is " + text + "; ") + allowed);
    }

    /**
     * A whole number.
     *
     * @param what its name and unit in the refusal: "an interval in seconds"
     */
    int number(String what, int lowest, int highest) throws ConfigurationException {
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= lowest && number <= highest) {
                return (int) number;
            }
        }
        throw refused(what + " is " + lowest + ".." + highest);
    }

    /** One of the constants, written in lower case. */
    <E extends Enum<E>> E oneOf(Class<E> choices) throws ConfigurationException {
        for (E choice : choices.getEnumConstants()) {
            if (spelling(choice).equals(text)) {
                return choice;
            }
        }
        throw notAmong(Arrays.stream(choices.getEnumConstants()).map(Value::spelling).toList());
    }

    /** One of these words. */
    String oneOf(List<String> words) throws ConfigurationException {
        if (!words.contains(text)) {
            throw notAmong(words);
        }
        return text;
    }

    private ConfigurationException notAmong(List<String> words) {
        return refused("allowed are " + String.join(", ", words));
    }

    /** How the user writes a constant. */
    static String spelling(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** {@code enable} or {@code disable}. */
    boolean enabled() throws ConfigurationException {
        return oneOf(Switch.class) == Switch.ENABLE;
    }

    /** {@code true} or {@code false}. */
    boolean truth() throws ConfigurationException {
        return oneOf(List.of("true", "false")).equals("true");
    }

    /** The name of a file or directory, which need not exist. */
    Path path() throws ConfigurationException {
        if (text.isEmpty()) {
            throw refused("give it a name");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw refused("that is no name for a file here: " + e.getReason());
        }
    }

    /** A number with a unit, in nanoseconds; at most an hour. */
    long durationNs() throws ConfigurationException {
        return durationNs(3_600_000_000_000L, "a duration");
    }

    /**
     * A number with a unit, in nanoseconds.
     *
     * @param highestNs at least a millisecond
     * @param allowed what else there is, and that it is a duration
     */
    long durationNs(long highestNs, String allowed) throws ConfigurationException {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long unitNs =
                    switch (matcher.group(2)) {
                        case "us" -> 1_000L;
                        case "ms" -> 1_000_000L;
                        default -> 1_000_000_000L;
                    };
            long durationNs = Long.parseLong(matcher.group(1)) * unitNs;
            if (durationNs <= highestNs) {
                return durationNs;
            }
        }
        String highest =
                highestNs < 1_000_000_000L
                        ? highestNs / 1_000_000L + "ms"
                        : highestNs / 1_000_000_000L + "s";
        throw refused(
                allowed + " is a number with us, ms or s, such as 500ms, and at most " + highest);
    }

    /** A number with a unit, such as 1h, in seconds; at most a year. */
    long intervalS() throws ConfigurationException {
        Matcher matcher = INTERVAL.matcher(text);
        if (matcher.matches()) {
            long unitS =
                    switch (matcher.group(2)) {
                        case "s" -> 1;
                        case "m" -> 60;
                        case "h" -> 3600;
                        default -> 86_400;
                    };
            long intervalS = Long.parseLong(matcher.group(1)) * unitS;
            if (intervalS >= 1 && intervalS <= 366 * 86_400) {
                return intervalS;
            }
        }
        throw refused("an interval is a number with s, m, h or d, such as 1h, and at most 366d");
    }

    /** One port, {@code 443}, or a closed range, {@code 56789,56800}. */
    PortRange portOrRange() throws ConfigurationException {
        List<String> parts = parts();
        if (parts.size() > 2) {
            throw refused("write one port, 443, or one closed range, 56789,56800");
        }
        return range(port(parts.get(0)), port(parts.get(parts.size() - 1)));
    }

    /**
     * The module's list of ports: {@code 80,3306}.
     *
     * @param limit how many the module has room for
     */
    List<Integer> ports(int limit) throws ConfigurationException {
        return ports(limit, "; use a range, or a file with -c, which has no limit");
    }

    /** {@link #ports} of one of the module's files, or none. */
    List<Integer> portsOrNone() throws ConfigurationException {
        return text.isEmpty() ? List.of() : ports(MODULE_PORTS);
    }

    /** {@link #portRanges} of one of the module's files, or none. */
    List<PortRange> rangesOrNone() throws ConfigurationException {
        return text.isEmpty() ? List.of() : portRanges(MODULE_RANGES);
    }

    /**
     * A list of ports of something else than connections: {@code 4789,8472}.
     *
     * @param limit how many are allowed
     */
    List<Integer> portList(int limit) throws ConfigurationException {
        return ports(limit, "");
    }

    private List<Integer> ports(int limit, String advice) throws ConfigurationException {
        List<Integer> ports = new ArrayList<>();
        for (String part : parts()) {
            ports.add(port(part));
        }
        if (ports.size() > limit) {
            throw refused("that is " + ports.size() + " ports, the limit is " + limit + advice);
        }
        return ports;
    }

    /**
     * The module's list of ranges: {@code 80,100,1000,2000} is 80 to 100 and 1000 to 2000.
     *
     * @param limit how many ranges the module has room for
     */
    List<PortRange> portRanges(int limit) throws ConfigurationException {
        List<Integer> ends = new ArrayList<>();
        for (String part : parts()) {
            ends.add(port(part));
        }
        if (ends.size() % 2 != 0) {
            throw refused(
                    "a range is two numbers and "
                            + ends.get(ends.size() - 1)
                            + " stands alone (the kernel module would ignore it); give its end");
        }
        if (ends.size() > 2 * limit) {
            throw refused(
                    "that is "
                            + ends.size() / 2
                            + " ranges, the limit is "
                            + limit
                            + "; use a file with -c, which has no limit");
        }
        List<PortRange> ranges = new ArrayList<>();
        for (int i = 0; i < ends.size(); i += 2) {
            ranges.add(range(ends.get(i), ends.get(i + 1)));
        }
        return ranges;
    }

    private int port(String part) throws ConfigurationException {
        if (NUMBER.matcher(part).matches()) {
            long port = Long.parseLong(part);
            if (port >= 1 && port <= MAX_PORT) {
                return (int) port;
            }
        }
        throw refused("a port is 1.." + MAX_PORT);
    }

    private PortRange range(int first, int last) throws ConfigurationException {
        if (first > last) {
            throw refused("a range starts with its lower port: " + last + "," + first);
        }
        return new PortRange(first, last);
    }

    /** Comma-separated IP addresses or none, 4 or 16 bytes each; an IPv4-mapped one is IPv4. */
    List<byte[]> addresses() throws ConfigurationException {
        List<byte[]> addresses = new ArrayList<>();
        for (String part : partsOrNone()) {
            addresses.add(address(part));
        }
        return addresses;
    }

    private byte[] address(String part) throws ConfigurationException {
        // Anything else would be looked up as a name, and IPv6 zones name interfaces of this host.
        boolean literal =
                DOTTED_QUAD.matcher(part).matches() || (part.contains(":") && !part.contains("%"));
        if (literal) {
            try {
                return InetAddress.getByName(part).getAddress();
            } catch (UnknownHostException e) {
                // Falls through to the refusal, which says the same in our words.
            }
        }
        throw refused("an address is IPv4, 192.0.2.1, or IPv6, 2001:db8::1; separate by commas");
    }

    /**
     * The thresholds of first_frame, in bytes: none up to four, ascending; a 0 ends the list. They
     * take effect with {@code first_frame: enable} only.
     */
    List<Integer> thresholds() throws ConfigurationException {
        String allowed = "up to 4 ascending numbers of bytes are allowed, 0 ends the list";
        List<Integer> thresholds = new ArrayList<>();
        boolean ended = false;
        int before = 0;
        for (String part : partsOrNone()) {
            if (!NUMBER.matcher(part).matches() || Long.parseLong(part) > Integer.MAX_VALUE) {
                throw refused(allowed);
            }
            int threshold = Integer.parseInt(part);
            if (threshold == 0) {
                ended = true;
            } else if (ended || threshold <= before || thresholds.size() == 4) {
                throw refused(allowed);
            } else {
                thresholds.add(threshold);
            }
            before = threshold;
        }
        return thresholds;
    }

    private List<String> partsOrNone() {
        return text.isEmpty() ? List.of() : parts();
    }

    private List<String> parts() {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
