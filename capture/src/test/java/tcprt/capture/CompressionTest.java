package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionTest {
    private static final byte[] NOISE = new byte[200_000];

    static {
        // Compresses to half its size: neither stored as it is nor small.
        Random random = new Random(1);
        for (int i = 0; i < NOISE.length; i++) {
            NOISE[i] = (byte) random.nextInt(16);
        }
    }

    /** About 2 MB, so that every buffer is filled several times. */
    private static byte[] capture() {
        PcapBytes pcap = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 10; i++) {
            pcap.packet(1_700_000_000 + i, 0, NOISE);
        }
        return pcap.toArray();
    }

    private static byte[] gzip(byte[]... members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] member : members) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(member);
            }
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void anyNumberOfGzipMembersIsOneStream() throws IOException {
        byte[] plain = capture();
        byte[][] members = new byte[20_000][];
        for (int i = 0; i < members.length; i++) {
            int from = (int) ((long) plain.length * i / members.length);
            int to = (int) ((long) plain.length * (i + 1) / members.length);
            members[i] = i % 2 == 0 ? new byte[0] : Arrays.copyOfRange(plain, from, to);
            if (i % 2 == 1) {
                int before = (int) ((long) plain.length * (i - 1) / members.length);
                members[i] = Arrays.copyOfRange(plain, before, to);
            }
        }

        assertEquals(Reading.of(plain).frames(), Reading.of(gzip(members)).complete());
    }

    @Test
    void optionalGzipHeaderFieldsAreSkipped() throws IOException {
        byte[] plain = gzip(capture());
        // FEXTRA, FNAME, FCOMMENT, FHCRC
        byte[] header = {31, (byte) 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
        byte[] fields = {3, 0, 1, 2, 3, 'a', 0, 'b', 'c', 0, 9, 9};
        byte[] file = joined(header, fields, Arrays.copyOfRange(plain, 10, plain.length));

        assertEquals(10, Reading.of(file).complete().size());
    }

    @Test
    void zerosBehindTheLastGzipMemberArePadding() throws IOException {
        assertEquals(10, Reading.of(joined(gzip(capture()), new byte[100_000])).complete().size());
    }

    @Test
    void somethingElseBehindAGzipMemberIsDamage() throws IOException {
        byte[] file = joined(gzip(capture()), new byte[] {0, 0, 'x'});

        Reading reading = Reading.of(file);
        assertEquals(10, reading.frames().size());
        // 24 + 10 * (16 + 200000)
        assertEquals(
                "standard input: the compressed stream continues with something that is not a gzip"
                        + " member at byte 2000184 of the decompressed stream, where packet 11 is"
                        + " awaited; damaged from here on, 10 packets traced",
                reading.message());
    }

    @Test
    void aWrongGzipChecksumIsDamage() throws IOException {
        byte[] file = gzip(capture());
        file[file.length - 8] ^= 1;

        Reading reading = Reading.of(file);
        assertEquals(10, reading.frames().size());
        assertInstanceOf(DamagedCaptureException.class, reading.failure());
        assertTrue(reading.message().contains("what was read of it may be wrong"));
    }

    @Test
    void framesBeforeCorruptDataAreHandedOver() throws IOException {
        byte[] gzip = gzip(capture());
        ByteArrayOutputStream zstdOut = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(zstdOut)) {
            out.setChecksum(true).write(capture());
        }
        byte[] zstd = zstdOut.toByteArray();
        for (byte[] file : new byte[][] {gzip, zstd}) {
            // overwrites what lies in the second half, which cannot stay unnoticed
            Arrays.fill(file, file.length / 2, file.length / 2 + 5000, (byte) 0xff);

            Reading reading = Reading.of(file);
            assertInstanceOf(DamagedCaptureException.class, reading.failure());
            // Everything that was whole before the corruption, less what the codec had not given
            // yet.
            int frames = reading.frames().size();
            assertTrue(frames >= 3 && frames < 10, reading.message());
            assertTrue(reading.message().contains("of the decompressed stream"));
        }
    }

    @Test
    void zstdFramesAndSkippableFramesAreOneStream() {
        byte[] plain = capture();
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7};
        byte[] file =
                joined(
                        skippable,
                        Zstd.compress(Arrays.copyOf(plain, 1000)),
                        skippable,
                        Zstd.compress(new byte[0]),
                        Zstd.compress(Arrays.copyOfRange(plain, 1000, plain.length)));

        assertEquals(Reading.of(plain).frames(), Reading.of(file).complete());
    }

    @Test
    void aCompressedFileIsNotDecompressedTwice() throws IOException {
        Reading reading = Reading.of(gzip(gzip(capture())));
        assertTrue(
                reading.message()
                        .startsWith("standard input: begins with 1f 8b 08 00 once decompressed;"),
                reading.message());
    }

    @Test
    void progressCountsBytesAsStored(@TempDir Path directory) throws IOException {
        byte[] bytes = gzip(capture());
        Path file = Files.write(directory.resolve("web.pcap"), bytes);
        try (CaptureSource source =
                Sources.open(List.of(file.toString()), false, InputStream.nullInputStream())) {
            assertEquals(bytes.length, source.bytesTotal());
            assertNull(Reading.drain(source, new Reading.Collector()).failure());
            assertEquals(bytes.length, source.bytesRead());
        }
    }
}
