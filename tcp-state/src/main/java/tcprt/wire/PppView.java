package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A PPP header seen in place, in any of the forms that captures hold (RFC 1661 2, RFC 1662 3.1).
 *
 * <pre>
 *  +----+----+---------+----------
 *  | ff | 03 |Protocol | payload         address and control in front, as on a serial line
 *  +----+----+---------+----------
 *  |Protocol | payload                   without, as after PPPoE
 *  +---------+----------
 *  |Pr. | payload                        an odd first byte is the whole protocol (RFC 1661 6.5)
 *  +----+----+---------+----------
 *  |0f/8f| 00 |  Type  | payload         Cisco's HDLC, with an EtherType
 *  +----+----+---------+----------
 * </pre>
 */
final class PppView implements LinkView {
    private static final int ADDRESS_AND_CONTROL = 0xff03;
    private static final int CISCO_UNICAST = 0x0f00;
    private static final int CISCO_BROADCAST = 0x8f00;
    private static final int FRAMING_LENGTH = 2;
    private static final int PROTOCOL_LENGTH = 2;

    // IANA, PPP DLL Protocol Numbers.
    private static final int PROTOCOL_IPV4 = 0x0021;
    private static final int PROTOCOL_IPV6 = 0x0057;
    private static final int PROTOCOL_MPLS = 0x0281;
    private static final int PROTOCOL_MPLS_UPSTREAM = 0x0283;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < PROTOCOL_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        int first = buffer.getShort(offset) & 0xffff;
        boolean cisco = first == CISCO_UNICAST || first == CISCO_BROADCAST;
        int framing = cisco || first == ADDRESS_AND_CONTROL ? FRAMING_LENGTH : 0;
        if (capturedLength - framing < PROTOCOL_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        int at = offset + framing;
        int protocol = buffer.getShort(at) & 0xffff;
        payloadOffset = at + PROTOCOL_LENGTH;
        if (cisco) {
            etherType = protocol;
            return Defect.NONE;
        }
        if ((protocol & 0x0100) != 0) {
            protocol >>>= 8;
            payloadOffset--;
        }
        etherType =
                switch (protocol) {
                    case PROTOCOL_IPV4 -> EtherType.IPV4;
                    case PROTOCOL_IPV6 -> EtherType.IPV6;
                    case PROTOCOL_MPLS -> EtherType.MPLS;
                    case PROTOCOL_MPLS_UPSTREAM -> EtherType.MPLS_UPSTREAM;
                    default -> EtherType.OTHER;
                };
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
