package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of a GTP-U data message seen in place (3GPP TS 29.281 5.1 and 5.2.1).
 *
 * <pre>
 *   0    1    2         4                   8         10   11   12
 *  +----+----+---------+-------------------+---------+----+----+----------
 *  |Flg.|Type| Length  |       TEID        |Sequence |NPDU|Next| extension headers
 *  +----+----+---------+-------------------+---------+----+----+----------
 *
 *   Flg.: version 1 (3 bits), PT 1 (GTP, not GTP'), -, E, S, PN; if one of these three is set, all
 *   the fields from Sequence to Next are there, and with E Next is the type of an extension header
 *
 *  +----+--------------------+----+
 *  |Len.| content            |Next|   Len. in 4 bytes, itself and Next included; Next 0: no more
 *  +----+--------------------+----+
 * </pre>
 *
 * Type 255 holds a user's packet, without saying of which kind. The TEID is not an identifier: each
 * direction has its own.
 */
final class GtpView implements TunnelView {
    private static final int FLAGS = 0;
    private static final int TYPE = 1;
    private static final int NEXT_EXTENSION = 11;
    private static final int MIN_HEADER_LENGTH = 8;
    private static final int LONG_HEADER_LENGTH = 12;

    private static final int VERSION_AND_PROTOCOL_MASK = 0xf0;
    private static final int VERSION_1_GTP = 0x30;
    private static final int HAS_EXTENSION = 0x04;
    private static final int HAS_LONG_HEADER = 0x07;
    private static final int USER_DATA = 0xff;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < MIN_HEADER_LENGTH) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int flags = buffer.get(offset + FLAGS) & 0xff;
        // The spare bit between PT and E means nothing.
        if ((flags & VERSION_AND_PROTOCOL_MASK) != VERSION_1_GTP
                || (buffer.get(offset + TYPE) & 0xff) != USER_DATA) {
            return Defect.NOT_TCP;
        }
        int length = MIN_HEADER_LENGTH;
        if ((flags & HAS_LONG_HEADER) != 0) {
            length = LONG_HEADER_LENGTH;
            if (capturedLength < length) {
                return Defect.TUNNEL_TRUNCATED;
            }
        }
        boolean more = (flags & HAS_EXTENSION) != 0 && buffer.get(offset + NEXT_EXTENSION) != 0;
        while (more) {
            if (capturedLength == length) {
                return Defect.TUNNEL_TRUNCATED;
            }
            int extensionLength = (buffer.get(offset + length) & 0xff) << 2;
            if (extensionLength == 0) {
                return Defect.TUNNEL_HEADER;
            }
            length += extensionLength;
            if (capturedLength < length) {
                return Defect.TUNNEL_TRUNCATED;
            }
            more = buffer.get(offset + length - 1) != 0;
        }
        if (capturedLength == length) {
            return Defect.TUNNEL_TRUNCATED;
        }
        etherType = EtherType.ofIpVersion(buffer.get(offset + length));
        payloadOffset = offset + length;
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
        return NO_IDENTIFIER;
    }
}
