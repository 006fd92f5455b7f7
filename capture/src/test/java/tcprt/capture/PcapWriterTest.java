package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {
    private static final int ETHERNET = 1;
    private static final long NEVER_FULL = Long.MAX_VALUE;

    @TempDir private Path directory = Path.of("");

    private Path file() {
        return directory.resolve("a.pcap");
    }

    private static void write(PcapWriter writer, long timeNs, byte[] bytes, int wireLength) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 3).put(3, bytes);
        writer.onFrame(timeNs, 0, ETHERNET, buffer, 3, bytes.length, wireLength);
    }

    @Test
    void fileIsWhatTheFormatSays() throws IOException {
        try (PcapWriter writer = new PcapWriter(file(), ETHERNET, 262144, NEVER_FULL)) {
            write(writer, 1_700_000_000_123_456_789L, new byte[] {1, 2, 3}, 60);
        }
        assertEquals(
                "a1b23c4d 0002 0004 00000000 00000000 00040000 00000001"
                        + " 6553f100 075bcd15 00000003 0000003c 010203",
                HexFormat.of()
                        .formatHex(Files.readAllBytes(file()))
                        .replaceFirst(
                                "(.{8})(....)(....)(.{8})(.{8})(.{8})(.{8})"
                                        + "(.{8})(.{8})(.{8})(.{8})",
                                "$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 "));
    }

    @Test
    void framesOfAnySizeAreReadBackFromAllFiles() throws IOException {
        List<Reading.Frame> written = new ArrayList<>();
        try (PcapWriter writer = new PcapWriter(file(), ETHERNET, 262144, 1_000_000)) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[i == 150 ? 262_144 : 1 + i * 40];
                bytes[bytes.length - 1] = (byte) i;
                long timeNs = 1_700_000_000_000_000_000L + i;
                write(writer, timeNs, bytes, bytes.length + i);
                written.add(
                        new Reading.Frame(
                                timeNs,
                                0,
                                ETHERNET,
                                bytes.length + i,
                                HexFormat.of().formatHex(bytes)));
            }
        }
        int files = 0;
        List<Reading.Frame> read = new ArrayList<>();
        for (Path file = file(); Files.exists(file); file = directory.resolve("a.pcap." + files)) {
            assertTrue(Files.size(file) <= 1_000_000, file.toString());
            read.addAll(Reading.of(file).frames());
            files++;
        }
        assertEquals(3, files); // 1.8 MB and a frame larger than the buffer
        assertEquals(written, read);
    }

    @Test
    void fileThatExistsIsKept() throws IOException {
        Files.writeString(file(), "evidence");
        new PcapWriter(file(), ETHERNET, 262144, NEVER_FULL).close();
        assertEquals("evidence", Files.readString(file()));
        assertEquals(24, Files.size(directory.resolve("a.pcap.1")));
        assertFalse(Files.exists(directory.resolve("a.pcap.2")));
    }

    @Test
    void placeThatCannotBeWrittenIsNamed() {
        Path file = directory.resolve("no-such-directory/a.pcap");
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> new PcapWriter(file, ETHERNET, 262144, NEVER_FULL));
        assertEquals(file + ": cannot be written: its directory does not exist", e.getMessage());
    }

    @Test
    void nothingIsAllocatedPerFrame() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        ByteBuffer frame = ByteBuffer.allocateDirect(100);
        try (PcapWriter writer = new PcapWriter(file(), ETHERNET, 262144, NEVER_FULL)) {
            long allocated = 0;
            for (int round = 0; round < 3; round++) {
                long before = threads.getThreadAllocatedBytes(thread);
                for (int i = 0; i < 100_000; i++) {
                    writer.onFrame(i, 0, ETHERNET, frame, 0, 100, 100);
                }
                allocated = threads.getThreadAllocatedBytes(thread) - before;
            }
            assertTrue(allocated < 100_000, allocated + " bytes for 100000 frames");
        }
    }
}
