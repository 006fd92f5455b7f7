package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The VLAN tags between a link layer's header and the network's, possibly none (IEEE 802.1Q).
 *
 * <pre>
 *  type says tag    0         2         4
 *  --------------- +---------+---------+----------
 *                  |   TCI   |  Type   | payload, or the next tag if Type says so
 *  --------------- +---------+---------+----------
 * </pre>
 */
final class VlanTags {
    /** QinQ has two; a few more are seen where several providers meet. */
    static final int MAX_TAGS = 8;

    private static final int TYPE = 2;
    private static final int TAG_LENGTH = 4;

    /** The bits of the TCI that name the VLAN; the others are its priority. */
    private static final int VLAN_ID = 0xfff;

    private int etherType;
    private int payloadOffset;
    private int tags;

    /**
     * Walks over the tags. Once it has answered {@link Defect#NONE} no accessor fails.
     *
     * @param etherType what the link layer says follows
     * @param capturedLength bytes present from {@code offset} on
     */
    Defect wrap(ByteBuffer buffer, int offset, int capturedLength, int etherType) {
        int type = etherType;
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
        this.etherType = type;
        this.payloadOffset = offset + length;
        this.tags = walked;
        return Defect.NONE;
    }

    private static boolean isTag(int etherType) {
        return etherType == EtherType.VLAN
                || etherType == EtherType.PROVIDER_VLAN
                || etherType == EtherType.OLD_PROVIDER_VLAN;
    }

    /** What follows the last tag. */
    int etherType() {
        return etherType;
    }

    /** Index in the buffer of the first byte after the last tag. */
    int payloadOffset() {
        return payloadOffset;
    }

    /** A number that is the same for the same VLANs in the same order; 0 without tags. */
    int tags() {
        return tags;
    }
}
