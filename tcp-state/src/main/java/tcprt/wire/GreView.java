package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A GRE header seen in place (RFC 2784, RFC 2890; routing: RFC 1701), with ERSPAN's behind it if it
 * is there.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |C|R|K|S|.  Reserved      | Ver |         Protocol Type         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Checksum (C or R)         |       Offset (C or R)         |
 *  |                         Key (K)                               |
 *  |                   Sequence Number (S)                         |
 *  |   Routing (R): entries of  Family 2 | Offset 1 | Length 1 | …, |
 *  |                until one of family 0 and length 0             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Protocol Type is an EtherType. Of a key before an Ethernet frame the upper 24 bits are the
 * identifier (NVGRE's VSID, RFC 7637 3.2; the rest tells flows apart), of another key all 32.
 * Version 1 is PPTP's, whose PPP is compressed or encrypted, and is left alone.
 */
final class GreView implements TunnelView {
    private static final int FLAGS = 0;
    private static final int PROTOCOL_TYPE = 2;
    private static final int MIN_HEADER_LENGTH = 4;
    private static final int FIELD_LENGTH = 4;

    private static final int HAS_CHECKSUM = 0x8000;
    private static final int HAS_ROUTING = 0x4000;
    private static final int HAS_KEY = 0x2000;
    private static final int HAS_SEQUENCE = 0x1000;
    private static final int VERSION = 0x0007;

    private static final int ROUTING_ENTRY_LENGTH = 4;
    private static final int END_OF_ROUTING = 0;

    private static final int ERSPAN = 0x88be;
    private static final int ERSPAN_III = 0x22eb;

    private final ErspanView erspan = new ErspanView();

    private int etherType;
    private int payloadOffset;
    private int identifier;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < MIN_HEADER_LENGTH) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int flags = buffer.getShort(offset + FLAGS);
        if ((flags & VERSION) != 0) {
            return Defect.NOT_TCP;
        }
        int key = offset + MIN_HEADER_LENGTH;
        key += (flags & (HAS_CHECKSUM | HAS_ROUTING)) != 0 ? FIELD_LENGTH : 0;
        int end = key + ((flags & HAS_KEY) != 0 ? FIELD_LENGTH : 0);
        end += (flags & HAS_SEQUENCE) != 0 ? FIELD_LENGTH : 0;
        if (capturedLength < end - offset) {
            return Defect.TUNNEL_TRUNCATED;
        }
        if ((flags & HAS_ROUTING) != 0) {
            end = endOfRouting(buffer, end, offset + capturedLength);
            if (end > offset + capturedLength) {
                return Defect.TUNNEL_TRUNCATED;
            }
        }
        payloadOffset = end;
        etherType = buffer.getShort(offset + PROTOCOL_TYPE) & 0xffff;
        identifier = NO_IDENTIFIER;
        if ((flags & HAS_KEY) != 0) {
            identifier = buffer.getInt(key) >>> (etherType == EtherType.ETHERNET ? 8 : 0);
        }
        boolean hasSequence = (flags & HAS_SEQUENCE) != 0;
        return switch (etherType) {
            case ERSPAN ->
                    hasSequence
                            ? wrapErspan(ErspanView.TYPE_II, buffer, end, offset + capturedLength)
                            : becomeErspanTypeI();
            case ERSPAN_III ->
                    wrapErspan(ErspanView.TYPE_III, buffer, end, offset + capturedLength);
            default -> Defect.NONE;
        };
    }

    /** Index after the routing entries; beyond {@code end} if they are cut off. */
    private static int endOfRouting(ByteBuffer buffer, int start, int end) {
        int at = start;
        while (end - at >= ROUTING_ENTRY_LENGTH) {
            int entry = buffer.getInt(at);
            at += ROUTING_ENTRY_LENGTH;
            if ((entry & 0xffff00ff) == END_OF_ROUTING) {
                return at;
            }
            at += entry & 0xff;
        }
        return end + 1;
    }

    /** It has no header of its own: the mirrored frame follows. */
    private Defect becomeErspanTypeI() {
        etherType = EtherType.ETHERNET;
        return Defect.NONE;
    }

    private Defect wrapErspan(int type, ByteBuffer buffer, int start, int end) {
        Defect defect = erspan.wrap(type, buffer, start, end - start);
        if (defect == Defect.NONE) {
            etherType = erspan.etherType();
            payloadOffset = erspan.payloadOffset();
            identifier = erspan.session();
        }
        return defect;
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
