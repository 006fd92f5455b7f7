package tcprt.tcp;

import java.util.Arrays;

/**
 * Queues of one shard for what connections have on its way. Most connections have nothing on its
 * way most of the time, so each takes a queue when it sends and gives it back when all is
 * acknowledged.
 */
final class SentSegmentsPool {
    private final EntryBudget budget;
    private final int roomLimit;
    private SentSegments[] free = new SentSegments[16];
    private int freeCount;

    /** Entries for which the queues here have grown. */
    private int room;

    /**
     * Makes an empty pool.
     *
     * @param roomLimit entries for which queues may have grown and wait here; past it their room is
     *     given up
     */
    SentSegmentsPool(EntryBudget budget, int roomLimit) {
        this.budget = budget;
        this.roomLimit = roomLimit;
    }

    /** An empty queue for the caller to own. */
    SentSegments take(boolean counting) {
        SentSegments queue;
        if (freeCount > 0) {
            queue = free[--freeCount];
            room -= queue.grownBy();
            queue.begin(counting);
        } else {
            queue = new SentSegments(budget, counting);
        }
        return queue;
    }

    /** Takes a queue back. */
    void give(SentSegments queue) {
        if (room + queue.grownBy() > roomLimit) {
            queue.free();
            return;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = queue;
        room += queue.grownBy();
    }
}
