package tcprt.pcaps;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tcprt.pcaps.Step.ExpectedLine;

/** Says how written lines differ from the expected ones, naming the field. */
final class LineDifference {
    /** The names of docs/FORMAT.md, by record type; S is a row of the statistics. */
    private static final Map<String, List<String>> FIELDS =
            Map.of(
                    "R",
                            fields(
                                    "sent total mrtt retrans seq server_time recv_time recv_data"
                                            + " reorder mss"),
                    "W",
                            fields(
                                    "sent total mrtt retrans seq server_time recv_time unacked"
                                            + " reorder mss"),
                    "N", fields("seq total recv_data reorder mss"),
                    "E", fields("seq sent unacked recv_data retrans mrtt"),
                    "P",
                            fields(
                                    "sent total mrtt retrans seq server_time recv_time recv_data"
                                            + " reorder mss"),
                    "stats",
                            List.of(
                                    "time",
                                    "all",
                                    "port",
                                    "rt",
                                    "server_time",
                                    "drop",
                                    "rtt",
                                    "fail",
                                    "bytes",
                                    "recv_time",
                                    "recv_data",
                                    "number"));

    private LineDifference() {}

    private static List<String> fields(String own) {
        List<String> names = new ArrayList<>(List.of("version", "type"));
        names.addAll(List.of("start_sec", "start_usec", "remote", "local"));
        names.addAll(List.of(own.split(" ")));
        names.add("end of line");
        return List.copyOf(names);
    }

    /**
     * Compares lines.
     *
     * @param script file name for messages
     * @param line of the expectation, where a line too many is reported
     * @param anyOrder whether the lines are compared as a set instead of in order
     * @return empty if they are equal byte for byte, else one message per line that differs
     */
    static List<String> between(
            String script,
            int line,
            List<ExpectedLine> expected,
            List<String> actual,
            boolean anyOrder) {
        if (anyOrder) {
            return inOrder(
                    script,
                    line,
                    expected.stream().sorted(Comparator.comparing(ExpectedLine::text)).toList(),
                    actual.stream().sorted().toList());
        }
        return inOrder(script, line, expected, actual);
    }

    private static List<String> inOrder(
            String script, int line, List<ExpectedLine> expected, List<String> actual) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            if (i >= actual.size()) {
                ExpectedLine missing = expected.get(i);
                messages.add(
                        script
                                + ":"
                                + missing.line()
                                + ": expected but not written\n  expected |"
                                + missing.text()
                                + "|");
            } else if (i >= expected.size()) {
                messages.add(
                        script
                                + ":"
                                + line
                                + ": written but not expected\n  but was  |"
                                + actual.get(i)
                                + "|");
            } else if (!expected.get(i).text().equals(actual.get(i))) {
                messages.add(between(script, expected.get(i), actual.get(i)));
            }
        }
        return messages;
    }

    /** Compares one line with the line that was written in its place. */
    static String between(String script, ExpectedLine expected, String actual) {
        return script
                + ":"
                + expected.line()
                + ": "
                + firstField(expected.text(), actual)
                + "\n  expected |"
                + expected.text()
                + "|\n  but was  |"
                + actual
                + "|";
    }

    private static String firstField(String expectedLine, String actualLine) {
        String[] expected = expectedLine.split(" ", -1);
        String[] actual = actualLine.split(" ", -1);
        boolean isStats = expected.length > 1 && expected[1].equals("all");
        String type = isStats ? "stats" : expected.length > 1 ? expected[1] : "";
        List<String> names = FIELDS.getOrDefault(type.startsWith("R") ? "R" : type, List.of());
        for (int i = 0; i < Math.max(expected.length, actual.length); i++) {
            String wanted = i < expected.length ? expected[i] : "nothing";
            String found = i < actual.length ? actual[i] : "nothing";
            if (!wanted.equals(found)) {
                String name = i < names.size() ? names.get(i) : "field " + (i + 1);
                return type
                        + "."
                        + name
                        + " expected "
                        + shown(wanted)
                        + " but was "
                        + shown(found);
            }
        }
        return "lines differ";
    }

    private static String shown(String field) {
        return field.isEmpty() ? "a blank" : field;
    }
}
