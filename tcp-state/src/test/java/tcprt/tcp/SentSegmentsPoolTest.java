package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SentSegmentsPoolTest {
    private static final int ENTRIES = 100;

    private final EntryBudget budget = new EntryBudget(ENTRIES);
    private final SentSegmentsPool pool = new SentSegmentsPool(budget);

    private static SentSegments filled(SentSegments queue, int segments) {
        for (int i = 0; i < segments; i++) {
            queue.add(10 * i, 10 * i + 10, i);
        }
        return queue;
    }

    @Test
    void queueComesBackEmptyAndWithTheRoomThatItHad() {
        SentSegments queue = filled(pool.take(false), 16);
        int room = queue.grownBy();
        pool.give(queue);
        assertSame(queue, pool.take(true));
        assertTrue(queue.isEmpty());
        assertEquals(room, queue.grownBy());
    }

    @Test
    void queueThatHasGrownIsNotKeptWhereRoomIsScarce() {
        SentSegments large = filled(pool.take(false), 64);
        assertTrue(budget.isScarce());
        pool.give(large);
        assertNotSame(large, pool.take(false));
        assertTrue(budget.take(ENTRIES), "its room is free again");
    }

    @Test
    void queueThatHasNotGrownIsKeptInAnyCase() {
        SentSegments large = filled(pool.take(false), 64);
        SentSegments small = pool.take(false);
        pool.give(small);
        assertSame(small, pool.take(false));
        assertEquals(60, large.grownBy());
    }
}
