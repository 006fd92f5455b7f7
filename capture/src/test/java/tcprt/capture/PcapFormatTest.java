package tcprt.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapFormatTest {
    /** Byte for byte from draft-ietf-opsawg-pcap, so that the builder is checked as well. */
    @Test
    void theBytesOfTheSpecificationAreOnePacket() {
        String file =
                "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                        + "00f15365 40e20100 03000000 3c000000 0a0b0c";
        byte[] bytes = HexFormat.of().parseHex(file.replace(" ", ""));

        // 0x6553f100 = 1700000000, 0x0001e240 = 123456, 0x3c = 60
        assertEquals(
                List.of(new Reading.Frame(1_700_000_000_123_456_000L, 0, 1, 60, "0a0b0c")),
                Reading.of(bytes).complete());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fractionsAreMicrosecondsOrNanosecondsAsTheMagicSays(boolean bigEndian) {
        ByteOrder order = bigEndian ? BIG_ENDIAN : LITTLE_ENDIAN;
        for (int magic : new int[] {PcapBytes.MICROS, PcapBytes.NANOS, PcapBytes.MODIFIED}) {
            byte[] file =
                    new PcapBytes(order, magic)
                            .packet(1_700_000_000, 999_999, new byte[] {1, 2, 3})
                            .packet(1_700_000_001, 1, new byte[] {4})
                            .toArray();
            long unitNs = magic == PcapBytes.NANOS ? 1 : 1000;

            assertEquals(
                    List.of(
                            new Reading.Frame(
                                    1_700_000_000_000_000_000L + 999_999 * unitNs,
                                    0,
                                    1,
                                    3,
                                    "010203"),
                            new Reading.Frame(1_700_000_001_000_000_000L + unitNs, 0, 1, 1, "04")),
                    Reading.of(file).complete());
        }
    }

    @Test
    void secondsAreUnsignedAndFractionsMayBeAbsurd() {
        byte[] file =
                PcapBytes.littleEndianMicros()
                        .packet(0xffff_ffffL, 0xffff_ffffL)
                        .packet(0, 0)
                        .toArray();

        // 4294967295 s + 4294967295 us
        assertEquals(List.of(4_294_971_589_967_295_000L, 0L), Reading.of(file).timesNs());
    }

    @Test
    void theUpperHalfOfTheNetworkFieldIsNotPartOfTheLinkType() {
        // 4 bytes of frame check sequence, announced in the upper four bits
        byte[] file =
                new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS, 2, 4, 0x2400_0071)
                        .packet(1, 0)
                        .toArray();

        assertEquals(113, Reading.of(file).complete().get(0).linkType());
    }

    @Test
    void beforeVersion23TheLengthsAreTheOtherWayRound() {
        for (int minor : new int[] {2, 3}) {
            byte[] file =
                    new PcapBytes(BIG_ENDIAN, PcapBytes.MICROS, 2, minor, 1)
                            .packet(1, 0, 60, 2, new byte[] {8, 9})
                            .toArray();

            assertEquals(
                    List.of(new Reading.Frame(1_000_000_000L, 0, 1, 60, "0809")),
                    Reading.of(file).complete());
        }
    }

    @Test
    void aWireLengthBelowTheCapturedOneIsTakenToBeTheCapturedOne() {
        byte[] file =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, 2, 0, new byte[] {8, 9})
                        .packet(1, 0, 0, 0xffff_ffffL)
                        .toArray();

        List<Reading.Frame> frames = Reading.of(file).complete();
        assertEquals(2, frames.get(0).wireLength());
        assertEquals(Integer.MAX_VALUE, frames.get(1).wireLength());
    }

    @Test
    void aFileWithoutPacketsEndsAtOnce() {
        assertEquals(List.of(), Reading.of(PcapBytes.littleEndianMicros().toArray()).complete());
    }

    @Test
    void inVersion23TheSmallerLengthIsTheCapturedOne() {
        byte[] file =
                new PcapBytes(BIG_ENDIAN, PcapBytes.MICROS, 2, 3, 1)
                        .packet(1, 0, 2, 60, new byte[] {8, 9})
                        .toArray();

        assertEquals(
                List.of(new Reading.Frame(1_000_000_000L, 0, 1, 60, "0809")),
                Reading.of(file).complete());
    }

    /** As deepflow's agent writes it: all little-endian but for the version. */
    @Test
    void aVersionInTheWrongByteOrderIsRead() {
        byte[] file =
                new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS, 0x0200, 0x0400, 1)
                        .packet(1, 0, 1, 60, (byte) 8)
                        .toArray();

        assertEquals(
                List.of(new Reading.Frame(1_000_000_000L, 0, 1, 60, "08")),
                Reading.of(file).complete());
    }

    @Test
    void aLargerPacketThanTheLimitIsDamage() {
        byte[] file =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, new byte[100])
                        .packet(2, 0, 9_000_000, 9_000_000, new byte[100])
                        .toArray();

        Reading reading = Reading.of(file);
        assertEquals(1, reading.frames().size());
        assertInstanceOf(DamagedCaptureException.class, reading.failure());
        // 24 + 16 + 100 = 140
        assertEquals(
                "standard input: packet 2 at byte 140 claims 9000000 captured bytes, the limit is"
                        + " 262144; damaged from here on, 1 packet traced",
                reading.message());
    }

    @Test
    void aFileThatEndsInsideAPacketIsDamaged() {
        byte[] file =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, new byte[100])
                        .packet(2, 0, 100, 100, new byte[60])
                        .toArray();

        Reading reading = Reading.of(file);
        assertEquals(1, reading.frames().size());
        assertEquals(
                "standard input: ends inside packet 2, which begins at byte 140, at byte 216;"
                        + " damaged from here on, 1 packet traced",
                reading.message());
    }

    @Test
    void framesLargerThanTheReadBufferMakeItGrow() {
        // The largest packet and its header do not fit in 256 KiB together.
        byte[] largest = new byte[FoundFrame.CAPTURED_LIMIT];
        largest[0] = 1;
        largest[largest.length - 1] = 2;
        byte[] file =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, new byte[70_000])
                        .packet(2, 0, largest)
                        .packet(3, 0, new byte[] {3})
                        .packet(4, 0, largest)
                        .toArray();

        List<Reading.Frame> frames = Reading.of(file).complete();
        String hex = HexFormat.of().formatHex(largest);
        assertEquals(
                List.of("00".repeat(70_000), hex, "03", hex),
                frames.stream().map(Reading.Frame::bytes).toList());
    }
}
