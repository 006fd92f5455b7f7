package tcprt.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingTargetTest {
    private static final String LINE = "x".repeat(99) + "\n";

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-11-22T10:59:50Z");
    private final List<String> notices = new ArrayList<>();

    @Test
    void linesAreInTheFileAfterAFlush() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "one\n", "two\n");
            assertEquals("", text("log"));
            target.flush();
            assertEquals("one\ntwo\n", text("log"));
        }
    }

    @Test
    void anEarlierFileIsContinued() throws IOException {
        Files.writeString(directory.resolve("log"), "before\n");
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "after\n");
        }
        assertEquals("before\nafter\n", text("log"));
    }

    @Test
    void piecesEndWithALine() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            for (int i = 0; i < 3000; i++) { // 300 kB, without a flush
                write(target, LINE);
                assertEquals(0, Files.size(directory.resolve("log")) % 100);
            }
            assertTrue(Files.size(directory.resolve("log")) > 200_000);
        }
        assertEquals(300_000, Files.size(directory.resolve("log")));
    }

    @Test
    void noFileBecomesLongerThanTheLimitAndTheOldestGoes() throws IOException {
        try (RotatingTarget target = target(new Rotation(1000, Rotation.NEVER, 2))) {
            for (int i = 0; i < 35; i++) {
                write(target, String.format("%099d%n", i));
                target.flush();
            }
        }
        assertEquals(List.of("log", "log.1", "log.2"), files());
        assertEquals(String.format("%099d%n", 10), text("log.2").substring(0, 100));
        assertEquals(1000, text("log.2").length());
        assertEquals(String.format("%099d%n", 20), text("log.1").substring(0, 100));
        assertEquals(1000, text("log.1").length());
        assertEquals(500, text("log").length());
    }

    @Test
    void filesOfARunThatKeptMoreGoToo() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.writeString(directory.resolve("log." + i), i + "\n");
        }
        Files.writeString(directory.resolve("log.7"), "not in the row\n");
        try (RotatingTarget target = target(new Rotation(100, Rotation.NEVER, 2))) {
            write(target, LINE);
            target.flush();
            write(target, LINE);
        }
        assertEquals(List.of("log", "log.1", "log.2", "log.7"), files());
        assertEquals(LINE, text("log.1"));
        assertEquals("1\n", text("log.2"));
    }

    @Test
    void aFileIsPutAsideAtTheFullHour() throws IOException {
        try (RotatingTarget target = target(new Rotation(Rotation.NEVER, 3600, 5))) {
            write(target, "10 h\n");
            target.flush();
            now = Instant.parse("2026-11-22T10:59:59Z");
            target.flush();
            assertEquals(List.of("log"), files());

            now = Instant.parse("2026-11-22T11:00:00Z");
            target.flush();
            assertEquals(List.of("log", "log.1"), files());
            assertEquals("10 h\n", text("log.1"));
            assertEquals("", text("log"));

            now = Instant.parse("2026-11-22T13:30:00Z"); // nothing was written at 12
            target.flush();
            write(target, "13 h\n");
            target.flush();
            assertEquals(List.of("log", "log.1"), files());

            now = Instant.parse("2026-11-22T14:00:01Z");
            write(target, "14 h\n"); // after the hour and before its flush
            target.flush();
        }
        assertEquals("13 h\n", text("log.1"));
        assertEquals("10 h\n", text("log.2"));
        assertEquals("14 h\n", text("log"));
    }

    @Test
    void aFileOfAnEarlierHourIsPutAsideAfterARestart() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "9 h\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-22T09:59:59Z")));
        try (RotatingTarget target = target(new Rotation(Rotation.NEVER, 3600, 5))) {
            write(target, "10 h\n");
        }
        assertEquals("9 h\n", text("log.1"));
        assertEquals("10 h\n", text("log"));
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAgain() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "one\n");
            target.flush();
            Files.move(directory.resolve("log"), directory.resolve("log-20261122"));
            now = now.plusSeconds(1);
            write(target, "two\n");
            target.flush();
            assertEquals("one\n", text("log-20261122"));
            assertEquals("two\n", text("log"));
        }
    }

    @Test
    void theNameIsLookedAtOnceInASecond() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "one\n");
            target.flush();
            Files.move(directory.resolve("log"), directory.resolve("log-20261122"));
            now = now.plusMillis(999);
            write(target, "still there\n");
            target.flush();
            assertEquals(List.of("log-20261122"), files());

            now = now.plusMillis(1);
            write(target, "two\n");
            target.flush();
            Files.delete(directory.resolve("log"));
            write(target, "into what was deleted\n");
            target.flush();
            assertEquals("one\nstill there\n", text("log-20261122"));
            assertEquals(List.of("log-20261122"), files());

            now = now.minusSeconds(60); // the clock was set
            write(target, "three\n");
            target.flush();
            assertEquals("three\n", text("log"));
        }
    }

    @Test
    void whatSomebodyElseHasPutAsideIsNotPutAsideAgain() throws IOException {
        try (RotatingTarget target = target(new Rotation(150, 3600, 5))) {
            write(target, LINE);
            target.flush();
            Files.move(directory.resolve("log"), directory.resolve("log-20261122"));
            write(target, LINE); // too much for the old file, in the same second
            target.flush();
            assertEquals(List.of("log", "log-20261122"), files());

            Files.move(directory.resolve("log"), directory.resolve("log-20261123"));
            now = Instant.parse("2026-11-22T11:00:00Z");
            target.flush(); // nothing to write at the full hour
        }
        assertEquals(List.of("log", "log-20261122", "log-20261123"), files());
        assertEquals(List.of(), notices);
    }

    @Test
    void afterReopenNothingIsAddedToTheOldFile() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "one\n");
            target.flush();
            Files.move(directory.resolve("log"), directory.resolve("log-20261122"));
            target.reopen();
            assertEquals("", text("log")); // there although nothing was written
            assertEquals("one\n", text("log-20261122"));
        }
    }

    @Test
    void aFileThatWasEmptiedGoesOnAtItsBeginning() throws IOException {
        try (RotatingTarget target = target(new Rotation(250, Rotation.NEVER, 2))) {
            write(target, LINE, LINE);
            target.flush();
            Files.write(
                    directory.resolve("log"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            write(target, LINE, LINE); // not too long any more
            target.flush();
        }
        assertEquals(LINE + LINE, text("log"));
        assertEquals(List.of("log"), files());
    }

    @Test
    void aFullDiskLosesWholeLinesAndSaysSoOnce() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: needs /dev/full");
        RotatingTarget target = new RotatingTarget(full, Rotation.none(), () -> now, notices::add);
        write(target, "one\n", "two\n");
        target.flush();
        write(target, "three\n");
        target.flush();

        assertEquals(3, target.lostLines());
        String first = notices.get(0);
        assertEquals(
                "/dev/full: cannot be written: No space left on device; lines are lost until it"
                        + " can",
                first);
        assertEquals(1, notices.stream().filter(first::equals).count());
        assertThrows(IOException.class, target::close);
        target.close();
    }

    @Test
    void aDirectoryThatIsGoneLosesLinesUntilItIsBack() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));
        try (RotatingTarget target =
                new RotatingTarget(
                        below.resolve("log"), Rotation.none(), () -> now, notices::add)) {
            Files.delete(below.resolve("log"));
            Files.delete(below);
            now = now.plusSeconds(1);
            write(target, "one\n");
            target.flush();
            assertEquals(1, target.lostLines());
            Files.createDirectory(below);
            write(target, "two\n"); // is tried again at once
            target.flush();
        }
        assertEquals("two\n", text("below/log"));
        assertEquals(
                List.of(
                        below.resolve("log")
                                + ": cannot be opened for writing: its directory does not exist;"
                                + " lines are lost until it can",
                        below.resolve("log") + ": is written again; 1 lines were lost so far"),
                notices);
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed() {
        Path missing = directory.resolve("missing").resolve("log");
        IOException refusal =
                assertThrows(
                        IOException.class,
                        () ->
                                new RotatingTarget(
                                                missing, Rotation.none(), () -> now, notices::add)
                                        .close());
        assertEquals(
                missing + ": cannot be opened for writing: its directory does not exist",
                refusal.getMessage());
    }

    @Test
    void aLineLongerThanTheBufferIsLostAndNoOtherOne() throws IOException {
        try (RotatingTarget target = target(Rotation.none())) {
            write(target, "one\n", "x".repeat(70_000) + "\n", "two\n");
            assertEquals(1, target.lostLines());
        }
        assertEquals("one\ntwo\n", text("log"));
        assertFalse(files().contains("log.1"));
    }

    private RotatingTarget target(Rotation rotation) throws IOException {
        return new RotatingTarget(directory.resolve("log"), rotation, () -> now, notices::add);
    }

    private static void write(RotatingTarget target, String... lines) {
        for (String line : lines) {
            target.write(line.getBytes(US_ASCII), 0, line.length());
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
