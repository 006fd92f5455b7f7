package tcprt.cli;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import tcprt.capture.FrameHandler;

/**
 * Frames on their way from the thread that polls to a shard's thread: copies, in order, and what
 * the shard is to do after them. Used over and over.
 */
final class FrameBatch {
    /** What follows the frames. */
    enum Mark {
        /** More frames, in the next batch. */
        NONE,
        /** No more frames for the moment: lines written so far are made visible. */
        FLUSH,
        /** A time has come, and the thread that polls waits until the shard has seen it. */
        TIME,
        /** No frame will come any more. */
        END
    }

    private static final int FRAMES = 1024;
    private static final int BYTES = 1 << 18;
    private static final CountDownLatch NOBODY_WAITS = new CountDownLatch(0);

    private ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    private int usedBytes;
    private int frames;
    private final long[] timesNs = new long[FRAMES];
    private final int[] interfaceIds = new int[FRAMES];
    private final int[] linkTypes = new int[FRAMES];
    private final int[] offsets = new int[FRAMES];
    private final int[] capturedLengths = new int[FRAMES];
    private final int[] wireLengths = new int[FRAMES];

    private Mark mark = Mark.NONE;
    private long markTimeNs;
    private CountDownLatch seen = NOBODY_WAITS;

    /** Whether a frame of this length still fits. An empty batch has room for any. */
    boolean hasRoomFor(int capturedLength) {
        return frames == 0 || (frames < FRAMES && capturedLength <= bytes.capacity() - usedBytes);
    }

    /** Copies a frame; there must be room for it. */
    void add(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        if (capturedLength > bytes.capacity() - usedBytes) {
            bytes = ByteBuffer.allocateDirect(capturedLength); // a giant, alone in its batch
        }
        bytes.put(usedBytes, buffer, offset, capturedLength);
        timesNs[frames] = timeNs;
        interfaceIds[frames] = interfaceId;
        linkTypes[frames] = linkType;
        offsets[frames] = usedBytes;
        capturedLengths[frames] = capturedLength;
        wireLengths[frames] = wireLength;
        frames++;
        usedBytes += capturedLength;
    }

    /** Lends every frame to a handler. */
    void handOver(FrameHandler handler) {
        for (int i = 0; i < frames; i++) {
            handler.onFrame(
                    timesNs[i],
                    interfaceIds[i],
                    linkTypes[i],
                    bytes,
                    offsets[i],
                    capturedLengths[i],
                    wireLengths[i]);
        }
    }

    Mark mark() {
        return mark;
    }

    /** The time of {@link Mark#TIME}, nanoseconds since 1970-01-01 UTC. */
    long markTimeNs() {
        return markTimeNs;
    }

    /** Says what follows the frames. */
    void setMark(Mark mark) {
        this.mark = mark;
    }

    /**
     * Says that a time follows the frames.
     *
     * @param seen counted down by {@link #markSeen}
     */
    void setTimeMark(long timeNs, CountDownLatch seen) {
        this.mark = Mark.TIME;
        this.markTimeNs = timeNs;
        this.seen = seen;
    }

    /** Tells whoever waits that the shard has come to the mark. */
    void markSeen() {
        seen.countDown();
    }

    /** Makes it empty again, without a mark. */
    void clear() {
        usedBytes = 0;
        frames = 0;
        mark = Mark.NONE;
        seen = NOBODY_WAITS;
    }
}
