package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnoopFormatTest {
    /** Byte for byte from RFC 1761, so that the builder is checked as well. */
    @Test
    void theBytesOfTheSpecificationAreOnePacket() {
        String file =
                "736e6f6f70000000 00000002 00000004"
                        + "0000003c 00000003 0000001c 00000000 6553f100 0001e240 0a0b0c 00";
        byte[] bytes = HexFormat.of().parseHex(file.replace(" ", ""));

        // 0x6553f100 = 1700000000, 0x0001e240 = 123456, 0x3c = 60, 0x1c = 24 + 3 + 1
        assertEquals(
                List.of(new Reading.Frame(1_700_000_000_123_456_000L, 0, 1, 60, "0a0b0c")),
                Reading.of(bytes).complete());
    }

    @Test
    void paddingIsWhateverTheRecordLengthLeaves() {
        byte[] file =
                SnoopBytes.ethernet()
                        .record(2, 2, 26, 1, 0, new byte[] {1, 2})
                        .record(1, 1, 24 + 1 + 9, 2, 0, new byte[] {3})
                        .raw(new byte[9])
                        .packet(3, 0, new byte[] {4})
                        .toArray();

        assertEquals(
                List.of("0102", "03", "04"),
                Reading.of(file).complete().stream().map(Reading.Frame::bytes).toList());
    }

    @Test
    void datalinkTypesBecomeLinkTypes() {
        // IEEE 802.3, token ring, Ethernet, FDDI; of Solaris 100Base-T, IPv4 and IPv6 tunnels
        assertEquals(1, linkType(0));
        assertEquals(6, linkType(2));
        assertEquals(1, linkType(4));
        assertEquals(10, linkType(8));
        assertEquals(1, linkType(25));
        assertEquals(228, linkType(0x8000_0001L));
        assertEquals(229, linkType(0x8000_0002L));
    }

    @Test
    void aDatalinkTypeWithoutALinkTypeIsMinusOne() {
        // token bus, "other", unassigned
        for (long datalink : new long[] {1, 9, 1000, 0xffff_ffffL}) {
            assertEquals(-1, linkType(datalink));
        }
    }

    private static int linkType(long datalink) {
        byte[] file = new SnoopBytes(2, datalink).packet(1, 0).toArray();
        return Reading.of(file).complete().get(0).linkType();
    }

    @Test
    void theDropsOfTheLastPacketCount() {
        byte[] file =
                SnoopBytes.ethernet()
                        .packet(1, 0)
                        .dropped(3)
                        .packet(2, 0)
                        .dropped(0xffff_ffffL)
                        .packet(3, 0)
                        .toArray();

        assertEquals(0xffff_ffffL, Reading.of(file).dropped());
    }

    @Test
    void secondsAreUnsignedAndMicrosecondsMayBeAbsurd() {
        byte[] file = SnoopBytes.ethernet().packet(0xffff_ffffL, 0xffff_ffffL).toArray();

        // 4294967295 s + 4294967295 us
        assertEquals(List.of(4_294_971_589_967_295_000L), Reading.of(file).timesNs());
    }

    @Test
    void aFileWithoutPacketsEndsAtOnce() {
        assertEquals(List.of(), Reading.of(SnoopBytes.ethernet().toArray()).complete());
    }

    @Test
    void whatARecordCannotBeIsDamage() {
        // 16 + 28 = 44
        assertDamage(
                "packet 2 at byte 44 claims 262145 captured bytes, the limit is 262144;",
                262_145,
                262_169);
        assertDamage(
                "packet 2 at byte 44 has record length 28, its header and 5 captured bytes need 29;",
                5,
                28);
        assertDamage(
                "packet 2 at byte 44 has record length 1048577, the limit is 1048576;",
                5,
                1_048_577);
        assertDamage(
                "ends inside packet 2, which begins at byte 44, at byte 68;", 262_144, 1_048_576);
    }

    private static void assertDamage(String expected, long captured, long record) {
        Reading reading =
                Reading.of(
                        SnoopBytes.ethernet()
                                .packet(1, 0, new byte[] {1})
                                .record(captured, captured, record, 2, 0)
                                .toArray());
        assertEquals(1, reading.frames().size());
        assertInstanceOf(DamagedCaptureException.class, reading.failure());
        assertTrue(reading.message().contains(expected), reading.message());
    }

    @Test
    void anotherVersionIsDamage() {
        assertEquals(
                "standard input: the file header at byte 0 has snoop version 3, read is version 2;"
                        + " damaged from here on, 0 packets traced",
                Reading.of(new SnoopBytes(3, 4).packet(1, 0).toArray()).message());
    }

    @Test
    void halfAnIdentificationIsDamage() {
        byte[] file = SnoopBytes.ethernet().toArray();
        file[7] = 1;

        assertEquals(
                "standard input: the file header at byte 0 continues after \"snoo\" with 70000001,"
                        + " in a snoop file that is 70000000; damaged from here on, 0 packets"
                        + " traced",
                Reading.of(file).message());
    }
}
