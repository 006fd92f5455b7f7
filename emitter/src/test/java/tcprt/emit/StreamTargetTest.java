package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcprt.task.TcpRtRecord;

class StreamTargetTest {
    private static final byte[] LINE = "V6 one line \n".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path directory;

    @Test
    void everyWriteToTheStreamIsWholeLines() throws IOException {
        List<String> pieces = new ArrayList<>();
        OutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        pieces.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
                    }
                };
        String line = new String(LINE, StandardCharsets.US_ASCII);
        try (StreamTarget target = new StreamTarget("test", out)) {
            for (int i = 0; i < 20_000; i++) {
                target.write(LINE, 0, LINE.length);
            }
            target.flush();
            int flushed = pieces.size();
            target.flush();
            assertEquals(flushed, pieces.size());
            byte[] longer = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            target.write(LINE, 0, LINE.length);
            target.write(longer, 1, 99_999);
        }
        for (String piece : pieces.subList(0, pieces.size() - 1)) {
            assertTrue(piece.endsWith("\n"), piece);
        }
        assertTrue(pieces.size() < 20, pieces.size() + " writes for 260 kB");
        assertEquals(line.repeat(20_001) + "x".repeat(99_999), String.join("", pieces));
    }

    @Test
    void aFileIsAppendedTo() throws IOException {
        Path file = directory.resolve("rt-network-log0");
        for (int i = 0; i < 2; i++) {
            try (StreamTarget target =
                    StreamTarget.file(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                target.write(LINE, 3, 10);
            }
        }
        assertEquals("one line \none line \n", Files.readString(file));
    }

    @Test
    void whatCannotBeOpenedIsNamedWithTheReason() throws IOException {
        Path file = Files.createFile(directory.resolve("rt-network-log0"));
        IOException exists =
                assertThrows(
                        IOException.class,
                        () -> StreamTarget.file(file, StandardOpenOption.CREATE_NEW));
        assertEquals(file + ": cannot be opened for writing: it exists", exists.getMessage());

        Path lost = directory.resolve("no/rt-network-log0");
        IOException absent =
                assertThrows(
                        IOException.class,
                        () -> StreamTarget.file(lost, StandardOpenOption.CREATE_NEW));
        assertEquals(
                lost + ": cannot be opened for writing: its directory does not exist",
                absent.getMessage());
    }

    @Test
    void aFullDiskIsAnErrorThatNamesTheFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        TcpRtRecord record = RecordText.parse("V6 N 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 1 9 ");
        LineSink sink =
                new LineSink(
                        new LineFormatter(Ipv6Text.REAL),
                        StreamTarget.file(full, StandardOpenOption.WRITE));

        UncheckedIOException failure =
                assertThrows(
                        UncheckedIOException.class,
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                sink.onRecord(record);
                            }
                        });
        sink.close(); // what failed is not tried again

        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("/dev/full: cannot be written: "), message);
    }

    @Test
    void aReaderThatHasGoneIsNotAFailureLikeOthers() throws IOException {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no /bin/sh here");
        Process deaf = new ProcessBuilder("/bin/sh", "-c", "exec <&-; echo gone; sleep 60").start();
        try (InputStream said = deaf.getInputStream()) {
            assertEquals("gone\n", new String(said.readNBytes(5), StandardCharsets.US_ASCII));
            StreamTarget target = new StreamTarget("standard output", deaf.getOutputStream());
            target.write(LINE, 0, LINE.length);
            assertThrows(BrokenPipeException.class, target::close);
        } finally {
            deaf.destroyForcibly();
        }
    }
}
