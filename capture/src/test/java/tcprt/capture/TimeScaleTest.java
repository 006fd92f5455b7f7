package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
    private static long ns(int resolution, long offsetSeconds, long units) {
        return TimeScale.of((byte) resolution, offsetSeconds).toNs(units);
    }

    @Test
    void microsecondsAreTheDefault() {
        assertEquals(1_700_000_000_123_456_000L, TimeScale.MICROS.toNs(1_700_000_000_123_456L));
    }

    @Test
    void decimalUnitsUpToNanosecondsAreMultiplied() {
        assertEquals(1_700_000_000_000_000_000L, ns(0, 0, 1_700_000_000L));
        assertEquals(1_700_000_000_123_000_000L, ns(3, 0, 1_700_000_000_123L));
        assertEquals(1_700_000_000_123_456_789L, ns(9, 0, 1_700_000_000_123_456_789L));
    }

    @Test
    void finerUnitsThanNanosecondsAreRoundedDown() {
        assertEquals(123_456_789L, ns(12, 0, 123_456_789_999L));
        assertEquals(1_700_000_000_123_456_789L, ns(12, 1_700_000_000L, 123_456_789_999L));
        // 2^64 - 1 units of 10^-19 s are 1.844 s; of 10^-28 s 1.8 ns; of 10^-29 s nothing
        assertEquals(1_844_674_407L, ns(19, 0, -1));
        assertEquals(1L, ns(28, 0, -1));
        assertEquals(0L, ns(29, 0, -1));
        assertEquals(0L, ns(127, 0, -1));
    }

    @Test
    void binaryUnitsAreExact() {
        assertEquals(1_700_000_000_500_000_000L, ns(0x80 | 10, 0, (1_700_000_000L << 10) | 512));
        // NTP's 32.32: a quarter of a second, and its smallest unit, 0.23 ns
        assertEquals(
                1_700_000_000_250_000_000L, ns(0x80 | 32, 0, (1_700_000_000L << 32) | 1 << 30));
        assertEquals(1_700_000_000_000_000_000L, ns(0x80 | 32, 0, (1_700_000_000L << 32) | 1));
        // all ones behind the point: just below a second
        assertEquals(1_999_999_999L, ns(0x80 | 63, 0, -1));
        assertEquals(999_999_999L, ns(0x80 | 64, 0, -1));
        assertEquals(499_999_999L, ns(0x80 | 65, 0, -1));
        assertEquals(500_000_000L, ns(0x80 | 64, 0, Long.MIN_VALUE));
        assertEquals(0L, ns(0x80 | 127, 0, -1));
        assertEquals(5_000_000_000L, ns(0x80, 0, 5));
    }

    @Test
    void theOffsetIsAddedInSeconds() {
        assertEquals(1_700_000_000_000_001_000L, ns(6, 1_700_000_000L, 1));
        assertEquals(-999_999_000L, ns(6, -1, 1));
        assertEquals(-500_000_000L, ns(0x80 | 1, -1, 1));
    }

    @Test
    void timesThatDoNotFitBecomeTheNearestThatDo() {
        assertEquals(Long.MAX_VALUE, ns(6, 0, -1));
        assertEquals(Long.MAX_VALUE, ns(0, 0, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, ns(0, 0, Long.MIN_VALUE));
        assertEquals(Long.MAX_VALUE, ns(0, Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, ns(9, Long.MAX_VALUE, 0));
        assertEquals(Long.MIN_VALUE, ns(9, Long.MIN_VALUE, 0));
        assertEquals(Long.MIN_VALUE, ns(0x80 | 20, Long.MIN_VALUE, -1));
    }

    /** The definition in whole numbers of any size, against the arithmetic in 64 bits. */
    @Test
    void anyResolutionOffsetAndCountAgreeWithUnboundedArithmetic() {
        Random random = new Random(20261121);
        for (int i = 0; i < 200_000; i++) {
            int resolution = random.nextInt(256);
            long offset = random.nextLong() >> random.nextInt(64);
            long units = random.nextLong() >>> random.nextInt(64);
            assertEquals(
                    expected(resolution, offset, units),
                    ns(resolution, offset, units),
                    () -> "resolution " + resolution + " offset " + offset + " units " + units);
        }
    }

    private static long expected(int resolution, long offset, long units) {
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(units));
        BigInteger perSecond =
                resolution < 128
                        ? BigInteger.TEN.pow(resolution)
                        : BigInteger.TWO.pow(resolution - 128);
        BigInteger billion = BigInteger.valueOf(1_000_000_000L);
        BigInteger seconds = unsigned.divide(perSecond).add(BigInteger.valueOf(offset));
        // Whole seconds decide whether it fits: 9223372036 is the second 2^63 ns lies in.
        if (seconds.compareTo(BigInteger.valueOf(9_223_372_036L)) >= 0) {
            return Long.MAX_VALUE;
        }
        if (seconds.compareTo(BigInteger.valueOf(-9_223_372_036L)) < 0) {
            return Long.MIN_VALUE;
        }
        BigInteger ns = unsigned.mod(perSecond).multiply(billion).divide(perSecond);
        return seconds.multiply(billion).add(ns).longValueExact();
    }
}
