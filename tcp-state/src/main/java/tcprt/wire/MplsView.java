package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A stack of MPLS labels seen in place (RFC 3032 2.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                Label                  | TC  |S|      TTL      |  S: the last one
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * No field says what follows the last label; its first four bits do, as for the routers that spread
 * load by it (RFC 4928 2): 4 and 6 are IP, and 0 is the control word of a pseudowire, four bytes
 * before an Ethernet frame (RFC 4448 4.6). A pseudowire without control word is not recognised.
 */
final class MplsView implements LinkView {
    /** Far more than hardware pushes, entropy labels and segment routing included. */
    static final int MAX_LABELS = 16;

    private static final int LABEL_LENGTH = 4;
    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int CONTROL_WORD_LENGTH = 4;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        int length = 0;
        boolean bottom = false;
        while (!bottom) {
            if (length == MAX_LABELS * LABEL_LENGTH) {
                return Defect.MPLS_LABEL_STACK;
            }
            if (capturedLength - length < LABEL_LENGTH) {
                return Defect.FRAME_TRUNCATED;
            }
            bottom = (buffer.getInt(offset + length) & BOTTOM_OF_STACK) != 0;
            length += LABEL_LENGTH;
        }
        if (capturedLength == length) {
            return Defect.FRAME_TRUNCATED;
        }
        switch ((buffer.get(offset + length) & 0xff) >>> 4) {
            case 4 -> etherType = EtherType.IPV4;
            case 6 -> etherType = EtherType.IPV6;
            case 0 -> {
                if (capturedLength - length < CONTROL_WORD_LENGTH) {
                    return Defect.FRAME_TRUNCATED;
                }
                etherType = EtherType.ETHERNET;
                length += CONTROL_WORD_LENGTH;
            }
            default -> etherType = EtherType.OTHER;
        }
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
}
