package tcprt.pcaps.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares our statistics with the one row per port, over a whole run, of the kernel's records. Our
 * rows have intervals, so they are summed again, each average by its number of tasks; as averages
 * are rounded down, a sum is known only to less than that number.
 */
final class StatsComparison {
    private static final Pattern SUM = Pattern.compile("\"(\\w+)\": (\\d+)");

    /** A row: time, {@code all}, port, then what {@link #AVERAGES} names holds, then the number. */
    private static final List<String> AVERAGES =
            List.of(
                    "rt",
                    "server_time",
                    "drop",
                    "mrtt",
                    "fail",
                    "bytes",
                    "upload_time",
                    "upload_data");

    private static final int PORT = 2;
    private static final int FIRST_AVERAGE = 3;
    private static final int NUMBER = FIRST_AVERAGE + 8;

    /** What the kernel's sums call the averages of the same place, where it differs. */
    private static final Map<String, String> SUM_NAMES = Map.of("mrtt", "rtt");

    private record Row(String port, List<Long> averages, long number) {
        static Row parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != NUMBER + 1 || !words[1].equals("all")) {
                throw new AssertionError("not a row of statistics: |" + line + "|");
            }
            List<Long> averages = new ArrayList<>();
            for (int i = FIRST_AVERAGE; i < NUMBER; i++) {
                averages.add(Long.parseUnsignedLong(words[i]));
            }
            return new Row(words[PORT], averages, Long.parseLong(words[NUMBER]));
        }

        long average(String name) {
            return averages.get(AVERAGES.indexOf(name));
        }
    }

    private final Tolerance.Table tolerances;
    private final List<String> failures = new ArrayList<>();

    private StatsComparison(Tolerance.Table tolerances) {
        this.tolerances = tolerances;
    }

    /**
     * Compares them.
     *
     * @param kernel lines of {@code kernel.stats}: a row, and its sums after {@code #}
     * @param ours rows of the statistics file
     * @return what differs; empty if nothing does
     */
    static List<String> failures(
            List<String> kernel, List<String> ours, Tolerance.Table tolerances) {
        StatsComparison comparison = new StatsComparison(tolerances);
        Map<String, List<Row>> rowsByPort = new LinkedHashMap<>();
        for (String line : ours) {
            Row row = Row.parse(line);
            rowsByPort.computeIfAbsent(row.port, port -> new ArrayList<>()).add(row);
        }
        for (int i = 0; i + 1 < kernel.size(); i += 2) {
            Row row = Row.parse(kernel.get(i));
            List<Row> rows = rowsByPort.getOrDefault(row.port, List.of());
            rowsByPort.remove(row.port);
            comparison.compare(row, sums(kernel.get(i + 1)), rows);
        }
        for (Map.Entry<String, List<Row>> rest : rowsByPort.entrySet()) {
            if (rest.getValue().stream().anyMatch(row -> row.number > 0)) {
                comparison.failures.add(rest.getKey() + ": rows that the kernel has not");
            }
        }
        return comparison.failures;
    }

    private static Map<String, Long> sums(String line) {
        if (!line.startsWith("# sums ")) {
            throw new AssertionError("not the sums of a row: |" + line + "|");
        }
        Map<String, Long> sums = new LinkedHashMap<>();
        Matcher sum = SUM.matcher(line);
        while (sum.find()) {
            sums.put(sum.group(1), Long.valueOf(sum.group(2)));
        }
        return sums;
    }

    private void compare(Row kernel, Map<String, Long> sums, List<Row> all) {
        List<Row> rows = all.stream().filter(row -> row.number > 0).toList();
        long number = rows.stream().mapToLong(Row::number).sum();
        if (all.isEmpty() || number != kernel.number) {
            failures.add(
                    String.format(
                            "%s: %d tasks in %d rows, the kernel has %d",
                            kernel.port, number, all.size(), kernel.number));
            return;
        }
        if (number == 0) {
            return;
        }
        for (String name : AVERAGES) {
            if (rows.size() == 1 && isExact(name)) {
                compareExactly(name, kernel, rows.get(0));
            } else if (name.equals("drop") || name.equals("fail")) {
                comparePartsPerThousand(name, sums, rows, kernel.port);
            } else {
                compareSum(name, kernel, sums, rows);
            }
        }
    }

    private boolean isExact(String name) {
        return tolerances.of(name).isExact();
    }

    private void compareExactly(String name, Row kernel, Row ours) {
        if (kernel.average(name) != ours.average(name)) {
            failures.add(
                    String.format(
                            "%s.%s is %d, the kernel's is %d",
                            kernel.port, name, ours.average(name), kernel.average(name)));
        }
    }

    private void compareSum(String name, Row kernel, Map<String, Long> sums, List<Row> rows) {
        long least = 0;
        long rounding = 0;
        for (Row row : rows) {
            least += row.average(name) * row.number;
            rounding += row.number - 1;
        }
        long wanted = sums.getOrDefault(SUM_NAMES.getOrDefault(name, name), -1L);
        boolean fits =
                isExact(name)
                        ? least <= wanted && wanted <= least + rounding
                        : tolerances.of(name).covers(kernel.average(name), least / kernel.number);
        if (!fits) {
            failures.add(
                    String.format(
                            "%s.%s sums up to %d..%d, the kernel's sum is %d of %d tasks",
                            kernel.port, name, least, least + rounding, wanted, kernel.number));
        }
    }

    /** Per mille of tasks (fail) or of packets (drop); packets are no fewer than tasks. */
    private void comparePartsPerThousand(
            String name, Map<String, Long> sums, List<Row> rows, String port) {
        long wanted = sums.getOrDefault(name, -1L);
        long least = 0;
        long most = 0;
        for (Row row : rows) {
            least += (row.average(name) * row.number + 999) / 1000;
            most += ((row.average(name) + 1) * row.number - 1) / 1000;
        }
        if (name.equals("drop")) {
            long packets = sums.getOrDefault("packets", 0L);
            long largest = rows.stream().mapToLong(row -> row.average("drop")).max().orElse(0);
            most = ((largest + 1) * packets - 1) / 1000;
        }
        if (wanted < least || wanted > most) {
            failures.add(
                    String.format(
                            "%s.%s means %d..%d in all, the kernel counted %d",
                            port, name, least, most, wanted));
        }
    }
}
