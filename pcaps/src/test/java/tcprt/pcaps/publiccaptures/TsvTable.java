package tcprt.pcaps.publiccaptures;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of a file with tabs between its columns and their names in its first line. */
final class TsvTable {
    /** One row, asked by column name. */
    static final class Row {
        private final Map<String, Integer> columns;
        private final String[] cells;

        private Row(Map<String, Integer> columns, String[] cells) {
            this.columns = columns;
            this.cells = cells;
        }

        String text(String column) {
            Integer index = columns.get(column);
            if (index == null) {
                throw new IllegalArgumentException("no column " + column + " in " + columns);
            }
            return index < cells.length ? cells[index] : "";
        }

        /** Whether the cell holds one number; a tool that saw nothing leaves it empty. */
        boolean isNumber(String column) {
            return text(column).matches("[0-9]+(\\.[0-9]+)?");
        }

        /** A whole number; an empty cell is 0. */
        int number(String column) {
            String text = text(column);
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        }

        /** A cell with seconds, in nanoseconds. */
        long secondsAsNs(String column) {
            return new BigDecimal(text(column)).movePointRight(9).longValue();
        }
    }

    private TsvTable() {}

    static List<Row> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        Map<String, Integer> columns = new HashMap<>();
        for (String name : lines.get(0).split("\t", -1)) {
            columns.put(name, columns.size());
        }
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(new Row(columns, line.split("\t", -1)));
        }
        return rows;
    }
}
