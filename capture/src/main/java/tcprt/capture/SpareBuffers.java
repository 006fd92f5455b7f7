package tcprt.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Read buffers handed from file to file. Direct memory is freed only when the collector gets to it,
 * so a thousand files that are opened one after the other share a few buffers.
 */
final class SpareBuffers implements ReadMemory {
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    @Override
    public ByteBuffer take() {
        ByteBuffer buffer = spare.poll();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(CAPACITY);
    }

    @Override
    public ByteBuffer makeRoom(ByteBuffer held, int needed) {
        if (needed <= held.capacity()) {
            return held.compact().flip();
        }
        // Doubled at least, so that a few growing records do not copy again and again.
        return ByteBuffer.allocateDirect(Math.max(needed, 2 * held.capacity())).put(held).flip();
    }

    @Override
    public void giveBack(ByteBuffer buffer) {
        spare.push(buffer);
    }
}
