package tcprt.capture;

import java.nio.ByteBuffer;

/** The frame a {@link FileFormat} found last: a plain struct, written over by the next. */
final class FoundFrame {
    /** Most bytes of one frame that are accepted; libpcap's own limit. */
    static final int CAPTURED_LIMIT = 262_144;

    /** As in {@link FrameHandler}. */
    long timeNs;

    /** As in {@link FrameHandler}, within one file. */
    int interfaceId;

    /** As in {@link FrameHandler}. */
    int linkType;

    /** Index in the read buffer; valid until bytes are read into it again. */
    int offset;

    /** As in {@link FrameHandler}. */
    int capturedLength;

    /** As in {@link FrameHandler}. */
    int wireLength;

    /**
     * Refuses a captured length that no capture has, before memory is found for it.
     *
     * @param captured as the record says, u32
     */
    static void requireCapturable(long captured) throws MalformedException {
        if (captured > CAPTURED_LIMIT) {
            throw tooLong(captured);
        }
    }

    private static MalformedException tooLong(long captured) {
        return new MalformedException(
                "claims " + captured + " captured bytes, the limit is " + CAPTURED_LIMIT);
    }

    /**
     * Sets both lengths. Some writers leave the length on the wire 0 or below what they captured;
     * then it is taken to be what was captured.
     *
     * @param captured at most {@link #CAPTURED_LIMIT}
     * @param wire u32
     */
    void setLengths(int captured, long wire) {
        capturedLength = captured;
        wireLength = (int) Math.min(Math.max(wire, captured), Integer.MAX_VALUE);
    }

    /**
     * Lends the frame to a handler, as coming from another interface number than its own file's.
     */
    void handTo(FrameHandler handler, ByteBuffer buffer, int interfaceId) {
        handler.onFrame(timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
    }
}
