package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * One or more VLAN tags seen in place (IEEE 802.1Q). The type that says a tag follows stands before
 * this view.
 *
 * <pre>
 *   0         2         4
 *  +---------+---------+----------
 *  |   TCI   |  Type   | payload, or the next tag if Type says so
 *  +---------+---------+----------
 * </pre>
 */
final class VlanTags implements LinkView {
    /** QinQ has two; a few more are seen where several providers meet. */
    static final int MAX_TAGS = 8;

    private static final int TYPE = 2;
    private static final int TAG_LENGTH = 4;

    /** The bits of the TCI that name the VLAN; the others are its priority. */
    private static final int VLAN_ID = 0xfff;

    private int etherType;
    private int payloadOffset;
    private int tags;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        int type = EtherType.VLAN;
        int length = 0;
        int walked = 0;
        while (isTag(type)) {
            if (length == MAX_TAGS * TAG_LENGTH) {
                return Defect.VLAN_TAG_CHAIN;
            }
            if (capturedLength - length < TAG_LENGTH) {
                return Defect.FRAME_TRUNCATED;
            }
            int vlan = buffer.getShort(offset + length) & VLAN_ID;
            walked = walked * (VLAN_ID + 1) + vlan + 1;
            type = buffer.getShort(offset + length + TYPE) & 0xffff;
            length += TAG_LENGTH;
        }
        etherType = EtherType.ofTypeOrLength(type);
        payloadOffset = offset + length;
        tags = walked;
        return Defect.NONE;
    }

    private static boolean isTag(int etherType) {
        return etherType == EtherType.VLAN
                || etherType == EtherType.PROVIDER_VLAN
                || etherType == EtherType.OLD_PROVIDER_VLAN;
    }

    @Override
    public int etherType() {
        return etherType;
    }

    @Override
    public int payloadOffset() {
        return payloadOffset;
    }

    /** The same number for the same VLANs in the same order. */
    @Override
    public int passage() {
        return tags;
    }
}
