package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A TaZmen Sniffer Protocol header seen in place, with which MikroTik's routers and some access
 * points mirror frames (its layout is Wireshark's; there is no standard).
 *
 * <pre>
 *   0    1    2         4
 *  +----+----+---------+---------------------+----+----------
 *  | 1  |Type|Protocol | tags                | 1  | the frame
 *  +----+----+---------+---------------------+----+----------
 *
 *   a tag: +----+----+----------+   or 0, one byte of padding; 1 ends the tags
 *          |Kind|Len.| content  |
 *          +----+----+----------+
 * </pre>
 */
final class TzspView implements TunnelView {
    private static final int VERSION = 0;
    private static final int TYPE = 1;
    private static final int PROTOCOL = 2;
    private static final int TAGS = 4;

    private static final int VERSION_1 = 1;
    private static final int TYPE_RECEIVED = 0;
    private static final int TYPE_TO_BE_SENT = 1;

    private static final int PROTOCOL_ETHERNET = 1;
    private static final int PROTOCOL_802_11 = 18;
    private static final int PROTOCOL_802_11_PRISM = 119;
    private static final int PROTOCOL_802_11_AVS = 127;

    private static final int TAG_PADDING = 0;
    private static final int TAG_END = 1;

    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < TAGS) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int type = buffer.get(offset + TYPE);
        if (buffer.get(offset + VERSION) != VERSION_1
                || (type != TYPE_RECEIVED && type != TYPE_TO_BE_SENT)) {
            return Defect.NOT_TCP;
        }
        return switch (buffer.getShort(offset + PROTOCOL)) {
            case PROTOCOL_ETHERNET -> walkTags(buffer, offset, capturedLength);
            case PROTOCOL_802_11, PROTOCOL_802_11_PRISM, PROTOCOL_802_11_AVS -> Defect.WIRELESS;
            default -> Defect.NOT_TCP;
        };
    }

    private Defect walkTags(ByteBuffer buffer, int offset, int capturedLength) {
        int length = TAGS;
        while (length < capturedLength) {
            int tag = buffer.get(offset + length++);
            if (tag == TAG_END) {
                payloadOffset = offset + length;
                return Defect.NONE;
            }
            if (tag != TAG_PADDING && length < capturedLength) {
                length += 1 + (buffer.get(offset + length) & 0xff);
            }
        }
        return Defect.TUNNEL_TRUNCATED;
    }

    @Override
    public int etherType() {
        return EtherType.ETHERNET;
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
