package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * An LLC header seen in place, with SNAP's if it is there (IEEE 802.2; RFC 1042).
 *
 * <pre>
 *   0    1    2    3              6         8
 *  +----+----+----+--------------+---------+----------
 *  | aa | aa | 03 |  OUI (000000)|  Type   | payload         SNAP
 *  +----+----+----+--------------+---------+----------
 *  | 06 | 06 | 03 | IPv4
 *  +----+----+----+----------
 * </pre>
 *
 * Spanning tree, IPX and all else with other numbers is not IP.
 */
final class LlcView implements LinkView {
    private static final int HEADER_LENGTH = 3;
    private static final int SNAP_HEADER_LENGTH = 8;
    private static final int TYPE = 6;

    // The first three bytes, and the OUI behind them.
    private static final int SNAP = 0xaaaa03;
    private static final int IPV4 = 0x060603;
    private static final int OUI_ETHERNET = 0x000000;

    /** As OUI_ETHERNET, for frames that bridges have translated (IEEE 802.1H). */
    private static final int OUI_BRIDGED_ETHERNET = 0x0000f8;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        int header = threeBytes(buffer, offset);
        if (header != SNAP) {
            etherType = header == IPV4 ? EtherType.IPV4 : EtherType.OTHER;
            payloadOffset = offset + HEADER_LENGTH;
            return Defect.NONE;
        }
        if (capturedLength < SNAP_HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        int oui = threeBytes(buffer, offset + HEADER_LENGTH);
        boolean type = oui == OUI_ETHERNET || oui == OUI_BRIDGED_ETHERNET;
        etherType = type ? buffer.getShort(offset + TYPE) & 0xffff : EtherType.OTHER;
        payloadOffset = offset + SNAP_HEADER_LENGTH;
        return Defect.NONE;
    }

    private static int threeBytes(ByteBuffer buffer, int offset) {
        return (buffer.getShort(offset) & 0xffff) << 8 | (buffer.get(offset + 2) & 0xff);
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
