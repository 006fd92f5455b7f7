package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of a Linux "cooked" capture seen in place, as written for the device {@code any}
 * (LINKTYPE_LINUX_SLL).
 *
 * <pre>
 *   0         2         4         6                   14        16
 *  +---------+---------+---------+-------------------+---------+----------
 *  | Packet  | ARPHRD_ | Address |      Address      |Protocol | payload
 *  |  type   |  type   | length  |     (8 bytes)     |  type   |
 *  +---------+---------+---------+-------------------+---------+----------
 * </pre>
 */
final class LinuxSllView implements LinkView {
    private static final int PACKET_TYPE = 0;
    private static final int PROTOCOL_TYPE = 14;
    private static final int HEADER_LENGTH = 16;

    private int etherType;
    private int payloadOffset;
    private int passage;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        etherType = buffer.getShort(offset + PROTOCOL_TYPE) & 0xffff;
        payloadOffset = offset + HEADER_LENGTH;
        passage = buffer.getShort(offset + PACKET_TYPE) & 0xffff;
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

    /** Towards the capturing host, from it, or neither. */
    @Override
    public int passage() {
        return passage;
    }
}
