package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmoothedRttTest {

    @Test
    void withoutASampleItIsZero() {
        assertEquals(0, new SmoothedRtt().micros());
    }

    /** Worked by hand: srtt8 is 8 times the first sample, then gains sample - (srtt8 >> 3). */
    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 1000, 1000, 1000", // 8000, 8000, 8000
        "1000, 2000, 1125, 1125, 1125", // 8000, 9000, 9000 + 1125 - 1125
        "1000, 1, 875, 30, 769", // 8000, 7001, 7001 + 30 - 875 = 6156
        "3, 4, 3, 3, 3", // 24, 25, 25 + 3 - 3
        "7, 6, 6, 10, 7", // 56, 55, 55 + 10 - 6 = 59
        "100, 5000, 712, 40000, 5623", // 800, 5700, 5700 + 40000 - 712 = 44988
    })
    void everySampleMovesItByAnEighth(
            long first, long second, long afterTwo, long third, long afterThree) {
        SmoothedRtt srtt = new SmoothedRtt();
        srtt.update(first);
        assertEquals(first, srtt.micros());
        srtt.update(second);
        assertEquals(afterTwo, srtt.micros());
        srtt.update(third);
        assertEquals(afterThree, srtt.micros());
    }

    @Test
    void aSampleOfZeroStillIsAMeasurement() {
        // srtt8 is at least 1, so the second sample is smoothed and does not begin again.
        SmoothedRtt srtt = new SmoothedRtt();
        srtt.update(0);
        assertEquals(0, srtt.micros());
        srtt.update(80); // 1 + 80 - 0 = 81 -> 10
        assertEquals(10, srtt.micros());
    }

    @Test
    void aLongTimeoutDoesNotOverflow() {
        SmoothedRtt srtt = new SmoothedRtt();
        srtt.update(4_000_000_000L);
        srtt.update(0); // 3.5 s, and nothing wraps on the way
        assertEquals(3_500_000_000L, srtt.micros());
    }
}
