package tcprt.pcaps.golden;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One record as text and as numbers, the kernel's or ours. */
final class RecordLine {
    /** Names of the numbers after the addresses, in the words of {@code tolerances.json}. */
    private static final Map<Character, List<String>> FIELDS =
            Map.of(
                    'R',
                            words(
                                    "sent rt mrtt retrans num server_time upload_time upload_data"
                                            + " reorder mss"),
                    'E', words("num sent unacked rcvd retrans mrtt"),
                    'N', words("num rt rcvd reorder mss"),
                    'W',
                            words(
                                    "sent rt mrtt retrans num server_time upload_time unacked"
                                            + " reorder mss"),
                    'P',
                            words(
                                    "sent rt mrtt retrans num server_time recv_time recv reorder"
                                            + " mss"));

    private static final int FIRST_NUMBER = 6;

    /** The line inside an entry of {@code kernel.jsonl}. */
    private static final Pattern LINE = Pattern.compile("\"line\":\"([^\"]*)\"");

    /**
     * The true addresses inside such an entry, where the kernel's line does not have them: after
     * SO_LINGER 0, and for IPv6.
     */
    private static final Pattern TRUE_ADDRESSES =
            Pattern.compile("\"conn\":\\[\"([^\"]*)\",(\\d+),\"([^\"]*)\",(\\d+)]");

    private final char type;
    private final String connection;
    private final long startMicros;
    private final long[] values;
    private final String text;

    private RecordLine(char type, String connection, long startMicros, long[] values, String text) {
        this.type = type;
        this.connection = connection;
        this.startMicros = startMicros;
        this.values = values;
        this.text = text;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** Names of the numbers of a record type, in the order of the line. */
    static List<String> fields(char type) {
        return FIELDS.getOrDefault(type, List.of());
    }

    /**
     * Reads a line of a log, or an entry of {@code kernel.jsonl}.
     *
     * @throws AssertionError if it is neither
     */
    static RecordLine parse(String text) {
        if (!text.startsWith("{")) {
            return parse(text, null);
        }
        Matcher line = LINE.matcher(text);
        if (!line.find()) {
            throw new AssertionError("no \"line\" in: " + text);
        }
        Matcher addresses = TRUE_ADDRESSES.matcher(text);
        String connection =
                addresses.find()
                        ? endpoint(addresses.group(1) + ":" + addresses.group(2))
                                + " "
                                + endpoint(addresses.group(3) + ":" + addresses.group(4))
                        : null;
        return parse(line.group(1), connection);
    }

    private static RecordLine parse(String line, @Nullable String trueConnection) {
        String[] words = line.split(" ", -1);
        if (words.length < FIRST_NUMBER || !words[0].equals("V6") || words[1].length() != 1) {
            throw new AssertionError("not a V6 line: |" + line + "|");
        }
        char type = words[1].charAt(0);
        long[] values = new long[fields(type).size()];
        if (values.length == 0
                || words.length != FIRST_NUMBER + values.length + 1
                || !line.endsWith(" ")) {
            throw new AssertionError(
                    "a "
                            + type
                            + " line has "
                            + values.length
                            + " numbers, each followed by a blank: |"
                            + line
                            + "|");
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.parseUnsignedLong(words[FIRST_NUMBER + i]);
        }
        return new RecordLine(
                type,
                trueConnection != null
                        ? trueConnection
                        : endpoint(words[4]) + " " + endpoint(words[5]),
                Long.parseLong(words[2]) * 1_000_000 + Long.parseLong(words[3]),
                values,
                line);
    }

    /** An address and a port in one spelling, whether IPv6 stands in brackets or not. */
    private static String endpoint(String text) {
        return text.replace("[", "").replace("]", "");
    }

    /** R, E, N, W or P. */
    char type() {
        return type;
    }

    /** Remote and local endpoint. */
    String connection() {
        return connection;
    }

    /** Start of the task, microseconds since 1970-01-01 UTC. */
    long startMicros() {
        return startMicros;
    }

    /** Number {@code index} of {@link #fields}; a 64-bit word, unsigned in the line. */
    long value(int index) {
        return values[index];
    }

    /**
     * A number by its name.
     *
     * @throws AssertionError if records of this type do not have it
     */
    long value(String field) {
        int index = fields(type).indexOf(field);
        if (index < 0) {
            throw new AssertionError("a " + type + " line has no " + field);
        }
        return values[index];
    }

    /** The line as it was written, without its line feed. */
    @Override
    public String toString() {
        return text;
    }
}
