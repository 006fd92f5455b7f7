package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of ERSPAN type II or III seen in place: how a switch mirrors frames to a host far away
 * (draft-foschiano-erspan).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Ver  |          VLAN         | COS |   |T|    Session ID     |  II (Ver 1), III (Ver 2)
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |      Reserved         |                  Index                |  II
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                          Timestamp                            |  III
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |             SGT               |P|    FT   |   Hw ID   |D|Gra|O|  III; O: 8 bytes more
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * FT is 0 for an Ethernet frame and 2 for an IP packet.
 */
final class ErspanView {
    static final int TYPE_II = 1;
    static final int TYPE_III = 2;

    private static final int SESSION_MASK = 0x3ff;
    private static final int FRAME_TYPE = 10;
    private static final int TYPE_II_LENGTH = 8;
    private static final int TYPE_III_LENGTH = 12;
    private static final int PLATFORM_LENGTH = 8;
    private static final int HAS_PLATFORM = 0x0001;

    private static final int FRAME_ETHERNET = 0;
    private static final int FRAME_IP = 2;

    private int etherType;
    private int payloadOffset;
    private int session;

    /**
     * Places this view over a header. Once it has answered {@link Defect#NONE} no accessor fails.
     *
     * @param version what the version field has to say
     */
    Defect wrap(int version, ByteBuffer buffer, int offset, int capturedLength) {
        int length = version == TYPE_II ? TYPE_II_LENGTH : TYPE_III_LENGTH;
        if (capturedLength < length) {
            return Defect.TUNNEL_TRUNCATED;
        }
        int first = buffer.getInt(offset);
        if (first >>> 28 != version) {
            return Defect.TUNNEL_HEADER;
        }
        session = first & SESSION_MASK;
        etherType = EtherType.ETHERNET;
        payloadOffset = offset + length;
        return version == TYPE_II
                ? Defect.NONE
                : wrapPayload(
                        buffer, buffer.getShort(offset + FRAME_TYPE), offset + capturedLength);
    }

    private Defect wrapPayload(ByteBuffer buffer, int lastField, int end) {
        payloadOffset += (lastField & HAS_PLATFORM) != 0 ? PLATFORM_LENGTH : 0;
        if (payloadOffset >= end) {
            return Defect.TUNNEL_TRUNCATED;
        }
        etherType =
                switch (lastField >>> 10 & 0x1f) {
                    case FRAME_ETHERNET -> EtherType.ETHERNET;
                    case FRAME_IP -> EtherType.ofIpVersion(buffer.get(payloadOffset));
                    default -> EtherType.OTHER;
                };
        return Defect.NONE;
    }

    int etherType() {
        return etherType;
    }

    int payloadOffset() {
        return payloadOffset;
    }

    /** The mirror session, 0..1023. */
    int session() {
        return session;
    }
}
