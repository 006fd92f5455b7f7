package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long MS = 1_000_000L;
    private static final long EPOCH_MS = 1_700_000_000_000L;

    private long epochMs = EPOCH_MS;
    private long steadyNs = 42;

    private final WallClock clock = new WallClock(() -> epochMs, () -> steadyNs);

    private void pass(long ms) {
        epochMs += ms;
        steadyNs += ms * MS;
    }

    @Test
    void clockThatGoesOnHasNoSteps() {
        for (int i = 0; i < 5; i++) {
            pass(90_000);
            assertEquals(0, clock.read());
        }
        assertEquals((EPOCH_MS + 450_000) * MS, clock.nowNs());
        assertEquals(42 + 450_000 * MS, clock.steadyNs());
    }

    @Test
    void stepIsToldOnceWithItsDirection() {
        pass(100);
        epochMs += 5_000;
        assertEquals(5_000 * MS, clock.read());
        pass(100);
        assertEquals(0, clock.read());
        epochMs -= 3_600_000;
        assertEquals(-3_600_000 * MS, clock.read());
        assertEquals(0, clock.read());
    }

    @Test
    void clockThatIsAdjustedALittleAtATimeHasNoSteps() {
        for (int i = 0; i < 100; i++) {
            pass(100);
            epochMs += 50; // five seconds in the end
            assertEquals(0, clock.read());
        }
    }

    @Test
    void readingThatWasInterruptedIsNotTakenForAStep() {
        long[] readings = {0, 0, 3_000 * MS, 3_000 * MS, 3_000 * MS};
        int[] next = {0};
        WallClock interrupted = new WallClock(() -> epochMs, () -> readings[next[0]++]);
        // Between the first look at the steady clock and the second, three seconds passed.
        epochMs += 3_000;
        assertEquals(0, interrupted.read());
        assertEquals(0, interrupted.read());
    }
}
