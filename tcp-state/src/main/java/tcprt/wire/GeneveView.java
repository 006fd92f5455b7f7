package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A Geneve header seen in place (RFC 8926 3.4).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Ver|  Opt Len  |O|C|    Rsvd.  |         Protocol Type         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |        Virtual Network Identifier (VNI)       |    Reserved   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            Variable-Length Options (Opt Len x 4 bytes)        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Protocol Type is an EtherType. Options are passed over; a packet with O is the tunnel's own.
 */
final class GeneveView implements TunnelView {
    private static final int VERSION_AND_OPTION_LENGTH = 0;
    private static final int FLAGS = 1;
    private static final int PROTOCOL_TYPE = 2;
    private static final int IDENTIFIER = 4;
    private static final int MIN_HEADER_LENGTH = 8;

    private static final int CONTROL = 0x80;

    private int etherType;
    private int payloadOffset;
    private int identifier;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < MIN_HEADER_LENGTH) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int versionAndLength = buffer.get(offset + VERSION_AND_OPTION_LENGTH) & 0xff;
        if (versionAndLength >>> 6 != 0 || (buffer.get(offset + FLAGS) & CONTROL) != 0) {
            return Defect.NOT_TCP;
        }
        int headerLength = MIN_HEADER_LENGTH + ((versionAndLength & 0x3f) << 2);
        if (capturedLength < headerLength) {
            return Defect.TUNNEL_TRUNCATED;
        }
        etherType = buffer.getShort(offset + PROTOCOL_TYPE) & 0xffff;
        identifier = buffer.getInt(offset + IDENTIFIER) >>> 8;
        payloadOffset = offset + headerLength;
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

    @Override
    public int identifier() {
        return identifier;
    }
}
