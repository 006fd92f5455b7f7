package tcprt.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A bounded store of payload that must outlive its frame, in pages of one size. One per shard; its
 * memory is taken as it is needed and used over and over.
 */
public final class ByteStore {
    /** Bytes of a page: a segment on most links. */
    static final int PAGE_LENGTH = 2048;

    /** Answer of {@link #keep} when the limit is reached. */
    static final int FULL = -1;

    private static final int CHUNK_PAGES = 128;
    private static final int FIRST_CHUNKS = 4;

    private final int pageLimit;
    private ByteBuffer[] chunks = new ByteBuffer[FIRST_CHUNKS];
    private int made;
    private int[] free = new int[CHUNK_PAGES];
    private int freeCount;

    /**
     * Makes an empty store.
     *
     * @param byteLimit bytes it may take, at least 1; rounded up to whole pages
     */
    public ByteStore(long byteLimit) {
        pageLimit = (int) Math.min(Integer.MAX_VALUE, (byteLimit + PAGE_LENGTH - 1) / PAGE_LENGTH);
    }

    /**
     * Copies bytes in.
     *
     * @param from lent
     * @param length at most {@link #PAGE_LENGTH}
     * @return the page that holds them, to be given to {@link #release}, or {@link #FULL}
     */
    int keep(ByteBuffer from, int offset, int length) {
        if (freeCount == 0 && made == pageLimit) {
            return FULL;
        }
        int page = freeCount > 0 ? free[--freeCount] : makePage();
        chunks[page / CHUNK_PAGES].put(placeOf(page), from, offset, length);
        return page;
    }

    /** The buffer in which a page is, at {@link #placeOf}; lent until the page is released. */
    ByteBuffer lend(int page) {
        return chunks[page / CHUNK_PAGES];
    }

    /** Index of a page's first byte. */
    int placeOf(int page) {
        return page % CHUNK_PAGES * PAGE_LENGTH;
    }

    /** Takes a page back. */
    void release(int page) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = page;
    }

    /** Pages that are not released. */
    int pagesInUse() {
        return made - freeCount;
    }

    private int makePage() {
        int chunk = made / CHUNK_PAGES;
        if (made % CHUNK_PAGES == 0) {
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk * 2);
            }
            chunks[chunk] = ByteBuffer.allocateDirect(CHUNK_PAGES * PAGE_LENGTH);
        }
        return made++;
    }
}
