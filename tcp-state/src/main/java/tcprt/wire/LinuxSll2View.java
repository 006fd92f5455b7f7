package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of a Linux "cooked" capture, version 2, seen in place (LINKTYPE_LINUX_SLL2).
 *
 * <pre>
 *   0         2         4                   8         10   11   12                  20
 *  +---------+---------+-------------------+---------+----+----+-------------------+---------
 *  |Protocol |Reserved |  Interface index  | ARPHRD_ |Pkt |Addr|      Address      | payload
 *  |  type   |         |                   |  type   |type|len |     (8 bytes)     |
 *  +---------+---------+-------------------+---------+----+----+-------------------+---------
 * </pre>
 */
final class LinuxSll2View implements LinkView {
    private static final int PROTOCOL_TYPE = 0;
    private static final int INTERFACE_INDEX = 4;
    private static final int PACKET_TYPE = 10;
    private static final int HEADER_LENGTH = 20;

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
        passage = buffer.getInt(offset + INTERFACE_INDEX) << 8 | buffer.get(offset + PACKET_TYPE);
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

    /** The interface, and whether towards the capturing host, from it, or neither. */
    @Override
    public int passage() {
        return passage;
    }
}
