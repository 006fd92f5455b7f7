package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.wire.Frames.Frame;

/** Whatever the bytes and however many of them: an answer, never an exception. */
class AnyBytesTest {
    private static final int[] LINK_TYPES = {
        Reassembly.LINK_TYPE,
        0,
        1,
        9,
        12,
        14,
        50,
        51,
        101,
        104,
        105,
        108,
        113,
        127,
        147,
        204,
        228,
        229,
        276
    };
    private static final int OFFSET = 5;

    private final PacketView view = new PacketView();

    static List<Frame> usableFrames() {
        return Frames.usable();
    }

    @ParameterizedTest
    @MethodSource("usableFrames")
    void everyCapturedLengthGivesADefectOrTheSameSegment(Frame frame) {
        int length = frame.bytes().length;
        assertEquals(Defect.NONE, wrap(frame, length));
        int payloadLength = view.tcp().payloadLength();
        int payloadOffset = view.tcp().payloadOffset() - OFFSET;
        int seq = view.tcp().seq();
        int fixedHeaderEnd = payloadOffset - view.tcp().headerLength() + 20;

        for (int captured = 0; captured <= length; captured++) {
            Defect defect = wrap(frame, captured);
            if (captured < fixedHeaderEnd) {
                assertTrue(defect.isMalformed(), defect + " at " + captured);
                continue;
            }
            assertEquals(Defect.NONE, defect, "at " + captured);
            assertEveryAccessorWorks(OFFSET + captured);
            assertEquals(seq, view.tcp().seq());
            assertEquals(payloadLength, view.tcp().payloadLength());
            assertEquals(
                    Math.max(0, Math.min(captured - payloadOffset, payloadLength)),
                    view.tcp().capturedPayloadLength());
        }
    }

    @Test
    void randomBytesThrowNothing() {
        Random random = new Random(20261121);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(140)];
            random.nextBytes(bytes);
            int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
            wrapAnything(linkType, bytes, random.nextInt(), i);
        }
    }

    @Test
    void changedAndCutFramesThrowNothing() {
        Random random = new Random(20261122);
        List<Frame> frames = Frames.usable();
        int usable = 0;
        for (int i = 0; i < 100_000; i++) {
            Frame frame = frames.get(random.nextInt(frames.size()));
            byte[] whole = frame.bytes();
            int captured = random.nextBoolean() ? whole.length : random.nextInt(whole.length + 1);
            byte[] bytes = Arrays.copyOf(whole, captured);
            for (int changes = random.nextInt(6); changes > 0 && captured > 0; changes--) {
                bytes[random.nextInt(captured)] = (byte) random.nextInt();
            }
            usable += wrapAnything(frame.linkType(), bytes, frame.wireLength(), i) ? 1 : 0;
        }
        // Else this test would not reach the accessors it is about.
        assertTrue(usable > 20_000, usable + " usable frames");
    }

    private boolean wrapAnything(int linkType, byte[] bytes, int wireLength, int number) {
        ByteBuffer buffer = Frames.atEndOfBuffer(bytes, bytes.length, OFFSET);
        try {
            Defect defect = view.wrap(linkType, buffer, OFFSET, bytes.length, wireLength);
            if (defect == Defect.NONE) {
                assertEveryAccessorWorks(OFFSET + bytes.length);
            }
            return defect == Defect.NONE;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "case "
                            + number
                            + ", link type "
                            + linkType
                            + ", wire length "
                            + wireLength
                            + ": "
                            + HexFormat.of().formatHex(bytes),
                    e);
        }
    }

    private Defect wrap(Frame frame, int captured) {
        return view.wrap(
                frame.linkType(),
                Frames.atEndOfBuffer(frame.bytes(), captured, OFFSET),
                OFFSET,
                captured,
                frame.wireLength());
    }

    private void assertEveryAccessorWorks(int end) {
        TcpView tcp = view.tcp();
        assertTrue(view.ipv6() || (view.sourceHigh() | view.destinationHigh()) == 0);
        assertTrue(view.ipv6() || ((view.sourceLow() | view.destinationLow()) >>> 32) == 0);
        assertWithin(0, 65535, tcp.sourcePort());
        assertWithin(0, 65535, tcp.destinationPort());
        assertWithin(0, 65535, tcp.window());
        assertWithin(0, 255, tcp.flags());
        assertWithin(20, 60, tcp.headerLength());
        assertWithin(0, Integer.MAX_VALUE, tcp.payloadLength());
        assertWithin(0, tcp.payloadLength(), tcp.capturedPayloadLength());
        assertTrue(
                tcp.capturedPayloadLength() == 0
                        || tcp.payloadOffset() + tcp.capturedPayloadLength() <= end);
        int flagged = (tcp.isSyn() ? 1 : 0) + (tcp.isFin() ? 1 : 0);
        assertEquals(tcp.payloadLength() + flagged, tcp.segLen());
        assertEquals(tcp.segLen(), tcp.endSeq() - tcp.seq());
        assertTrue(tcp.hasTimestamps() || (tcp.tsVal() == 0 && tcp.tsEcr() == 0));
        assertWithin(0, 65535, tcp.mssOption());
        assertWithin(-1, 14, tcp.windowScale());
        assertTrue(tcp.isSyn() || !tcp.sackPermitted());
        assertWithin(0, 4, tcp.sackCount());
        int read = tcp.ack() ^ (tcp.isRst() && tcp.isPsh() && tcp.isAck() && tcp.isUrg() ? 1 : 0);
        for (int i = 0; i < tcp.sackCount(); i++) {
            read ^= tcp.sackStart(i) ^ tcp.sackEnd(i);
        }
        readSoFar ^= read ^ (tcp.hasPredictableHeader() ? 1 : 0);
    }

    /** Keeps the reads from being thrown away. */
    @SuppressWarnings("UnusedVariable")
    private int readSoFar;

    private static void assertWithin(int lowest, int highest, int value) {
        if (value < lowest || value > highest) {
            throw new AssertionError(value + " is not in " + lowest + ".." + highest);
        }
    }
}
