package tcprt.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import tcprt.wire.Seq;

/**
 * Payload of one direction that came before what precedes it, in sequence order. Pieces may
 * overlap.
 */
final class WaitingBytes {
    /** Pieces that may wait: 8 MiB of them. */
    static final int MAX_PIECES = 4096;

    /** The page of a piece of which a snap length left nothing. */
    private static final int NO_PAGE = -1;

    private final ByteStore store;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int[] captured = new int[8];
    private int[] pages = new int[8];
    private int count;

    WaitingBytes(ByteStore store) {
        this.store = store;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Sequence number of the first byte that waits; there must be one. */
    int firstStart() {
        return starts[0];
    }

    /** Sequence number after the first piece. */
    int firstEnd() {
        return ends[0];
    }

    /** Bytes of the first piece that are present. */
    int firstCaptured() {
        return captured[0];
    }

    /** What holds them, from {@link #firstPlace} on; lent until {@link #removeFirst}. */
    ByteBuffer firstBytes(ByteBuffer none) {
        return pages[0] == NO_PAGE ? none : store.lend(pages[0]);
    }

    int firstPlace() {
        return pages[0] == NO_PAGE ? 0 : store.placeOf(pages[0]);
    }

    void removeFirst() {
        if (pages[0] != NO_PAGE) {
            store.release(pages[0]);
        }
        count--;
        shift(1, 0, count);
    }

    /**
     * Keeps a segment's payload.
     *
     * @return false if there was no room for all of it; what there was room for is kept
     */
    boolean add(int seq, ByteBuffer data, int offset, int capturedLength, int wireLength) {
        int at = 0;
        while (at < wireLength) {
            int present = Math.min(ByteStore.PAGE_LENGTH, Math.max(0, capturedLength - at));
            // What follows the last byte that was captured belongs to the last piece.
            int length = at + present >= capturedLength ? wireLength - at : present;
            if (!addPiece(seq + at, data, offset + at, present, length)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private boolean addPiece(int seq, ByteBuffer data, int offset, int present, int length) {
        int index = count;
        while (index > 0 && Seq.after(starts[index - 1], seq)) {
            index--;
        }
        if (index > 0
                && Seq.atOrAfter(ends[index - 1], seq + length)
                && captured[index - 1] == ends[index - 1] - starts[index - 1]) {
            return true; // A copy.
        }
        if (count == MAX_PIECES) {
            return false;
        }
        int page = present == 0 ? NO_PAGE : store.keep(data, offset, present);
        if (page == ByteStore.FULL && present > 0) {
            return false;
        }
        if (count == starts.length) {
            grow();
        }
        shift(index, index + 1, count - index);
        starts[index] = seq;
        ends[index] = seq + length;
        captured[index] = present;
        pages[index] = page;
        count++;
        return true;
    }

    /** Gives every page back. */
    void clear() {
        for (int i = 0; i < count; i++) {
            if (pages[i] != NO_PAGE) {
                store.release(pages[i]);
            }
        }
        count = 0;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(starts, from, starts, to, length);
        System.arraycopy(ends, from, ends, to, length);
        System.arraycopy(captured, from, captured, to, length);
        System.arraycopy(pages, from, pages, to, length);
    }

    private void grow() {
        int capacity = count * 2;
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        captured = Arrays.copyOf(captured, capacity);
        pages = Arrays.copyOf(pages, capacity);
    }
}
