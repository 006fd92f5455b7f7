package tcprt.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Segments of one shard, made on demand and used over and over; at most {@code limit} exist. */
public final class SegmentPool {
    private final int limit;
    private Segment[] free = new Segment[16];
    private int freeCount;
    private int made;

    /**
     * Makes an empty pool.
     *
     * @param limit segments that may exist at the same time, at least 1
     */
    public SegmentPool(int limit) {
        this.limit = limit;
    }

    /** A segment for the caller to own, or null if the limit is reached. */
    public @Nullable Segment take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (made >= limit) {
            return null;
        }
        made++;
        return new Segment();
    }

    /** Whether {@link #take} has one to give. */
    boolean hasRoom() {
        return freeCount > 0 || made < limit;
    }

    /** Takes a segment back. */
    public void give(Segment segment) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = segment;
    }
}
