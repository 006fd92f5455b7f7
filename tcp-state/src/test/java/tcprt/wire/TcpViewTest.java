package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpViewTest {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final TcpView tcp = new TcpView();

    @Test
    void fieldsOfADataSegment() {
        byte[] segment = Frames.parse(Frames.SEGMENT);
        assertEquals(Defect.NONE, wrap(segment, segment.length, 37));

        assertEquals(40000, tcp.sourcePort());
        assertEquals(80, tcp.destinationPort());
        assertEquals(0x3ade68b2, tcp.seq());
        assertEquals(0x5eed0001, tcp.ack());
        assertEquals(32, tcp.headerLength());
        assertEquals(0x18, tcp.flags());
        assertTrue(tcp.isPsh() && tcp.isAck());
        assertFalse(tcp.isSyn() || tcp.isFin() || tcp.isRst() || tcp.isUrg());
        assertEquals(502, tcp.window());
        assertEquals(5, tcp.payloadLength());
        assertEquals(5, tcp.capturedPayloadLength());
        assertEquals(32, tcp.payloadOffset());
        assertEquals(5, tcp.segLen());
        assertEquals(0x3ade68b7, tcp.endSeq());
        assertTrue(tcp.hasTimestamps());
        assertEquals(101, tcp.tsVal());
        assertEquals(1000, tcp.tsEcr());
        assertTrue(tcp.hasPredictableHeader());
        assertEquals(0, tcp.mssOption());
        assertEquals(-1, tcp.windowScale());
        assertFalse(tcp.sackPermitted());
        assertEquals(0, tcp.sackCount());
    }

    @Test
    void optionsOfASyn() {
        byte[] segment = Frames.parse(Frames.SYN);
        assertEquals(Defect.NONE, wrap(segment, segment.length, 40));

        assertTrue(tcp.isSyn());
        assertEquals(40, tcp.headerLength());
        assertEquals(0xffff, tcp.window());
        assertEquals(1460, tcp.mssOption());
        assertEquals(7, tcp.windowScale());
        assertTrue(tcp.sackPermitted());
        assertTrue(tcp.hasTimestamps());
        assertEquals(100, tcp.tsVal());
        assertEquals(0, tcp.tsEcr());
        assertEquals(1, tcp.segLen());
        assertFalse(tcp.hasPredictableHeader());
    }

    @Test
    void valuesWithTheirHighestBitSetAreRead() {
        byte[] segment =
                Frames.parse(
                        "ffff fffe ffffffff fffffffe 8010 ffff 0000 0000"
                                + "0101080a ffffffff 80000000");
        assertEquals(Defect.NONE, wrap(segment, 32, 32));

        assertEquals(65535, tcp.sourcePort());
        assertEquals(65534, tcp.destinationPort());
        assertEquals(-1, tcp.seq());
        assertEquals(-2, tcp.ack());
        assertEquals(65535, tcp.window());
        assertEquals(-1, tcp.tsVal());
        assertEquals(Integer.MIN_VALUE, tcp.tsEcr());
    }

    @ParameterizedTest(name = "flags {0}")
    @CsvSource({
        // flags, FIN, SYN, RST, PSH, ACK, URG, sequence numbers besides 5 data bytes
        "0x00, false, false, false, false, false, false, 0",
        "0x01, true,  false, false, false, false, false, 1",
        "0x02, false, true,  false, false, false, false, 1",
        "0x03, true,  true,  false, false, false, false, 2",
        "0x04, false, false, true,  false, false, false, 0",
        "0x08, false, false, false, true,  false, false, 0",
        "0x10, false, false, false, false, true,  false, 0",
        "0x20, false, false, false, false, false, true,  0",
        "0xc0, false, false, false, false, false, false, 0",
        "0xff, true,  true,  true,  true,  true,  true,  2"
    })
    void flagsAndTheSequenceNumbersTheyTake(
            int flags,
            boolean fin,
            boolean syn,
            boolean rst,
            boolean psh,
            boolean ack,
            boolean urg,
            int extra) {
        byte[] segment = segment(flags, "");
        assertEquals(Defect.NONE, wrap(segment, 20, 25));

        assertEquals(flags, tcp.flags());
        assertEquals(fin, tcp.isFin());
        assertEquals(syn, tcp.isSyn());
        assertEquals(rst, tcp.isRst());
        assertEquals(psh, tcp.isPsh());
        assertEquals(ack, tcp.isAck());
        assertEquals(urg, tcp.isUrg());
        assertEquals(5 + extra, tcp.segLen());
        assertEquals(tcp.seq() + 5 + extra, tcp.endSeq());
    }

    @Test
    void reservedBitsAreNotFlags() {
        byte[] segment = segment(ACK, "");
        segment[12] |= 0x0f;
        assertEquals(Defect.NONE, wrap(segment, 20, 20));

        assertEquals(ACK, tcp.flags());
        assertEquals(20, tcp.headerLength());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // tsVal, tsEcr; -1 -1 for absent
        "behind NOPs,                  01 01 08 0a 00000007 00000009,     7,  9",
        "in front of NOPs,             08 0a 00000007 00000009 01 01,     7,  9",
        "twice: the last counts,       080a0000000700000009 080a0000000100000002, 1, 2",
        "behind an unknown option,     1e 04 ffff 080a0000000700000009 0101, 7, 9",
        "behind the end of the list,   00 01 08 0a 00000007 00000009,    -1, -1",
        "of length 9,                  01 01 08 09 00000007 00000009,    -1, -1",
        "of length 11,                 01 08 0b 00000007 00000009 00,    -1, -1",
        "behind an option of length 0, fd 00 080a0000000700000009,       -1, -1",
        "behind an option of length 1, fd 01 080a0000000700000009,       -1, -1",
        "beyond the header,            01 01 01 08 0a 000000 07000000,   -1, -1",
        "kind without length,          01 01 01 08,                      -1, -1"
    })
    void timestamps(String name, String options, int tsVal, int tsEcr) {
        wrapWhole(ACK, options);

        assertEquals(tsVal != -1, tcp.hasTimestamps());
        assertEquals(Math.max(tsVal, 0), tcp.tsVal());
        assertEquals(Math.max(tsEcr, 0), tcp.tsEcr());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1460,                   02 04 05b4,           1460",
        "the largest,            02 04 ffff,           65535",
        "zero counts as absent,  02 04 0000,           0",
        "twice: the last counts, 02 04 05b4 02 04 0218, 536",
        "zero does not count,    02 04 05b4 02 04 0000, 1460",
        "of length 3,            02 03 05 01,          0",
        "of length 6,            02 06 05b4 0000 0101, 0"
    })
    void maximumSegmentSize(String name, String options, int expected) {
        wrapWhole(SYN, options);

        assertEquals(expected, tcp.mssOption());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0,           03 03 00 01, 0",
        "14,          03 03 0e 01, 14",
        "15 is 14,    03 03 0f 01, 14",
        "255 is 14,   03 03 ff 01, 14",
        "of length 2, 03 02 07 01, -1",
        "absent,      01 01 01 01, -1"
    })
    void windowScale(String name, String options, int expected) {
        wrapWhole(SYN, options);

        assertEquals(expected, tcp.windowScale());
    }

    @Test
    void optionsOfTheHandshakeCountOnASynOnly() {
        wrapWhole(ACK, "020405b4 0402 030307 01");

        assertEquals(0, tcp.mssOption());
        assertEquals(-1, tcp.windowScale());
        assertFalse(tcp.sackPermitted());
    }

    @Test
    void sackBlocksAreReadInTheirOrder() {
        // RFC 2018 3: length 8n+2; here n = 3 beside timestamps, the most that fit
        wrapWhole(
                ACK,
                "0101 080a 00000007 00000009 0101"
                        + "051a 00001000 00002000 ffffff00 00000100 00005000 00006000");

        assertEquals(3, tcp.sackCount());
        assertEquals(0x1000, tcp.sackStart(0));
        assertEquals(0x2000, tcp.sackEnd(0));
        assertEquals(0xffffff00, tcp.sackStart(1));
        assertEquals(0x100, tcp.sackEnd(1));
        assertEquals(0x5000, tcp.sackStart(2));
        assertEquals(0x6000, tcp.sackEnd(2));
        assertEquals(7, tcp.tsVal());
        assertFalse(tcp.hasPredictableHeader());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "four blocks,   0101 0522 0000000100000002 0000000300000004 0000000500000006"
                + " 0000000700000008, 4",
        "no block,      0502 0101,               0",
        "half a block,  0506 00000001 0101,      0",
        "one and a bit, 050b 0000000100000002 00, 0",
        "cut off,       0101 0512 0000000100000002, 0"
    })
    void sackCount(String name, String options, int expected) {
        wrapWhole(ACK, options);

        assertEquals(expected, tcp.sackCount());
    }

    @Test
    void everyLengthThatCutsTheOptionsLeavesTheOnesBeforeTheCut() {
        byte[] segment = Frames.parse(Frames.SYN);
        // 20 header, 24 MSS, 26 SACK permitted, 36 timestamps, 37 NOP, 40 window scale
        for (int captured = 20; captured <= 40; captured++) {
            assertEquals(Defect.NONE, wrap(segment, captured, 40));
            assertEquals(captured >= 24 ? 1460 : 0, tcp.mssOption(), "MSS at " + captured);
            assertEquals(captured >= 26, tcp.sackPermitted(), "SACK permitted at " + captured);
            assertEquals(captured >= 36, tcp.hasTimestamps(), "timestamps at " + captured);
            assertEquals(captured >= 40 ? 7 : -1, tcp.windowScale(), "scale at " + captured);
        }
    }

    @Test
    void alignedTimestampsCutByTheSnapLengthAreAbsent() {
        byte[] segment = Frames.parse(Frames.SEGMENT);

        assertEquals(Defect.NONE, wrap(segment, 31, 37));
        assertFalse(tcp.hasTimestamps());
        assertEquals(0, tcp.tsVal());
        assertEquals(5, tcp.payloadLength());
        assertEquals(0, tcp.capturedPayloadLength());
        assertTrue(tcp.hasPredictableHeader());
        assertEquals(Defect.NONE, wrap(segment, 23, 37));
        assertFalse(tcp.hasPredictableHeader());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "no options,              '',                                   true",
        "NOP NOP TS,              01 01 08 0a 00000007 00000009,        true",
        "TS NOP NOP,              08 0a 00000007 00000009 01 01,        false",
        "NOP NOP TS NOP NOP NOP NOP, 01 01 08 0a 00000007 00000009 01010101, false",
        "twelve NOPs,             01 01 01 01 01 01 01 01 01 01 01 01,  false",
        "four NOPs,               01 01 01 01,                          false"
    })
    void headerPredictionKnowsTwoShapes(String name, String options, boolean expected) {
        wrapWhole(ACK, options);

        assertEquals(expected, tcp.hasPredictableHeader());
    }

    @ParameterizedTest(name = "captured {0}, on the wire {1}, data offset {2}")
    @CsvSource({
        "20, 20,  5, NONE",
        "20, 60, 15, NONE",
        "19, 20,  5, TCP_HEADER_TRUNCATED",
        "20, 19,  5, TCP_HEADER_TRUNCATED",
        " 0, 20,  5, TCP_HEADER_TRUNCATED",
        "-8, 20,  5, TCP_HEADER_TRUNCATED",
        "20, 20,  4, TCP_DATA_OFFSET",
        "20, 20,  0, TCP_DATA_OFFSET",
        "20, 20,  6, TCP_DATA_OFFSET",
        "20, 59, 15, TCP_DATA_OFFSET"
    })
    void lengthsThatFitAndThatDoNot(
            int capturedLength, int segmentLength, int dataOffset, Defect expected) {
        byte[] segment = segment(ACK, "");
        segment[12] = (byte) (dataOffset << 4);

        assertEquals(
                expected,
                tcp.wrap(
                        Frames.atEndOfBuffer(segment, Math.max(capturedLength, 0), 0),
                        0,
                        capturedLength,
                        segmentLength));
    }

    private void wrapWhole(int flags, String options) {
        byte[] segment = segment(flags, options);
        assertEquals(Defect.NONE, wrap(segment, segment.length, segment.length));
    }

    private Defect wrap(byte[] segment, int capturedLength, int segmentLength) {
        return tcp.wrap(
                Frames.atEndOfBuffer(segment, capturedLength, 0), 0, capturedLength, segmentLength);
    }

    /** A segment with these options, filled up with zeros to a multiple of four. */
    private static byte[] segment(int flags, String options) {
        String hex = options.replace(" ", "");
        String filled = hex + "0".repeat((8 - hex.length() % 8) % 8);
        int dataOffset = 5 + filled.length() / 8;
        return Frames.parse(
                String.format(
                                "9c40 0050 3ade68b2 5eed0001 %x0%02x 01f6 0000 0000",
                                dataOffset, flags)
                        + filled);
    }
}
