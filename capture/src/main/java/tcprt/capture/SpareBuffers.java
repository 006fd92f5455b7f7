package tcprt.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Read buffers handed from file to file. Direct memory is freed only when the collector gets to it,
 * so a thousand files that are opened one after the other share a few buffers.
 */
final class SpareBuffers {
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    /** An empty direct buffer of {@link ReadBuffer#CAPACITY} or more, big-endian. */
    ByteBuffer take() {
        ByteBuffer buffer = spare.poll();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(ReadBuffer.CAPACITY);
    }

    /** Takes back a buffer that nobody looks at any more. */
    void giveBack(ByteBuffer buffer) {
        spare.push(buffer);
    }
}
