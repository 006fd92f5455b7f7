package tcprt.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * srtt and cwnd of one golden pair: what the kernel's sockets had when R was written, and what we
 * write in http mode, whose tasks are the kernel's.
 */
final class V7Columns {
    /** Tokens of a V6 line of type R; srtt and cwnd follow. */
    private static final int SRTT = 16;

    private static final int CWND = SRTT + 1;
    private static final int RETRANSMITS = 9;
    private static final long LEAST_MICROS = 50;

    private final List<Long> srttErrors = new ArrayList<>();
    private final List<Long> cwndErrors = new ArrayList<>();
    private int srttWithin;
    private int cwndWithin;
    private long retransmits;

    /** Nothing measured yet. */
    V7Columns() {}

    /** Measures a pair's host view. */
    static V7Columns of(GoldenPair pair) throws IOException {
        V7Columns columns = new V7Columns();
        Map<String, List<String[]>> ours = new HashMap<>();
        List<String> options = new ArrayList<>(pair.options(View.SERVER, pair.kernel(View.SERVER)));
        options.addAll(List.of("--mode", "http"));
        for (String line : Replayed.cleanly(pair.capture(View.SERVER), options).lines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("V7")) {
                ours.computeIfAbsent(key(words), unused -> new ArrayList<>()).add(words);
            }
        }
        for (String line : TextFile.lines(file(pair))) {
            String[] words = line.split(" ", -1);
            List<String[]> same = words[0].equals("V7") ? ours.get(key(words)) : null;
            if (same != null && !same.isEmpty()) {
                columns.add(words, same.remove(0));
            }
        }
        return columns;
    }

    private static Path file(GoldenPair pair) {
        return pair.directory().resolve("kernel.v7.log");
    }

    static boolean isIn(GoldenPair pair) {
        return Files.exists(file(pair));
    }

    private static String key(String[] words) {
        return words[4] + " " + words[5] + " " + words[10];
    }

    private void add(String[] kernel, String[] ours) {
        long srtt = Long.parseLong(kernel[SRTT]);
        long srttError = Math.abs(srtt - Long.parseLong(ours[SRTT]));
        srttErrors.add(srttError);
        srttWithin += srttError <= Math.max(LEAST_MICROS, srtt / 8) ? 1 : 0;
        long cwnd = Long.parseLong(kernel[CWND]);
        long cwndError = Math.abs(cwnd - Long.parseLong(ours[CWND]));
        cwndErrors.add(cwndError);
        cwndWithin += cwndError <= Math.max(1, cwnd / 8) ? 1 : 0;
        retransmits += Long.parseLong(kernel[RETRANSMITS]);
    }

    void addAll(V7Columns other) {
        srttErrors.addAll(other.srttErrors);
        cwndErrors.addAll(other.cwndErrors);
        srttWithin += other.srttWithin;
        cwndWithin += other.cwndWithin;
        retransmits += other.retransmits;
    }

    int records() {
        return srttErrors.size();
    }

    boolean hasLoss() {
        return retransmits > 0;
    }

    /** Part of the records whose srtt is within an eighth of the kernel's, or 50 us. */
    double srttWithin() {
        return (double) srttWithin / records();
    }

    /** A row of the table in docs/ACCURACY.md, behind its first two cells. */
    String row() {
        long exact = cwndErrors.stream().filter(error -> error == 0).count();
        return String.format(
                Locale.ROOT,
                "%,d | %d | %d | %d | %.1f %% | %.1f %% | %.1f %% | %d |",
                records(),
                percentile(srttErrors, 0.5),
                percentile(srttErrors, 0.9),
                percentile(srttErrors, 0.99),
                100 * srttWithin(),
                100.0 * exact / records(),
                100.0 * cwndWithin / records(),
                percentile(cwndErrors, 0.9));
    }

    private static long percentile(List<Long> values, double part) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
    }
}
