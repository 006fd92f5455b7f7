package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A VXLAN header seen in place (RFC 7348 5; next protocol: draft-ietf-nvo3-vxlan-gpe).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |. . . . I P . .|            Reserved           | Next protocol |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           VXLAN Network Identifier            |   Reserved    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Without I it is no VXLAN. Without P an Ethernet frame follows; other bits mean nothing here.
 */
final class VxlanView implements TunnelView {
    private static final int FLAGS = 0;
    private static final int NEXT_PROTOCOL = 3;
    private static final int IDENTIFIER = 4;
    private static final int HEADER_LENGTH = 8;

    private static final int VALID_IDENTIFIER = 0x08;
    private static final int HAS_NEXT_PROTOCOL = 0x04;

    private static final int NEXT_IPV4 = 1;
    private static final int NEXT_IPV6 = 2;
    private static final int NEXT_ETHERNET = 3;

    private int etherType;
    private int payloadOffset;
    private int identifier;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int flags = buffer.get(offset + FLAGS);
        if ((flags & VALID_IDENTIFIER) == 0) {
            return Defect.NOT_TCP;
        }
        boolean hasNext = (flags & HAS_NEXT_PROTOCOL) != 0;
        etherType =
                switch (hasNext ? buffer.get(offset + NEXT_PROTOCOL) : NEXT_ETHERNET) {
                    case NEXT_IPV4 -> EtherType.IPV4;
                    case NEXT_IPV6 -> EtherType.IPV6;
                    case NEXT_ETHERNET -> EtherType.ETHERNET;
                    default -> EtherType.OTHER;
                };
        identifier = buffer.getInt(offset + IDENTIFIER) >>> 8;
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

    @Override
    public int identifier() {
        return identifier;
    }
}
