package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * An Ethernet header seen in place (IEEE 802.3, LINKTYPE_ETHERNET).
 *
 * <pre>
 *   0                   6                   12        14
 *  +-------------------+-------------------+---------+----------
 *  |    Destination    |      Source       |  Type   | payload
 *  +-------------------+-------------------+---------+----------
 * </pre>
 *
 * What follows, VLAN tags too, is named in {@link StackedLinks}, since other link layers have it as
 * well.
 */
final class EthernetView implements LinkView {
    private static final int TYPE = 12;
    private static final int HEADER_LENGTH = 14;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        etherType = EtherType.ofTypeOrLength(buffer.getShort(offset + TYPE) & 0xffff);
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
