package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by every way in which a capture file may come. */
class FileSourceKindsTest {
    private static byte[] pcap(ByteOrder order, int magic) {
        return pcap(order, magic, 0, FrameSourceContract.COUNT, 1);
    }

    private static byte[] pcap(ByteOrder order, int magic, int from, int to, int step) {
        PcapBytes file = new PcapBytes(order, magic);
        for (int i = from; i < to; i += step) {
            long timeNs = FrameSourceContract.timeNs(i);
            int unitNs = magic == PcapBytes.NANOS ? 1 : 1000;
            file.packet(
                    timeNs / 1_000_000_000L,
                    timeNs % 1_000_000_000L / unitNs,
                    FrameSourceContract.frameBytes(i));
        }
        return file.toArray();
    }

    private static byte[] pcapng(ByteOrder order) {
        PcapngBytes file = new PcapngBytes(order).withResolution(1, 9, 1_600_000_000L);
        for (int i = 0; i < FrameSourceContract.COUNT; i++) {
            file.enhanced(
                    0,
                    FrameSourceContract.timeNs(i) - 1_600_000_000_000_000_000L,
                    FrameSourceContract.frameBytes(i));
            if (i % 100 == 0) {
                file.statistics(0, i, 0);
            }
        }
        return file.toArray();
    }

    private static byte[] snoop() {
        SnoopBytes file = SnoopBytes.ethernet();
        for (int i = 0; i < FrameSourceContract.COUNT; i++) {
            long micros = FrameSourceContract.timeNs(i) / 1000;
            file.packet(micros / 1_000_000, micros % 1_000_000, FrameSourceContract.frameBytes(i));
        }
        return file.toArray();
    }

    private static FrameSource opened(Path directory, byte[]... files) throws IOException {
        String[] names = new String[files.length];
        for (int i = 0; i < files.length; i++) {
            Path file = directory.resolve("capture" + i + ".bin");
            names[i] = Files.write(file, files[i]).toString();
        }
        return Sources.open(List.of(names), false, InputStream.nullInputStream());
    }

    private abstract static class OneFile extends FrameSourceContract {
        @TempDir Path directory = Path.of("");

        abstract byte[] bytes() throws IOException;

        @Override
        FrameSource open() throws IOException {
            return opened(directory, bytes());
        }
    }

    @Nested
    class PcapLittleEndianMicros extends OneFile {
        @Override
        byte[] bytes() {
            return pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS);
        }
    }

    @Nested
    class PcapBigEndianNanos extends OneFile {
        @Override
        byte[] bytes() {
            return pcap(ByteOrder.BIG_ENDIAN, PcapBytes.NANOS);
        }
    }

    @Nested
    class PcapModified extends OneFile {
        @Override
        byte[] bytes() {
            return pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MODIFIED);
        }
    }

    @Nested
    class PcapngLittleEndian extends OneFile {
        @Override
        byte[] bytes() {
            return pcapng(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Nested
    class PcapngBigEndian extends OneFile {
        @Override
        byte[] bytes() {
            return pcapng(ByteOrder.BIG_ENDIAN);
        }
    }

    @Nested
    class Snoop extends OneFile {
        @Override
        byte[] bytes() {
            return snoop();
        }
    }

    @Nested
    class Gzip extends OneFile {
        @Override
        byte[] bytes() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS));
            }
            return out.toByteArray();
        }
    }

    @Nested
    class ZstdOfPcapng extends OneFile {
        @Override
        byte[] bytes() {
            return Zstd.compress(pcapng(ByteOrder.LITTLE_ENDIAN));
        }
    }

    @Nested
    class Lz4OfSnoop extends OneFile {
        @Override
        byte[] bytes() throws IOException {
            return Compressed.lz4(snoop());
        }
    }

    @Nested
    class XzOfPcap extends OneFile {
        @Override
        byte[] bytes() throws IOException {
            return Compressed.xz(pcap(ByteOrder.BIG_ENDIAN, PcapBytes.MICROS));
        }
    }

    @Nested
    class StandardInput extends FrameSourceContract {
        @Override
        FrameSource open() throws IOException {
            return Sources.open(
                    List.of("-"),
                    false,
                    new ByteArrayInputStream(pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS)));
        }
    }

    /** Gives one byte at a time, as a slow terminal would. */
    @Nested
    class StandardInputInSmallPieces extends FrameSourceContract {
        @Override
        FrameSource open() throws IOException {
            byte[] bytes = pcapng(ByteOrder.LITTLE_ENDIAN);
            InputStream slow =
                    new ByteArrayInputStream(bytes) {
                        @Override
                        public synchronized int read(byte[] target, int offset, int length) {
                            return super.read(target, offset, Math.min(length, 13));
                        }
                    };
            return Sources.open(List.of("-"), false, slow);
        }
    }

    @Nested
    class NamedPipe extends FrameSourceContract {
        @TempDir Path directory = Path.of("");

        @Override
        FrameSource open() throws IOException {
            Path pipe = directory.resolve("pipe" + System.nanoTime());
            assumeTrue(NamedPipeTest.made(pipe), "needs mkfifo");
            Thread writer =
                    new Thread(
                            () -> {
                                try {
                                    Files.write(
                                            pipe, pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS));
                                } catch (IOException e) {
                                    // The reader closed the pipe before the end, as one test does.
                                    assertEquals("Broken pipe", e.getMessage());
                                }
                            });
            writer.setDaemon(true);
            writer.start();
            return Sources.open(List.of(pipe.toString()), false, InputStream.nullInputStream());
        }
    }

    /**
     * Frames 0, 3, 6... in one file, 1, 4, 7... in the next: each frame comes from another file.
     */
    @Nested
    class ThreeFilesInterleaved extends FrameSourceContract {
        @TempDir Path directory = Path.of("");

        @Override
        FrameSource open() throws IOException {
            byte[][] files = new byte[3][];
            for (int i = 0; i < 3; i++) {
                files[i] = pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS, i, COUNT, 3);
            }
            return oneInterface(opened(directory, files));
        }
    }

    /** A rotated set, named in the wrong order. */
    @Nested
    class FilesOneAfterTheOther extends FrameSourceContract {
        @TempDir Path directory = Path.of("");

        @Override
        FrameSource open() throws IOException {
            byte[][] files = new byte[10][];
            for (int i = 0; i < 10; i++) {
                int from = (9 - i) * COUNT / 10;
                files[i] =
                        pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS, from, from + COUNT / 10, 1);
            }
            return oneInterface(opened(directory, files));
        }
    }

    @Nested
    class FollowedFile extends OneFile {
        @Override
        boolean ends() {
            return false;
        }

        @Override
        byte[] bytes() {
            return pcap(ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS);
        }

        @Override
        FrameSource open() throws IOException {
            Path file = Files.write(directory.resolve("growing.pcap"), bytes());
            return Sources.open(List.of(file.toString()), true, InputStream.nullInputStream());
        }
    }

    /** Files of one capture have interfaces of their own; the contract's frames have only one. */
    private static FrameSource oneInterface(FrameSource source) {
        return new FrameSource() {
            @Override
            public int poll(FrameHandler handler, int frameLimit) throws IOException {
                return source.poll(
                        (timeNs, interfaceId, linkType, buffer, offset, captured, wire) ->
                                handler.onFrame(
                                        timeNs, 0, linkType, buffer, offset, captured, wire),
                        frameLimit);
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }
}
