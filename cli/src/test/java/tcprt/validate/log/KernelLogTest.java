package tcprt.validate.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryText;

/** Logs as they are found: several, torn, compressed. */
class KernelLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final List<String> read = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private static String line(int number) {
        return "V6 E 17000000%02d 5 10.0.0.1:40000 10.0.0.2:80 %d 2 0 4 0 6 "
                .formatted(number, number);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private LogFindings read(Path... files) throws IOException {
        KernelLog.Handler handler =
                new KernelLog.Handler() {
                    @Override
                    public void onEntry(Entry entry) {
                        read.add(EntryText.line(entry) + " ");
                        places.add(entry.file + ":" + entry.line);
                    }

                    @Override
                    public void onProgress(long bytesRead) {}
                };
        return new KernelLog(List.of(files), handler).read();
    }

    @Test
    void filesAreReadOneAfterTheOther() throws IOException {
        LogFindings found =
                read(file("b", line(3) + "\n" + line(4) + "\n"), file("a", line(1) + "\n"));
        assertEquals(List.of(line(3), line(4), line(1)), read);
        assertEquals(List.of("0:1", "0:2", "1:1"), places);
        assertEquals(3, found.lines());
        assertEquals(0, found.refusedLines());
        assertEquals(1_700_000_001_000_005L, found.earliestMicros());
        assertEquals(1_700_000_004_000_005L, found.latestMicros());
    }

    /** What a reader of a ring buffer that is written over gets. */
    @Test
    void tornFirstAndLastLinesAreRefusedAndMarkGaps() throws IOException {
        Path file =
                file(
                        "log",
                        line(1).substring(30) + "\n" + line(2) + "\n" + line(3).substring(0, 50));
        LogFindings found = read(file);
        assertEquals(List.of(line(2)), read);
        assertEquals(Map.of(Refusal.NOT_A_RECORD, 1L, Refusal.NO_END, 1L), found.refusals());
        assertEquals(file + ":1", found.examples().get(0).place());
        assertEquals(file + ":3", found.examples().get(1).place());
        long second = 1_700_000_002_000_005L;
        assertEquals(
                List.of(
                        new LogGap(file.toString(), 1, Long.MIN_VALUE, second),
                        new LogGap(file.toString(), 3, second, Long.MAX_VALUE)),
                found.gaps());
    }

    /** Behind its blank a last line is whole; without it a number could go on. */
    @Test
    void lastLineWithoutLineFeedIsReadIfItsBlankIsThere() throws IOException {
        assertEquals(1, read(file("whole", line(1))).lines());
        LogFindings found = read(file("cut", line(1).stripTrailing()));
        assertEquals(Map.of(Refusal.NO_END, 1L), found.refusals());
    }

    @Test
    void trailingBlankAndCarriageReturnDoNotMatterBeforeALineFeed() throws IOException {
        assertEquals(2, read(file("log", line(1).strip() + "\n\n" + line(2) + "\r\n")).lines());
        assertEquals(List.of("0:1", "0:3"), places);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 300_000, 3_000_000})
    void linesOfAnyLengthAndPlaceAreSurvived(int garbage) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            text.append(line(i % 100)).append('\n');
        }
        text.append("x".repeat(garbage)).append('\n').append(line(7)).append('\n');
        LogFindings found = read(file("log", text.toString()));
        assertEquals(9_001, found.lines());
        assertEquals(1, found.refusedLines());
        assertEquals("0:9002", places.get(9_000));
    }

    @Test
    void compressedLogsAreRead() throws IOException {
        byte[] plain = (line(1) + "\n" + line(2) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        Path first = Files.write(directory.resolve("one"), gzip.toByteArray());
        Path second = Files.write(directory.resolve("two"), Zstd.compress(plain));
        assertEquals(4, read(first, second).lines());
        assertEquals(List.of(line(1), line(2), line(1), line(2)), read);
    }

    @Test
    void compressedLogThatIsCutShortIsReadUpToThere() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(line(i % 97)).append('\n');
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
        byte[] cut = Arrays.copyOf(gzip.toByteArray(), gzip.size() / 2);
        LogFindings found =
                read(Files.write(directory.resolve("cut"), cut), file("next", line(5) + "\n"));
        assertTrue(found.lines() > 1_000, () -> found.lines() + " lines");
        assertEquals(1L, found.refusals().get(Refusal.CORRUPT));
        assertEquals(line(5), read.get(read.size() - 1));
    }

    @Test
    void fileThatIsNotThereEndsTheReading() {
        assertThrows(NoSuchFileException.class, () -> read(directory.resolve("nothing")));
    }
}
