package tcprt.wire;

import java.nio.ByteBuffer;

/** A link layer's header seen in place: which protocol follows it, and where. */
interface LinkView {
    /**
     * Places this view over a frame. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes.
     *
     * @param buffer big-endian, lent until the next call
     * @param offset index of the frame's first byte
     * @param capturedLength bytes of the frame present in {@code buffer}
     * @return {@link Defect#NONE}, or why the frame cannot be read
     */
    Defect wrap(ByteBuffer buffer, int offset, int capturedLength);

    /** What follows the header, as an {@link EtherType}, whichever way the link layer says it. */
    int etherType();

    /** Index in the buffer of the first byte after the header. */
    int payloadOffset();

    /**
     * Where the frame passed, as far as the header says: the same number for the same VLANs, or
     * interface and direction; 0 if it says nothing.
     */
    default int passage() {
        return 0;
    }
}
