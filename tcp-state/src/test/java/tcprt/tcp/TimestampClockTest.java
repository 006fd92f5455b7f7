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

    /** One segment leaves the tick anywhere within a millisecond: the middle is taken. */
    @Test
    void countsWholeMilliseconds() {
        clock.onSent(5000, T);
        assertEquals(0, clock.millisSince(5000, T + 499_999));
        assertEquals(1, clock.millisSince(5000, T + 500_000));
        assertEquals(41, clock.millisSince(4960, T + MILLI + 5));
    }

    @Test
    void aValueFromTheFutureIsRefused() {
        clock.onSent(5000, T);
        assertTrue(clock.millisSince(5001, T) < 0);
    }

    @Test
    void aTickThatCameEarlySetsALowerBound() {
        // 5001 is shown after 0.1 ms: it began at T + 0 to 0.1, hence 5002 at T + 1 to 1.1.
        clock.onSent(5000, T);
        clock.onSent(5001, T + 100_000);
        assertEquals(0, clock.millisSince(5001, T + 1_049_999));
        assertEquals(1, clock.millisSince(5001, T + 1_050_000));
        assertEquals(2, clock.millisSince(5000, T + 1_050_000));
    }

    @Test
    void aTickThatLastsSetsAnUpperBound() {
        // 5000 is still shown after 0.8 ms: 5001 begins at T + 0.8 to 1.
        clock.onSent(5000, T);
        clock.onSent(5000, T + 800_000);
        assertEquals(0, clock.millisSince(5000, T + 899_999));
        assertEquals(1, clock.millisSince(5000, T + 900_000));
    }

    @Test
    void aSegmentThatLeftLateDoesNotMoveTheLowerBound() {
        clock.onSent(5000, T);
        clock.onSent(5001, T + 100_000);
        clock.onSent(5002, T + 50 * MILLI);
        assertEquals(0, clock.millisSince(5001, T + 1_099_999));
        assertEquals(1, clock.millisSince(5001, T + 1_100_000));
    }

    @Test
    void countsAcrossTheWrap() {
        // Three ticks in 2.5 ms: the phase is 0.5 to 1, so 1 lasts until T + 3.25.
        clock.onSent(-2, T);
        clock.onSent(1, T + 2 * MILLI + 500_000);
        assertEquals(3, clock.millisSince(-2, T + 3 * MILLI + 249_999));
        assertEquals(4, clock.millisSince(-2, T + 3 * MILLI + 250_000));
        assertEquals(0, clock.millisSince(2, T + 3 * MILLI + 250_000));
    }

    @Test
    void countsMoreThanAnIntOfNanoseconds() {
        clock.onSent(0, T);
        assertEquals(86_400_000, clock.millisSince(0, T + 86_400_000 * MILLI));
    }
}
