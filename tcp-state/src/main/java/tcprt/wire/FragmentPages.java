package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A bounded store of bytes that outlive their frame, in pages of one size. Its memory is taken with
 * the first page and never grows.
 */
final class FragmentPages {
    /** Bytes of a page: more than a fragment on most links, less than a waste for the last one. */
    static final int PAGE_LENGTH = 2048;

    static final int NO_PAGE = -1;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int[] free;
    private int freeCount;
    private ByteBuffer memory = NOTHING;

    /** Makes a store that is empty and takes no memory yet. */
    FragmentPages(int pageCount) {
        free = new int[pageCount];
        for (int i = 0; i < pageCount; i++) {
            free[i] = pageCount - 1 - i;
        }
        freeCount = pageCount;
    }

    int freeCount() {
        return freeCount;
    }

    /** Takes a page; {@link #freeCount()} must not be 0. */
    int take() {
        if (memory.capacity() == 0) {
            memory = ByteBuffer.allocateDirect(free.length * PAGE_LENGTH);
        }
        return free[--freeCount];
    }

    void giveBack(int page) {
        free[freeCount++] = page;
    }

    /** Copies bytes into a page, at most up to its end. */
    void write(int page, int at, ByteBuffer from, int offset, int length) {
        memory.put(page * PAGE_LENGTH + at, from, offset, length);
    }

    /** Copies bytes out of a page, from its beginning. */
    void read(int page, ByteBuffer into, int offset, int length) {
        into.put(offset, memory, page * PAGE_LENGTH, length);
    }
}
