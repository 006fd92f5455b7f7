package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a frame allocates nothing. */
class AllocationTest {
    private static final int PACKETS = 200_000;

    @TempDir private Path directory = Path.of("");

    /** Adds up something of every frame, so that nothing can be left out. */
    private static final class Sum implements FrameHandler {
        long frames;
        long sum;

        @Override
        public void onFrame(
                long timeNs,
                int interfaceId,
                int linkType,
                ByteBuffer buffer,
                int offset,
                int capturedLength,
                int wireLength) {
            frames++;
            sum += timeNs + buffer.get(offset) + capturedLength;
        }
    }

    @Test
    void pollingAPcapFileAllocatesNothingPerFrame() throws IOException {
        assertAllocatesNothing(pcap("a", 0));
    }

    @Test
    void pollingAPcapngFileAllocatesNothingPerFrame() throws IOException {
        PcapngBytes file = new PcapngBytes(ByteOrder.LITTLE_ENDIAN).withResolution(1, 9, 0);
        byte[] data = new byte[60];
        for (int i = 0; i < PACKETS; i++) {
            file.enhanced(0, i, data);
        }
        assertAllocatesNothing(Files.write(directory.resolve("ng"), file.toArray()).toString());
    }

    @Test
    void pollingASnoopFileAllocatesNothingPerFrame() throws IOException {
        SnoopBytes file = SnoopBytes.ethernet();
        byte[] data = new byte[60];
        for (int i = 0; i < PACKETS; i++) {
            file.packet(i, 0, data);
        }
        assertAllocatesNothing(Files.write(directory.resolve("s"), file.toArray()).toString());
    }

    @Test
    void decompressingAllocatesNothingPerFrame() throws IOException {
        byte[] plain = Files.readAllBytes(Path.of(pcap("a", 0)));
        for (byte[] file : List.of(Compressed.lz4(plain), Compressed.xz(plain))) {
            assertAllocatesNothing(Files.write(directory.resolve("c"), file).toString());
        }
    }

    @Test
    void mergingFilesAllocatesNothingPerFrame() throws IOException {
        assertAllocatesNothing(pcap("a", 0), pcap("b", 1), pcap("c", 2));
    }

    private String pcap(String name, int shiftMicros) throws IOException {
        PcapBytes file = PcapBytes.littleEndianMicros();
        byte[] data = new byte[60];
        for (int i = 0; i < PACKETS; i++) {
            file.packet(i, shiftMicros, data);
        }
        return Files.write(directory.resolve(name), file.toArray()).toString();
    }

    private static void assertAllocatesNothing(String... names) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Sum sum = new Sum();
        try (CaptureSource source =
                Sources.open(List.of(names), false, InputStream.nullInputStream())) {
            // The first frames load classes and link calls.
            for (int i = 0; i < 100; i++) {
                source.poll(sum, 256);
            }
            long framesBefore = sum.frames;
            long before = threads.getCurrentThreadAllocatedBytes();
            while (source.poll(sum, 256) != FrameSource.END_OF_CAPTURE) {
                // on to the next frames
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            long frames = sum.frames - framesBefore;
            assertEquals((long) PACKETS * names.length, sum.frames);
            assertTrue(sum.sum > 0);
            // A read of 256 KiB may cost the JDK an object or two; a frame may not.
            assertTrue(
                    allocated < frames / 4,
                    () -> allocated + " bytes allocated over " + frames + " frames");
        }
    }
}
