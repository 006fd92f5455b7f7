package tcprt.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tcprt.capture.FrameHandler;

/**
 * Frames on their way from the thread that polls to a shard's thread, in order, and what the shard
 * is to do after them. Says where each frame lies: in {@link SharedMemory} that the batch holds
 * until the shard has seen it, or else in a copy of its own. Used over and over.
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
    private final List<SharedMemory.Piece> pieces = new ArrayList<>();
    private final ByteBuffer[] buffers = new ByteBuffer[FRAMES];
    private final long[] timesNs = new long[FRAMES];
    private final int[] interfaceIds = new int[FRAMES];
    private final int[] linkTypes = new int[FRAMES];
    private final int[] offsets = new int[FRAMES];
    private final int[] capturedLengths = new int[FRAMES];
    private final int[] wireLengths = new int[FRAMES];

    private Mark mark = Mark.NONE;
    private long markTimeNs;
    private CountDownLatch seen = NOBODY_WAITS;

    /** Whether one more frame can stay where it is. */
    boolean hasRoom() {
        return frames < FRAMES;
    }

    /** Whether a copy of this length still fits. An empty batch has room for any. */
    boolean hasRoomFor(int capturedLength) {
        return frames == 0 || (hasRoom() && capturedLength <= bytes.capacity() - usedBytes);
    }

    /** Copies a frame; there must be room for it. */
    void addCopy(
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
        add(timeNs, interfaceId, linkType, bytes, usedBytes, capturedLength, wireLength);
        usedBytes += capturedLength;
    }

    /** Adds a frame that stays where it is; there must be room for it. */
    void addInPlace(
            long timeNs,
            int interfaceId,
            int linkType,
            SharedMemory.Piece piece,
            int offset,
            int capturedLength,
            int wireLength) {
        if (pieces.isEmpty() || pieces.get(pieces.size() - 1) != piece) {
            piece.hold();
            pieces.add(piece);
        }
        add(timeNs, interfaceId, linkType, piece.view(), offset, capturedLength, wireLength);
    }

    private void add(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        timesNs[frames] = timeNs;
        interfaceIds[frames] = interfaceId;
        linkTypes[frames] = linkType;
        buffers[frames] = buffer;
        offsets[frames] = offset;
        capturedLengths[frames] = capturedLength;
        wireLengths[frames] = wireLength;
        frames++;
    }

    /** Lends every frame to a handler. */
    void handOver(FrameHandler handler) {
        for (int i = 0; i < frames; i++) {
            handler.onFrame(
                    timesNs[i],
                    interfaceIds[i],
                    linkTypes[i],
                    buffers[i],
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

    /** Makes it empty again, without a mark. The shard has seen its frames. */
    void clear() {
        for (int i = 0; i < pieces.size(); i++) {
            pieces.get(i).release();
        }
        pieces.clear();
        usedBytes = 0;
        frames = 0;
        mark = Mark.NONE;
        seen = NOBODY_WAITS;
    }
}
