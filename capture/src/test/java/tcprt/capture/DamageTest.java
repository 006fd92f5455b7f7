package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A capture cut off or changed anywhere gives what lies before, and at most one exception. */
class DamageTest {
    private static final int PACKETS = 5;

    static List<byte[]> captures() {
        PcapBytes pcap = PcapBytes.littleEndianMicros();
        PcapngBytes pcapng = new PcapngBytes(ByteOrder.BIG_ENDIAN).withResolution(1, 9, 3);
        pcapng.block(4, pcapng.body().put(new byte[20]));
        SnoopBytes snoop = SnoopBytes.ethernet();
        for (int i = 0; i < PACKETS; i++) {
            byte[] data = new byte[10 + i];
            Arrays.fill(data, (byte) i);
            pcap.packet(1_700_000_000 + i, i, data);
            if (i == 2) {
                pcapng.enhancedAfterDrops(0, i);
            } else {
                pcapng.enhanced(0, i, data).statistics(0, i, 0);
            }
            snoop.packet(1_700_000_000 + i, i, data);
        }
        return List.of(pcap.toArray(), pcapng.toArray(), snoop.toArray());
    }

    static List<byte[]> compressedCaptures() throws IOException {
        byte[] plain = captures().get(0);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        for (byte[] part :
                List.of(
                        Arrays.copyOf(plain, 60),
                        new byte[0],
                        Arrays.copyOfRange(plain, 60, plain.length))) {
            try (GZIPOutputStream member = new GZIPOutputStream(gzip)) {
                member.write(part);
            }
        }
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        zstd.write(Zstd.compress(Arrays.copyOf(plain, 60)));
        zstd.write(Zstd.compress(Arrays.copyOfRange(plain, 60, plain.length)));
        ByteArrayOutputStream lz4 = new ByteArrayOutputStream();
        lz4.write(Compressed.lz4(Arrays.copyOf(plain, 60)));
        lz4.write(Compressed.lz4(Arrays.copyOfRange(plain, 60, plain.length)));
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        xz.write(Compressed.xz(Arrays.copyOf(plain, 60)));
        xz.write(Compressed.xz(Arrays.copyOfRange(plain, 60, plain.length)));
        return List.of(gzip.toByteArray(), zstd.toByteArray(), lz4.toByteArray(), xz.toByteArray());
    }

    @ParameterizedTest
    @MethodSource({"captures", "compressedCaptures"})
    void cutAtAnyByteItGivesThePacketsBeforeTheCut(byte[] capture) {
        List<Reading.Frame> all = Reading.of(capture).complete();
        assertEquals(PACKETS, all.size());
        int last = 0;
        for (int length = 0; length < capture.length; length++) {
            Reading reading = Reading.of(Arrays.copyOf(capture, length));
            int found = reading.frames().size();
            assertTrue(found >= last, "a longer file gave fewer frames");
            last = found;
            assertEquals(all.subList(0, found), reading.frames());
            if (reading.failure() instanceof DamagedCaptureException) {
                assertTrue(
                        reading.message()
                                .endsWith(
                                        "damaged from here on, %d %s traced"
                                                .formatted(
                                                        found, found == 1 ? "packet" : "packets")),
                        reading.message());
            } else {
                // Too short to be called a capture; or between two records, which nothing can tell.
                assertTrue(length < 4 || reading.failure() == null, reading.message());
            }
        }
    }

    @Test
    void aPcapCutAnywhereButBetweenPacketsIsDamaged() {
        byte[] capture = captures().get(0);
        int atBoundaries = 0;
        for (int length = 4; length <= capture.length; length++) {
            Reading reading = Reading.of(Arrays.copyOf(capture, length));
            if (reading.failure() == null) {
                atBoundaries++;
            } else {
                assertInstanceOf(DamagedCaptureException.class, reading.failure());
            }
        }
        // behind the file header and behind each packet
        assertEquals(1 + PACKETS, atBoundaries);
    }

    @ParameterizedTest
    @MethodSource("compressedCaptures")
    void aCompressedStreamCutAnywhereButBetweenItsPartsIsDamaged(byte[] capture) {
        for (int length = 4; length < capture.length; length++) {
            Reading reading = Reading.of(Arrays.copyOf(capture, length));
            // Each part ends inside a packet, or is empty: so whatever is missing, it is noticed.
            assertInstanceOf(DamagedCaptureException.class, reading.failure(), "length " + length);
        }
    }

    @ParameterizedTest
    @MethodSource({"captures", "compressedCaptures"})
    void changedAtAnyByteItGivesFramesAndAtMostOneFailure(byte[] capture) {
        Random random = new Random(2);
        for (int at = 0; at < capture.length; at++) {
            for (int attempt = 0; attempt < 8; attempt++) {
                byte[] changed = capture.clone();
                changed[at] = (byte) (attempt == 0 ? ~changed[at] : random.nextInt(256));
                // Anything that is not an IOException fails the test by coming out here.
                Reading reading = Reading.of(changed);
                assertNotNull(reading.message());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void framesBeforeAChangedByteAreTheSame(byte[] capture) {
        List<Reading.Frame> all = Reading.of(capture).complete();
        for (int at = 4; at < capture.length; at++) {
            byte[] changed = capture.clone();
            changed[at] ^= (byte) 0xff;
            int whole = Reading.of(Arrays.copyOf(capture, at)).frames().size();

            List<Reading.Frame> frames = Reading.of(changed).frames();
            assertEquals(all.subList(0, whole), frames.subList(0, whole));
        }
    }

    @Test
    void theFailureStaysWhatItIs() throws IOException {
        byte[] capture = captures().get(0);
        try (CaptureSource source =
                Sources.open(
                        List.of("-"),
                        false,
                        new ByteArrayInputStream(Arrays.copyOf(capture, capture.length - 1)))) {
            String first = Reading.drain(source, new Reading.Collector()).message();
            Reading again = Reading.drain(source, new Reading.Collector());

            assertEquals(List.of(), again.frames());
            assertEquals(first, again.message());
        }
    }

    @Test
    void randomBytesBehindAMagicNeverDoMoreThanFail() {
        Random random = new Random(3);
        for (byte[] capture : captures()) {
            for (int i = 0; i < 2000; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                System.arraycopy(
                        capture, 0, noise, 0, Math.min(noise.length, 4 + random.nextInt(60)));
                assertNotNull(Reading.of(noise).message());
            }
        }
    }
}
