package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TapDistanceTest {
    private final TapDistance tap = new TapDistance();

    @Test
    void nothingIsKnownAtFirst() {
        assertFalse(tap.isKnown());
        assertEquals(0, tap.oneWayNs());
    }

    @Test
    void halfTheShortestRoundTripIsTheDistance() {
        tap.measured(5000);
        assertTrue(tap.isKnown());
        assertEquals(2500, tap.oneWayNs());
        tap.measured(9000);
        assertEquals(2500, tap.oneWayNs());
        tap.measured(4000);
        assertEquals(2000, tap.oneWayNs());
    }

    @Test
    void onlyAnAckOfJustWhatWasExpectedMeasures() {
        tap.expectAck(100, 1000);
        tap.onAck(50, 2000);
        tap.onAck(150, 2000);
        assertFalse(tap.isKnown());
        tap.onAck(100, 7000);
        assertEquals(3000, tap.oneWayNs());
        tap.onAck(100, 7001);
        assertEquals(3000, tap.oneWayNs());
    }

    @Test
    void timeThatGoesBackwardsMeasuresNothing() {
        tap.measured(-1);
        assertFalse(tap.isKnown());
    }
}
