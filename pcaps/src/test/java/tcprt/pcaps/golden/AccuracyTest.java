package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tcprt.pcaps.Shared;

/**
 * The tables of docs/ACCURACY.md are what is measured now. With {@code -Dupdate.accuracy} they are
 * written instead of compared; the difference is then reviewed as code.
 */
class AccuracyTest {
    @Test
    void publishedTablesAreWhatIsMeasured() throws IOException {
        GoldenPairs golden = GoldenPairs.find();
        Path document = Shared.repository().resolve("docs/ACCURACY.md");
        String published = Files.readString(document);
        String measured = published;
        for (Map.Entry<String, String> table : new AccuracyTables(golden).all().entrySet()) {
            measured = replace(measured, table.getKey(), table.getValue());
        }
        if (System.getProperty("update.accuracy") != null) {
            Files.writeString(document, measured);
            return;
        }
        assertEquals(
                measured,
                published,
                "docs/ACCURACY.md is not what is measured now; its last section says how to write"
                        + " it anew");
    }

    /** A table stands between two comments that name it. */
    private static String replace(String document, String name, String table) {
        String before = "<!-- measured: " + name + " -->\n";
        String after = "<!-- end -->";
        int start = document.indexOf(before);
        assertTrue(start >= 0, () -> "docs/ACCURACY.md has no line " + before);
        int end = document.indexOf(after, start);
        assertTrue(end >= 0, () -> "docs/ACCURACY.md has no line " + after + " after " + before);
        return document.substring(0, start + before.length()) + table + document.substring(end);
    }
}
