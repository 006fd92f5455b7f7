package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Both ways to find the end of slow start, with the thresholds worked out by hand. */
class HyStartTest {
    private static final int ROUND_END = 100_000;

    private final HyStart hyStart = new HyStart();

    @Test
    void aTrainOfAcksLongerThanHalfTheRoundTripEndsIt() {
        for (int ms = 0; ms <= 15; ms++) {
            assertFalse(ack(30_000, ms * 1000L, 20));
        }
        assertTrue(ack(30_000, 16_000, 20)); // more than (30,000 us + 1000 us) / 2
    }

    @Test
    void aPauseOfMoreThanTwoMillisecondsEndsTheTrain() {
        for (int ms = 0; ms <= 90; ms += 3) {
            assertFalse(ack(30_000, ms * 1000L, 20));
        }
    }

    @Test
    void roundTripsAnEighthLongerEndItAfterEightSamples() {
        ack(40_000, 0, 20);
        for (int i = 0; i < 8; i++) {
            assertFalse(ackOfNextRound(45_001, 80_000 + 3000L * i));
        }
        assertTrue(ackOfNextRound(45_001, 104_000)); // more than 40,000 us * 9/8
    }

    @Test
    void roundTripsExactlyAnEighthLongerDoNot() {
        ack(40_000, 0, 20);
        for (int i = 0; i < 20; i++) {
            assertFalse(ackOfNextRound(45_000, 80_000 + 3000L * i));
        }
    }

    @Test
    void aWindowBelowSixteenIsLeftAlone() {
        for (int ms = 0; ms <= 100; ms++) {
            assertFalse(ack(30_000, ms * 1000L, 15));
        }
        assertEquals(30_000_000, hyStart.shortestNs());
    }

    private boolean ack(long rttMicros, long nowMicros, int window) {
        return hyStart.onAck(rttMicros, nowMicros, 1000, ROUND_END, window, true);
    }

    private boolean ackOfNextRound(long rttMicros, long nowMicros) {
        return hyStart.onAck(rttMicros, nowMicros, ROUND_END + 1, 2 * ROUND_END, 20, true);
    }
}
