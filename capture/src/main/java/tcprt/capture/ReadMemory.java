package tcprt.capture;

import java.nio.ByteBuffer;

/**
 * Where capture files get the memory they are read into, one piece at a time for each open file.
 * Called by the thread that polls.
 *
 * <p>Frames are lent where they lie, so whoever gives the memory decides how long they stay: no
 * byte of a frame is written over before its piece has come back through {@link #giveBack} or
 * {@link #makeRoom}.
 */
public interface ReadMemory {
    /** Bytes of a piece, at least. */
    int CAPACITY = 256 * 1024;

    /** A piece for somebody else to fill: direct, big-endian, from 0 to its capacity. */
    ByteBuffer take();

    /**
     * Memory to read on into.
     *
     * @param held a piece with bytes that are still needed between position and limit; given back
     *     by this unless it is the answer
     * @param needed bytes that must find room from the first of those on
     * @return memory with those bytes between position and limit, and room behind them
     */
    ByteBuffer makeRoom(ByteBuffer held, int needed);

    /** Takes a piece back that will not be read into any more. */
    void giveBack(ByteBuffer piece);

    /** Memory of a reader whose frames nobody looks at once the next ones are read. */
    static ReadMemory ofOneReader() {
        return new SpareBuffers();
    }
}
