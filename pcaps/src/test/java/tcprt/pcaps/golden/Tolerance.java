package tcprt.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a field may be from the kernel's.
 *
 * @param absolute in the unit of the field
 * @param relative part of the kernel's value that may come on top
 */
record Tolerance(long absolute, double relative) {
    private static final Tolerance EXACT = new Tolerance(0, 0);
    private static final Pattern ENTRY =
            Pattern.compile("\"([a-z]\\w*)\"\\s*:\\s*\\[\\s*(\\d+)\\s*,\\s*([0-9.]+)\\s*]");

    /** Whether nothing but the kernel's value will do. */
    boolean isExact() {
        return absolute == 0 && relative == 0;
    }

    /** Whether a value is near enough. */
    boolean covers(long kernel, long ours) {
        return Math.abs(ours - kernel) <= absolute + relative * Math.abs(kernel);
    }

    /** Tolerances by field; one that is not named must be exact. */
    static final class Table {
        private final Map<String, Tolerance> tolerances = new HashMap<>();

        /** Reads {@code tolerances.json}: a map of field to absolute and relative part. */
        static Table read(Path file) throws IOException {
            Table table = new Table();
            Matcher entry = ENTRY.matcher(Files.readString(file));
            while (entry.find()) {
                table.tolerances.put(
                        entry.group(1),
                        new Tolerance(
                                Long.parseLong(entry.group(2)),
                                Double.parseDouble(entry.group(3))));
            }
            if (table.tolerances.isEmpty()) {
                throw new AssertionError(
                        file + ": no tolerance found; an entry is \"rt\": [250, 0.01]");
            }
            return table;
        }

        Tolerance of(String field) {
            return tolerances.getOrDefault(field, EXACT);
        }
    }
}
