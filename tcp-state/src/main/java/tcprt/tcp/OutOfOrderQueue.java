package tcprt.tcp;

import java.util.Arrays;
import tcprt.wire.Seq;

/**
 * Byte ranges received beyond RCV.NXT, in order and disjoint: the kernel's {@code
 * out_of_order_queue} without its bytes.
 *
 * <p>At most {@link #MAX_RANGES} ranges are kept, and fewer if the shard's {@link EntryBudget} is
 * used up; a range past that is forgotten, as the kernel prunes its queue under memory pressure.
 */
public final class OutOfOrderQueue {
    static final int MAX_RANGES = 1024;

    private static final int[] NONE = {};

    private final EntryBudget budget;
    private int[] starts = NONE;
    private int[] ends = NONE;
    private int count;

    /** Whether the host sent an ACK below the ranges: the gap is real. */
    private boolean gapReported;

    OutOfOrderQueue(EntryBudget budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Remembers the range from {@code start} up to, not including, {@code end}. */
    public void add(int start, int end) {
        gapReported &= count > 0;
        int first = 0;
        while (first < count && Seq.before(ends[first], start)) {
            first++;
        }
        int from = start;
        int to = end;
        int last = first;
        while (last < count && Seq.atOrBefore(starts[last], to)) {
            from = Seq.earlier(from, starts[last]);
            to = Seq.later(to, ends[last]);
            last++;
        }
        if (last == first) {
            if (count == starts.length && !grow()) {
                return;
            }
            insertGap(first);
        } else {
            closeGap(first + 1, last);
        }
        starts[first] = from;
        ends[first] = to;
    }

    /** The host sent an ACK that does not go beyond RCV.NXT. */
    void onAckSent() {
        gapReported |= count > 0;
    }

    /** Whether the host itself complained of the gap before the ranges, or of one closed since. */
    boolean isGapReported() {
        return gapReported;
    }

    /**
     * Takes out what has become in-order ({@code tcp_ofo_queue}).
     *
     * @param rcvNxt RCV.NXT after the segment that just arrived
     * @return RCV.NXT after the queued ranges that touch it
     */
    public int merge(int rcvNxt) {
        int edge = rcvNxt;
        int taken = 0;
        while (taken < count && Seq.atOrBefore(starts[taken], edge)) {
            edge = Seq.later(edge, ends[taken]);
            taken++;
        }
        closeGap(0, taken);
        return edge;
    }

    /** The end of the last range, or {@code none} if the queue is empty. */
    public int lastEnd(int none) {
        return count == 0 ? none : ends[count - 1];
    }

    /** Bytes that wait before {@code edge}. */
    long bytesBefore(int edge) {
        long bytes = 0;
        for (int i = 0; i < count && Seq.before(starts[i], edge); i++) {
            bytes += Seq.distance(starts[i], Seq.earlier(ends[i], edge));
        }
        return bytes;
    }

    /** Forgets everything: an in-order FIN arrived. */
    void clear() {
        count = 0;
    }

    /** Gives back what it had grown to; the connection is gone. */
    public void free() {
        budget.give(starts.length);
        count = 0;
    }

    private boolean grow() {
        int capacity = Math.max(4, count * 2);
        if (capacity > MAX_RANGES || !budget.take(capacity - starts.length)) {
            return false;
        }
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        return true;
    }

    private void insertGap(int index) {
        System.arraycopy(starts, index, starts, index + 1, count - index);
        System.arraycopy(ends, index, ends, index + 1, count - index);
        count++;
    }

    private void closeGap(int from, int to) {
        System.arraycopy(starts, to, starts, from, count - to);
        System.arraycopy(ends, to, ends, from, count - to);
        count -= to - from;
    }
}
