package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutOfOrderQueueTest {
    private final OutOfOrderQueue queue = new OutOfOrderQueue(new EntryBudget(100_000));

    @Test
    void aGapStaysUntilItIsFilled() {
        queue.add(200, 300);
        queue.add(400, 500);
        assertEquals(100, queue.merge(100));
        assertEquals(199, queue.merge(199));
        assertEquals(300, queue.merge(200));
        assertFalse(queue.isEmpty());
        assertEquals(500, queue.lastEnd(0));
        assertEquals(500, queue.merge(450));
        assertTrue(queue.isEmpty());
        assertEquals(7, queue.lastEnd(7));
    }

    @Test
    void neighboursBecomeOne() {
        queue.add(200, 300);
        queue.add(400, 500);
        queue.add(300, 400);
        assertEquals(500, queue.merge(200));
        assertTrue(queue.isEmpty());
    }

    @Test
    void whatWaitsBeforeAnEdgeIsCounted() {
        queue.add(200, 300);
        queue.add(400, 500);
        assertEquals(0, queue.bytesBefore(200));
        assertEquals(100, queue.bytesBefore(400));
        assertEquals(150, queue.bytesBefore(450));
        assertEquals(200, queue.bytesBefore(900));
    }

    @Test
    void aLongRunOfNeighboursNeedsNoMoreRoomThanOne() {
        EntryBudget budget = new EntryBudget(4);
        OutOfOrderQueue run = new OutOfOrderQueue(budget);
        for (int i = 0; i < 100; i++) {
            run.add(1000 + 10 * i, 1010 + 10 * i);
        }
        for (int i = 0; i < 100; i++) {
            run.add(990 - 10 * i, 1000 - 10 * i);
        }
        assertEquals(0, budget.refused());
        assertEquals(2000, run.merge(0));
    }

    @Test
    void aFinForgetsEverything() {
        queue.add(200, 300);
        queue.clear();
        assertTrue(queue.isEmpty());
        assertEquals(200, queue.merge(200));
    }

    @Test
    void pastTheLimitARangeIsForgottenAndTheOthersStay() {
        for (int i = 0; i < OutOfOrderQueue.MAX_RANGES + 5; i++) {
            queue.add(100 + 10 * i, 105 + 10 * i);
        }
        assertEquals(105 + 10 * (OutOfOrderQueue.MAX_RANGES - 1), queue.lastEnd(0));
        queue.add(105, 110); // joins two ranges: always possible
        assertEquals(115, queue.merge(100));
    }

    @Test
    void theBudgetBoundsAllQueuesTogetherAndComesBack() {
        EntryBudget budget = new EntryBudget(12);
        OutOfOrderQueue first = new OutOfOrderQueue(budget);
        OutOfOrderQueue second = new OutOfOrderQueue(budget);
        for (int i = 0; i < 10; i++) {
            first.add(100 * i, 100 * i + 50); // room for 4, then 8
        }
        second.add(100, 150); // room for the 4 that are left
        for (int i = 2; i < 10; i++) {
            second.add(100 * i, 100 * i + 50);
        }
        assertEquals(750, first.lastEnd(0));
        assertEquals(450, second.lastEnd(0));
        assertEquals(2 + 5, budget.refused());

        first.free();
        second.add(500, 550);
        assertEquals(550, second.lastEnd(0));
        second.free();
        assertTrue(budget.take(12));
    }

    /** Against an array with one bit per byte, near and across 2^32. */
    @Test
    void holdsTheBytesThatABitSetHolds() {
        Random random = new Random(7);
        for (int run = 0; run < 500; run++) {
            OutOfOrderQueue ranges = new OutOfOrderQueue(new EntryBudget(100_000));
            BitSet bytes = new BitSet();
            int base = random.nextInt(3) == 0 ? random.nextInt() : -random.nextInt(3000);
            int edge = 0;
            for (int step = 0; step < 120; step++) {
                int start = edge + 1 + random.nextInt(2000);
                int end = start + 1 + random.nextInt(1 + random.nextInt(300));
                if (random.nextInt(4) > 0) {
                    ranges.add(base + start, base + end);
                    bytes.set(start, end);
                } else {
                    edge += random.nextInt(400);
                    edge = Math.max(edge, bytes.nextClearBit(edge));
                    int merged = ranges.merge(base + edge);
                    assertEquals(edge, merged - base, "run " + run + ", step " + step);
                    bytes.clear(0, edge);
                }
                assertEquals(bytes.isEmpty(), ranges.isEmpty(), "run " + run + ", step " + step);
                int last = bytes.isEmpty() ? -1 : bytes.length();
                assertEquals(base + last, ranges.lastEnd(base - 1), "run " + run);
            }
        }
    }
}
