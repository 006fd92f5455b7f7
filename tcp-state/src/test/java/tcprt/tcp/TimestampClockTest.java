package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimestampClockTest {
    private static final long MILLI = 1_000_000;
    private static final long T = 1_700_000_000_000_000_000L;

    private final TimestampClock clock = new TimestampClock();

    @Test
    void beforeTheHostShowedItsClockNothingIsKnown() {
        assertTrue(clock.millisSince(5, T) < 0);
    }

    @Test
    void countsWholeMilliseconds() {
        clock.onSent(5000, T);
        assertEquals(0, clock.millisSince(5000, T + 999_999));
        assertEquals(1, clock.millisSince(5000, T + MILLI));
        assertEquals(41, clock.millisSince(4960, T + MILLI + 5));
    }

    @Test
    void aValueFromTheFutureIsRefused() {
        clock.onSent(5000, T);
        assertTrue(clock.millisSince(5001, T) < 0);
    }

    @Test
    void theLatestTickThatWasSeenSetsThePhase() {
        // 5000 was shown 0.9 ms after the tick: 5001 appears 0.1 ms later, so the tick is at T + 0.1.
        clock.onSent(5000, T);
        clock.onSent(5001, T + 100_000);
        assertEquals(0, clock.millisSince(5001, T + 1_099_999));
        assertEquals(1, clock.millisSince(5001, T + 1_100_000));
        assertEquals(2, clock.millisSince(5000, T + 1_100_000));
    }

    @Test
    void aSegmentThatLeftLateTeachesNothing() {
        clock.onSent(5000, T);
        clock.onSent(5001, T + 100_000);
        clock.onSent(5002, T + 50 * MILLI);
        assertEquals(1, clock.millisSince(5001, T + 1_100_000));
    }

    @Test
    void countsAcrossTheWrap() {
        clock.onSent(-2, T);
        clock.onSent(1, T + 2 * MILLI + 500_000); // three ticks in 2.5 ms: half a tick of phase
        assertEquals(3, clock.millisSince(-2, T + 2 * MILLI + 500_000));
        assertEquals(4, clock.millisSince(-2, T + 3 * MILLI + 500_000));
        assertEquals(0, clock.millisSince(2, T + 3 * MILLI + 500_000));
    }

    @Test
    void countsMoreThanAnIntOfNanoseconds() {
        clock.onSent(0, T);
        assertEquals(86_400_000, clock.millisSince(0, T + 86_400_000 * MILLI));
    }
}
