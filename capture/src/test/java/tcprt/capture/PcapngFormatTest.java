package tcprt.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngFormatTest {
    private static final long MICROS = 1_700_000_000_123_456L;
    private static final long NS = 1_700_000_000_123_456_000L;

    /** Byte for byte from draft-ietf-opsawg-pcapng, so that the builder is checked as well. */
    @Test
    void theBytesOfTheSpecificationAreOnePacket() {
        String file =
                "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
                        + "01000000 14000000 0100 0000 00000400 14000000"
                        + "06000000 24000000 00000000 240a0600 40b6a3fb 03000000 3c000000"
                        + "0a0b0c00 24000000";
        byte[] bytes = HexFormat.of().parseHex(file.replace(" ", ""));

        // 0x00060a24_fba3b640 microseconds
        assertEquals(
                List.of(new Reading.Frame(0x00060a24_fba3b640L * 1000, 0, 1, 60, "0a0b0c")),
                Reading.of(bytes).complete());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThreeKindsOfPacketBlockAreFrames(boolean bigEndian) {
        ByteOrder order = bigEndian ? BIG_ENDIAN : LITTLE_ENDIAN;
        byte[] file =
                new PcapngBytes(order)
                        .ethernet()
                        .enhanced(0, MICROS, 3, 60, new byte[] {1, 2, 3})
                        .obsolete(0, 0xffff, MICROS + 1, new byte[] {4, 5, 6, 7})
                        .simple(2, new byte[] {8, 9})
                        .toArray();

        assertEquals(
                List.of(
                        new Reading.Frame(NS, 0, 1, 60, "010203"),
                        new Reading.Frame(NS + 1000, 0, 1, 4, "04050607"),
                        new Reading.Frame(NS + 1000, 0, 1, 2, "0809")),
                Reading.of(file).complete());
    }

    @Test
    void aSimplePacketIsCutAtTheSnapLengthOfTheFirstInterface() {
        PcapngBytes file = PcapngBytes.littleEndian();
        file.described(113, 4, file.body()).ethernet().simple(60, new byte[] {1, 2, 3, 4});

        assertEquals(
                List.of(new Reading.Frame(0, 0, 113, 60, "01020304")),
                Reading.of(file.toArray()).complete());
    }

    @Test
    void eachInterfaceHasItsLinkTypeResolutionAndOffset() {
        byte[] file =
                PcapngBytes.littleEndian()
                        .withResolution(1, 9, 0)
                        .withResolution(113, 3, 1_700_000_000)
                        .withResolution(101, 0x80 | 32, -1)
                        .enhanced(2, (1_700_000_001L << 32) | 0x8000_0000L)
                        .enhanced(0, 1_700_000_000_123_456_789L)
                        .enhanced(1, 250)
                        .toArray();

        assertEquals(
                List.of(
                        new Reading.Frame(1_700_000_000_500_000_000L, 2, 101, 0, ""),
                        new Reading.Frame(1_700_000_000_123_456_789L, 0, 1, 0, ""),
                        new Reading.Frame(1_700_000_000_250_000_000L, 1, 113, 0, "")),
                Reading.of(file).complete());
    }

    @Test
    void aNewSectionHasItsOwnByteOrderAndInterfacesAndGoesOnNumberingThem() {
        byte[] file =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .withResolution(113, 9, 0)
                        .enhanced(1, NS)
                        .section(BIG_ENDIAN)
                        .withResolution(101, 9, 0)
                        .enhanced(0, NS + 1)
                        .section(LITTLE_ENDIAN)
                        .ethernet()
                        .enhanced(0, MICROS)
                        .toArray();

        assertEquals(
                List.of(
                        new Reading.Frame(NS, 1, 113, 0, ""),
                        new Reading.Frame(NS + 1, 2, 101, 0, ""),
                        new Reading.Frame(NS, 3, 1, 0, "")),
                Reading.of(file).complete());
    }

    @Test
    void otherBlocksAreSkippedWhateverTheirSize() {
        PcapngBytes file = PcapngBytes.littleEndian().ethernet();
        file.block(0x0bad, file.body().put(new byte[100]));
        file.enhanced(0, MICROS, new byte[] {1});
        // several times the read buffer
        file.block(4, file.body().put(new byte[1_500_000]));
        file.enhanced(0, MICROS, new byte[] {2});

        assertEquals(
                List.of("01", "02"),
                Reading.of(file.toArray()).complete().stream().map(Reading.Frame::bytes).toList());
    }

    @Test
    void optionsBehindAPacketAreNotPartOfIt() {
        PcapngBytes file = PcapngBytes.littleEndian().ethernet();
        Bytes body = file.body().u32(0).u32(MICROS >>> 32).u32(MICROS).u32(2).u32(2);
        body.put(new byte[] {7, 8, 0, 0});
        file.block(6, PcapngBytes.option(body, 1, new byte[] {'h', 'i'}).u32(0));

        assertEquals(
                List.of(new Reading.Frame(NS, 0, 1, 2, "0708")),
                Reading.of(file.toArray()).complete());
    }

    @Test
    void theLatestDropCountsOfAllInterfacesAreAddedUp() {
        byte[] file =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .ethernet()
                        .statistics(0, 1, 2)
                        .statistics(0, 3, 4)
                        .statistics(1, 10, 20)
                        .section(BIG_ENDIAN)
                        .ethernet()
                        .statistics(0, 100, 200)
                        .toArray();

        assertEquals(3 + 4 + 10 + 20 + 100 + 200, Reading.of(file).dropped());
    }

    @Test
    void ofStatisticsAndPacketsTheLargerDropCountIsTaken() {
        // The same losses told twice: 3 + 4 before two packets, then 7 in the statistics.
        byte[] both =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .enhancedAfterDrops(0, 3)
                        .enhancedAfterDrops(0, 4)
                        .statistics(0, 5, 2)
                        .toArray();
        assertEquals(7, Reading.of(both).dropped());

        // Statistics from the middle of the capture: 7 by then, 3 + 4 + 10 in the end.
        byte[] early =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .enhancedAfterDrops(0, 3)
                        .enhancedAfterDrops(0, 4)
                        .statistics(0, 5, 2)
                        .enhancedAfterDrops(0, 10)
                        .toArray();
        assertEquals(17, Reading.of(early).dropped());

        // Only statistics know what was lost behind the last packet.
        byte[] late =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .enhancedAfterDrops(0, 3)
                        .statistics(0, 50, 20)
                        .toArray();
        assertEquals(70, Reading.of(late).dropped());
    }

    @Test
    void eachInterfaceChoosesForItselfWhichDropCountIsTaken() {
        byte[] file =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .ethernet()
                        .enhancedAfterDrops(0, 3)
                        .statistics(0, 1, 0)
                        .enhancedAfterDrops(1, 10)
                        .statistics(1, 20, 0)
                        .section(BIG_ENDIAN)
                        .ethernet()
                        .enhancedAfterDrops(0, 100)
                        .toArray();

        assertEquals(3 + 20 + 100, Reading.of(file).dropped());
    }

    @Test
    void anObsoletePacketCountsDropsUnlessTheyAreUnknown() {
        byte[] file =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .obsolete(0, 2, MICROS, new byte[] {1})
                        .obsolete(0, 0xffff, MICROS)
                        .obsolete(0, 3, MICROS)
                        .toArray();

        assertEquals(5, Reading.of(file).dropped());
    }

    @Test
    void optionsThatDoNotFitAPacketsBlockDoNotSpoilThePacket() {
        PcapngBytes file = PcapngBytes.littleEndian().ethernet();
        Bytes body = file.body().u32(0).u32(MICROS >>> 32).u32(MICROS).u32(0).u32(0);
        file.block(6, body.u16(4).u16(8).u32(9));

        Reading reading = Reading.of(file.toArray());
        assertEquals(List.of(new Reading.Frame(NS, 0, 1, 0, "")), reading.complete());
        assertEquals(0, reading.dropped());
    }

    @Test
    void absurdDropCountsStayCounts() {
        byte[] packets =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .enhancedAfterDrops(0, -1)
                        .enhancedAfterDrops(0, Long.MAX_VALUE)
                        .toArray();
        assertEquals(Long.MAX_VALUE, Reading.of(packets).dropped());

        byte[] file =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .ethernet()
                        .statistics(0, -1, 5)
                        .statistics(1, Long.MAX_VALUE, 5)
                        .toArray();

        assertEquals(Long.MAX_VALUE, Reading.of(file).dropped());
    }

    @Test
    void aPacketOfAnInterfaceThatWasNotDescribedIsDamage() {
        Reading reading =
                Reading.of(
                        PcapngBytes.littleEndian()
                                .ethernet()
                                .enhanced(0, MICROS)
                                .section(LITTLE_ENDIAN)
                                .enhanced(0, MICROS)
                                .toArray());

        assertEquals(1, reading.frames().size());
        // 28 + 20 + 32 + 28
        assertEquals(
                "standard input: packet 2 at byte 108 names interface 0, described so far in this"
                        + " section: 0; damaged from here on, 1 packet traced",
                reading.message());
    }

    @Test
    void whatABlockCannotBeIsDamage() {
        assertDamage(
                "a block before the first packet at byte 48 has block length 13, a block has at"
                        + " least 12 bytes and a multiple of 4;",
                Bytes.in(LITTLE_ENDIAN).u32(0x99).u32(13).u32(0).toArray());
        assertDamage(
                "packet 1 at byte 48 has block length 28, the least for its type is 32;",
                Bytes.in(LITTLE_ENDIAN).u32(6).u32(28).put(new byte[16]).u32(28).toArray());
        assertDamage(
                "packet 1 at byte 48 claims 1 captured bytes, its block has room for 0;",
                Bytes.in(LITTLE_ENDIAN)
                        .u32(6)
                        .u32(32)
                        .put(new byte[12])
                        .u32(1)
                        .u32(1)
                        .u32(32)
                        .toArray());
        assertDamage(
                "packet 1 at byte 48 claims 4294967295 captured bytes, the limit is 262144;",
                Bytes.in(LITTLE_ENDIAN)
                        .u32(6)
                        .u32(32)
                        .put(new byte[12])
                        .u32(-1)
                        .u32(1)
                        .u32(32)
                        .toArray());
        assertDamage(
                "packet 1 at byte 48 has block length 32 at its start and 36 at its end;",
                Bytes.in(LITTLE_ENDIAN).u32(6).u32(32).put(new byte[20]).u32(36).toArray());
        assertDamage(
                "packet 1 at byte 48 has block length 2000000, the limit is 1048576;",
                Bytes.in(LITTLE_ENDIAN).u32(6).u32(2_000_000).put(new byte[2_000_000]).toArray());
        assertDamage(
                "has byte-order magic 0x01020304, allowed are 0x1a2b3c4d and its reverse;",
                Bytes.in(BIG_ENDIAN).u32(0x0a0d0d0a).u32(28).u32(0x01020304).toArray());
        assertDamage(
                "has pcapng version 2.0, read is version 1;",
                Bytes.in(BIG_ENDIAN)
                        .u32(0x0a0d0d0a)
                        .u32(28)
                        .u32(0x1a2b3c4d)
                        .u16(2)
                        .u16(0)
                        .u64(-1)
                        .u32(28)
                        .toArray());
        assertDamage(
                "has an option 9 of 200 bytes, the block has 4 left;",
                description(Bytes.in(LITTLE_ENDIAN).u16(9).u16(200).u32(6)));
        assertDamage(
                "has an option 9 of 2 bytes, it has 1;",
                description(Bytes.in(LITTLE_ENDIAN).u16(9).u16(2).u32(6)));
        assertDamage(
                "has an option 14 of 4 bytes, it has 8;",
                description(Bytes.in(LITTLE_ENDIAN).u16(14).u16(4).u32(6)));
    }

    @Test
    void aFileThatEndsInsideASkippedBlockIsDamaged() {
        PcapngBytes file = PcapngBytes.littleEndian().ethernet().enhanced(0, MICROS);
        file.block(4, file.body().put(new byte[1000]));
        byte[] whole = file.toArray();

        Reading reading = Reading.of(Arrays.copyOf(whole, whole.length - 100));
        // 28 + 20 + 32 = 80; 80 + 1012 - 100 = 992
        assertEquals(
                "standard input: ends inside a block after packet 1, which begins at byte 80, at byte"
                        + " 992; damaged from here on, 1 packet traced",
                reading.message());
    }

    private static byte[] description(Bytes options) {
        PcapngBytes empty = PcapngBytes.littleEndian();
        byte[] whole = PcapngBytes.littleEndian().described(1, 0, options).toArray();
        return Arrays.copyOfRange(whole, empty.length(), whole.length);
    }

    /** Damage behind a section header of 28 bytes and an interface description of 20. */
    private static void assertDamage(String expected, byte[] block) {
        Reading reading = Reading.of(PcapngBytes.littleEndian().ethernet().raw(block).toArray());
        assertEquals(List.of(), reading.frames());
        assertInstanceOf(DamagedCaptureException.class, reading.failure());
        assertTrue(reading.message().contains(expected), reading.message());
    }
}
