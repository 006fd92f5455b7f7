package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
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
        byte[] lz4 = Compressed.lz4(capture());
        byte[] xz = Compressed.xz(capture());
        for (byte[] file : new byte[][] {gzip, zstd, lz4, xz}) {
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

    /** Worked by hand: two copies of a packet, said as "the 36 bytes 36, and 72, bytes ago". */
    @Test
    void anLz4BlockMayCopyFromBlocksBeforeIt() {
        byte[] data = new byte[20];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        byte[] first = PcapBytes.littleEndianMicros().packet(7, 0, data).toArray();
        // Blocks depend on each other, 64 KiB; then 60 bytes as they are.
        Bytes file = lz4Header("4040c0").u32(0x8000_003cL).put(first);
        // No literals and 31 bytes copied (4 + 15 + 12), 5 literals to end with.
        String tail = "0c500f10111213";
        file.u32(10).put(HexFormat.of().parseHex("0f2400" + tail));
        file.u32(10).put(HexFormat.of().parseHex("0f4800" + tail)).u32(0);

        List<Reading.Frame> frames = Reading.of(file.toArray()).complete();
        assertEquals(3, frames.size());
        for (Reading.Frame frame : frames) {
            assertEquals(
                    new Reading.Frame(
                            7_000_000_000L, 0, 1, 20, "000102030405060708090a0b0c0d0e0f10111213"),
                    frame);
        }
    }

    @Test
    void anIndependentLz4BlockMayNot() {
        byte[] first = PcapBytes.littleEndianMicros().packet(7, 0, new byte[20]).toArray();
        Bytes file = lz4Header("604082").u32(0x8000_003cL).put(first);
        file.u32(10).put(HexFormat.of().parseHex("0f24000c500f10111213")).u32(0);

        Reading reading = Reading.of(file.toArray());
        assertEquals(1, reading.frames().size());
        assertTrue(
                reading.message()
                        .startsWith(
                                "standard input: the compressed stream has a block that does not decompress"),
                reading.message());
    }

    private static Bytes lz4Header(String descriptor) {
        return Bytes.in(ByteOrder.LITTLE_ENDIAN)
                .u32(0x184d2204)
                .put(HexFormat.of().parseHex(descriptor));
    }

    @Test
    void lz4FramesAndSkippableFramesAreOneStream() throws IOException {
        byte[] plain = capture();
        byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7};
        byte[] file =
                joined(
                        Compressed.lz4(new byte[0]),
                        skippable,
                        Compressed.lz4(Arrays.copyOf(plain, 1000)),
                        skippable,
                        Compressed.lz4(Arrays.copyOfRange(plain, 1000, plain.length)));

        assertEquals(Reading.of(plain).frames(), Reading.of(file).complete());
    }

    @Test
    void aWrongLz4ContentChecksumIsDamage() throws IOException {
        byte[] file = Compressed.lz4(capture());
        file[file.length - 1] ^= 1;

        Reading reading = Reading.of(file);
        assertEquals(10, reading.frames().size());
        assertInstanceOf(DamagedCaptureException.class, reading.failure());
        assertTrue(reading.message().contains("what was read of it may be wrong"));
    }

    @Test
    void whatAnLz4FrameCannotBeIsDamage() {
        assertLz4Damage("has lz4 frame version 2, read is version 1", "8040");
        assertLz4Damage("wants a dictionary, which a capture does not have", "4140");
        assertLz4Damage("has lz4 block size code 3, allowed are 4 to 7", "4030");
        assertLz4Damage("has a frame header with checksum c0 that says c1", "4040c1");
        assertLz4Damage("has a block of 65537 bytes, its frame allows 65536", "4040c001000100");
        assertLz4Damage("ends inside an lz4 frame", "4040c00200000000");
    }

    private static void assertLz4Damage(String expected, String descriptor) {
        Reading reading = Reading.of(lz4Header(descriptor).toArray());
        assertEquals(
                "standard input: the compressed stream "
                        + expected
                        + " at byte 0 of the decompressed stream, where packet 1 is awaited; damaged"
                        + " from here on, 0 packets traced",
                reading.message());
    }

    @Test
    void xzStreamsAndPaddingAreOneStream() throws IOException {
        byte[] plain = capture();
        byte[] file =
                joined(
                        Compressed.xz(Arrays.copyOf(plain, 1000)),
                        new byte[8],
                        Compressed.xz(new byte[0]),
                        Compressed.xz(Arrays.copyOfRange(plain, 1000, plain.length)),
                        new byte[4]);

        assertEquals(Reading.of(plain).frames(), Reading.of(file).complete());
    }

    @Test
    void anXzFileThatAsksForTooMuchMemoryIsRefused() throws IOException {
        byte[] file = Compressed.xz(PcapBytes.littleEndianMicros().packet(1, 0).toArray());
        // The block header behind the 12 bytes of the stream header: size, flags, filter LZMA2 with
        // one byte that stands for the window, 3 bytes of padding, a CRC32.
        assertEquals("0200210108000000", HexFormat.of().formatHex(file, 12, 20));
        file[16] = 37; // 3 << 29 bytes, 1.5 GiB
        CRC32 crc = new CRC32();
        crc.update(file, 12, 8);
        for (int i = 0; i < 4; i++) {
            file[20 + i] = (byte) (crc.getValue() >>> (8 * i));
        }

        Reading reading = Reading.of(file);
        assertFalse(reading.failure() instanceof DamagedCaptureException);
        assertEquals(
                "standard input: cannot be read at byte 0 of the decompressed stream: its xz stream"
                        + " needs 1537 MiB of memory, the limit is 256; pipe it in with xz -dc, as"
                        + " file -",
                reading.message());
    }

    @Test
    void anErrorWhileReadingACompressedFileIsNotDamage() throws IOException {
        for (byte[] file : List.of(Compressed.xz(capture()), Compressed.lz4(capture()))) {
            InputStream broken =
                    new SequenceInputStream(
                            new ByteArrayInputStream(file, 0, file.length / 2),
                            new InputStream() {
                                @Override
                                public int read() throws IOException {
                                    throw new IOException("Input/output error");
                                }

                                @Override
                                public int read(byte[] target, int offset, int length)
                                        throws IOException {
                                    return read();
                                }
                            });
            Reading reading = Reading.of(broken, "-");
            assertFalse(reading.failure() instanceof DamagedCaptureException);
            assertTrue(reading.message().endsWith(": Input/output error"), reading.message());
        }
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
