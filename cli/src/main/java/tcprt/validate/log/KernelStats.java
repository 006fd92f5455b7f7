package tcprt.validate.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcprt.capture.PlainBytes;

/**
 * The kernel's {@code rt-network-stats}: one row for each port and interval. Rows are few, so they
 * are kept.
 *
 * @param rows in the order of the file
 * @param refused places of lines that are no rows
 */
public record KernelStats(List<StatsRow> rows, List<String> refused) {
    private static final Pattern ROW =
            Pattern.compile("(\\d{1,12}) all (P?)(\\d{1,5})((?: \\d{1,20}){9}) ?");

    /** No file. */
    public static final KernelStats NONE = new KernelStats(List.of(), List.of());

    /**
     * Reads a file, compressed or not. Lines that begin with {@code #} are comments.
     *
     * @throws IOException if it cannot be read
     */
    public static KernelStats read(Path file) throws IOException {
        List<StatsRow> rows = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(PlainBytes.open(file)),
                                StandardCharsets.ISO_8859_1))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                Matcher row = ROW.matcher(line);
                if (!row.matches() || !add(rows, file + ":" + number, row)) {
                    refused.add(file + ":" + number);
                }
            }
        }
        return new KernelStats(rows, refused);
    }

    private static boolean add(List<StatsRow> rows, String place, Matcher row) {
        String[] words = row.group(4).trim().split(" ", -1);
        long[] numbers = new long[words.length];
        try {
            for (int i = 0; i < words.length; i++) {
                numbers[i] = Long.parseUnsignedLong(words[i]);
            }
        } catch (NumberFormatException e) {
            return false;
        }
        rows.add(
                new StatsRow(
                        place,
                        Long.parseLong(row.group(1)),
                        !row.group(2).isEmpty(),
                        Integer.parseInt(row.group(3)),
                        new StatsRow.Averages(numbers),
                        numbers[numbers.length - 1]));
        return true;
    }
}
