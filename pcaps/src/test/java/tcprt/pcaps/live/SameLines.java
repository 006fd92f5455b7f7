package tcprt.pcaps.live;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Two logs of the same connections whose captures differ in nothing but when frames were seen. */
final class SameLines {
    /** An RTT of 0 is printed as one tick. */
    private static final long TICK_MICROS = 1000;

    private static final int FIRST_NUMBER = 6;

    private SameLines() {}

    /**
     * Compares them, whatever their order.
     *
     * @param apartMicros how far the times of a frame may be apart in the two captures
     * @throws AssertionError naming the first pair of lines that differ by more than that
     */
    static void check(String expected, String actual, long apartMicros) {
        SortedMap<String, String> theirs = byTask(expected);
        SortedMap<String, String> ours = byTask(actual);
        theirs.forEach((task, line) -> require(ours.containsKey(task), "missing: " + line));
        ours.forEach((task, line) -> require(theirs.containsKey(task), "too many: " + line));
        theirs.forEach(
                (task, line) -> {
                    String other = ours.get(task);
                    if (other == null || !same(line, other, apartMicros)) {
                        throw new AssertionError(
                                "more than "
                                        + apartMicros
                                        + " us apart:\nexpected |"
                                        + line
                                        + "|\nbut was  |"
                                        + other
                                        + "|");
                    }
                });
    }

    private static void require(boolean truth, String otherwise) {
        if (!truth) {
            throw new AssertionError(otherwise);
        }
    }

    private static SortedMap<String, String> byTask(String log) {
        return log.lines()
                .collect(
                        Collectors.toMap(
                                SameLines::task,
                                line -> line,
                                (a, b) -> a + "\n" + b,
                                TreeMap::new));
    }

    /** Record type, both endpoints, and the number of the task. */
    private static String task(String line) {
        String[] words = line.split(" ", -1);
        int number =
                switch (words[1]) {
                    case "E", "N" -> FIRST_NUMBER;
                    default -> 10;
                };
        return String.join(" ", words[1], words[4], words[5], words[number]);
    }

    private static boolean same(String line, String other, long apartMicros) {
        String[] a = line.split(" ", -1);
        String[] b = other.split(" ", -1);
        if (a.length != b.length || Math.abs(startMicros(a) - startMicros(b)) > apartMicros) {
            return false;
        }
        List<Integer> durations =
                switch (a[1]) {
                    case "E" -> List.of(11);
                    case "N" -> List.of(7);
                    default -> List.of(7, 8, 11, 12);
                };
        int rtt =
                switch (a[1]) {
                    case "E" -> 11;
                    case "N" -> -1;
                    default -> 8;
                };
        for (int i = FIRST_NUMBER; i < a.length; i++) {
            long allowed =
                    durations.contains(i) ? 2 * apartMicros + (i == rtt ? TICK_MICROS : 0) : 0;
            if (allowed == 0 ? !a[i].equals(b[i]) : distance(a[i], b[i]) > allowed) {
                return false;
            }
        }
        return true;
    }

    private static long startMicros(String[] words) {
        return Long.parseLong(words[2]) * 1_000_000 + Long.parseLong(words[3]);
    }

    private static long distance(String a, String b) {
        return Math.abs(Long.parseLong(a) - Long.parseLong(b));
    }

    /** Lines in the order of their text, to compare logs of several shards. */
    static String sorted(String log) {
        String[] lines = log.split("(?<=\n)", -1);
        Arrays.sort(lines);
        return String.join("", lines);
    }
}
