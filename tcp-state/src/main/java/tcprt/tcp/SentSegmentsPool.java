package tcprt.tcp;

import java.util.Arrays;

/**
 * Queues of one shard for what connections have on its way. Most connections have nothing on its
 * way most of the time, so each takes a queue when it sends and gives it back when all is
 * acknowledged.
 */
final class SentSegmentsPool {
    private final EntryBudget budget;
    private SentSegments[] free = new SentSegments[16];
    private int freeCount;

    /** Makes an empty pool of queues that grow within a budget. */
    SentSegmentsPool(EntryBudget budget) {
        this.budget = budget;
    }

    /** An empty queue for the caller to own. */
    SentSegments take(boolean counting) {
        SentSegments queue;
        if (freeCount > 0) {
            queue = free[--freeCount];
            queue.begin(counting);
        } else {
            queue = new SentSegments(budget, counting);
        }
        return queue;
    }

    /** Takes a queue back. One that has grown is not kept where room is scarce. */
    void give(SentSegments queue) {
        if (queue.grownBy() > 0 && budget.isScarce()) {
            queue.free();
            return;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = queue;
    }
}
