package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9438 with C = 0.4 and beta = 717/1024, worked by hand. */
class CubicGrowthTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long START_NS = 1000 * SECOND_NS;

    private final CubicGrowth growth = new CubicGrowth();

    @ParameterizedTest
    @CsvSource({"10, 7", "20, 14", "100, 70", "3, 2", "2, 2"})
    void theThresholdAfterALossIsSevenTenthsAndAtLeastTwo(int window, int threshold) {
        assertEquals(threshold, growth.onLoss(window));
    }

    @Test
    void withoutALossItGrowsByOneInTwentySegments() {
        assertEquals(20, growth.segmentsPerStep(50, 1, 0, START_NS));
    }

    @Test
    void itIsBackWhereItWasAfterTheCubeRootOfTheReduction() {
        growth.onLoss(100);
        growth.segmentsPerStep(70, 1, 0, START_NS);
        // K = cbrt((100 - 70) / 0.4) = 4.217 s. At 5.217 s: 100 + 0.4 * 1 = 100, cut to segments.
        assertEquals(
                90 / 10, growth.segmentsPerStep(90, 1, 0, START_NS + 5_217 * SECOND_NS / 1000));
        // At 7.217 s: 100 + 0.4 * 27 = 110.8.
        assertEquals(
                100 / 10, growth.segmentsPerStep(100, 1, 0, START_NS + 7_217 * SECOND_NS / 1000));
    }

    @Test
    void whatIsLostBelowTheLastMaximumLowersIt() {
        growth.onLoss(100);
        growth.onLoss(80); // 80 * (1024 + 717) / 2048 = 68
        growth.segmentsPerStep(56, 1, 0, START_NS);
        // K = cbrt((68 - 56) / 0.4) = 3.107 s. At 4.107 s: 68 + 0.4 * 1.
        assertEquals(60 / 8, growth.segmentsPerStep(60, 1, 0, START_NS + 4_107 * SECOND_NS / 1000));
    }

    @Test
    void aLossIsFreshForASecondOfGrowth() {
        assertFalse(growth.isFresh(START_NS));
        growth.onLoss(100);
        growth.segmentsPerStep(70, 1, 0, START_NS);
        assertTrue(growth.isFresh(START_NS + SECOND_NS - 1));
        assertFalse(growth.isFresh(START_NS + SECOND_NS));
    }
}
