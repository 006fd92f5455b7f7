package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of a PPPoE session's frame seen in place (RFC 2516 4).
 *
 * <pre>
 *   0    1    2         4         6
 *  +----+----+---------+---------+----------
 *  |0x11|Code| Session | Length  | PPP, from its protocol field on
 *  +----+----+---------+---------+----------
 * </pre>
 *
 * Code is 0 for data. Where the IP packet ends, its own header tells.
 */
final class PppoeView implements LinkView {
    private static final int VERSION_AND_CODE = 0;
    private static final int SESSION_DATA = 0x1100;
    private static final int HEADER_LENGTH = 6;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        boolean data = buffer.getShort(offset + VERSION_AND_CODE) == SESSION_DATA;
        etherType = data ? EtherType.PPP : EtherType.OTHER;
        payloadOffset = offset + HEADER_LENGTH;
        return Defect.NONE;
    }

    @Override
    public int etherType() {
        return etherType;
    }

    @Override
    public int payloadOffset() {
        return payloadOffset;
    }
}
