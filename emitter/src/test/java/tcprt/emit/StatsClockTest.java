package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StatsClockTest {
    @Test
    void theFirstTickIsTenSecondsAfterTheFirstPacketThenEveryInterval() {
        StatsClock clock = new StatsClock(1_700_000_000_999_999_999L, 60);

        assertEquals(1_700_000_010_999_999_999L, clock.nextTickNs());
        assertEquals(1_700_000_010L, clock.nextTickEpochSeconds());
        clock.advance();
        assertEquals(1_700_000_070_999_999_999L, clock.nextTickNs());
        clock.advance();
        assertEquals(1_700_000_130_999_999_999L, clock.nextTickNs());
        assertEquals(1_700_000_130L, clock.nextTickEpochSeconds());
    }

    @Test
    void theLongestIntervalDoesNotWrap() {
        StatsClock clock = new StatsClock(0, Integer.MAX_VALUE);
        clock.advance();

        assertEquals(10L + Integer.MAX_VALUE, clock.nextTickEpochSeconds());
    }

    @Test
    void anotherIntervalBeginsAfterTheNextTick() {
        StatsClock clock = new StatsClock(0, 60);
        clock.advance();
        clock.setInterval(5);
        assertEquals(70, clock.nextTickEpochSeconds());
        clock.advance();
        assertEquals(75, clock.nextTickEpochSeconds());
    }

    @Test
    void anIntervalOfZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StatsClock(0, 0));
    }
}
