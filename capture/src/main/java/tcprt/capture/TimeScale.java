package tcprt.capture;

/**
 * How an interface of a pcapng file counts time: if_tsresol and if_tsoffset
 * (draft-ietf-opsawg-pcapng 4.2).
 *
 * <p>Nanoseconds are exact, rounded down where the unit is finer than a nanosecond. What does not
 * fit 64 bits (before 1678, after 2262) becomes the nearest time that does.
 */
final class TimeScale {
    /** Microseconds since 1970: what an interface without the options uses. */
    static final TimeScale MICROS = of((byte) 6, 0);

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / NS_PER_SECOND;

    private final boolean binary;
    private final int exponent;
    private final long offsetSeconds;

    /**
     * For the usual case: so many nanoseconds per unit, counts up to the limit, plus the offset.
     */
    private final long unitNs;

    private final long simpleLimit;
    private final long offsetNs;

    private TimeScale(boolean binary, int exponent, long offsetSeconds) {
        this.binary = binary;
        this.exponent = exponent;
        this.offsetSeconds = offsetSeconds;
        boolean simple =
                !binary
                        && exponent <= 9
                        && Math.abs(offsetSeconds) <= LAST_SECOND / 2
                        && offsetSeconds != Long.MIN_VALUE;
        unitNs = simple ? powerOfTen(9 - exponent) : 0;
        simpleLimit = simple ? Long.MAX_VALUE / 2 / unitNs : -1;
        offsetNs = simple ? offsetSeconds * NS_PER_SECOND : 0;
    }

    /**
     * Makes a scale.
     *
     * @param resolution if_tsresol: a unit is 10^-n seconds, or 2^-n seconds if the highest bit is
     *     set
     * @param offsetSeconds if_tsoffset: seconds to be added to each time
     */
    static TimeScale of(byte resolution, long offsetSeconds) {
        return new TimeScale(resolution < 0, resolution & 0x7f, offsetSeconds);
    }

    /**
     * The time a count stands for.
     *
     * @param units unsigned
     * @return nanoseconds since 1970-01-01 UTC
     */
    long toNs(long units) {
        if (0 <= units && units <= simpleLimit) {
            return units * unitNs + offsetNs;
        }
        return binary ? fromBinary(units) : fromDecimal(units);
    }

    private long fromDecimal(long units) {
        if (exponent <= 9) {
            long perSecond = powerOfTen(exponent);
            return sum(
                    Long.divideUnsigned(units, perSecond),
                    Long.remainderUnsigned(units, perSecond) * powerOfTen(9 - exponent));
        }
        // 10^19 is the largest power of ten below 2^64: nothing is left of a count of finer units.
        long ns = exponent - 9 > 19 ? 0 : Long.divideUnsigned(units, powerOfTen(exponent - 9));
        return sum(
                Long.divideUnsigned(ns, NS_PER_SECOND), Long.remainderUnsigned(ns, NS_PER_SECOND));
    }

    private long fromBinary(long units) {
        long seconds = exponent < 64 ? units >>> exponent : 0;
        long fraction = exponent < 64 ? units & ((1L << exponent) - 1) : units;
        // fraction * 10^9 needs up to 94 bits.
        long high = multiplyHighUnsigned(fraction, NS_PER_SECOND);
        long low = fraction * NS_PER_SECOND;
        return sum(seconds, shiftRight(high, low, exponent));
    }

    private long sum(long seconds, long ns) {
        long total = seconds + offsetSeconds;
        boolean tooLate = seconds < 0 || (offsetSeconds > 0 && total < 0);
        if (tooLate || total >= LAST_SECOND) {
            return Long.MAX_VALUE;
        }
        return total < -LAST_SECOND ? Long.MIN_VALUE : total * NS_PER_SECOND + ns;
    }

    /** {@code positive} must not be negative; {@code factor} may use all 64 bits. */
    private static long multiplyHighUnsigned(long factor, long positive) {
        return Math.multiplyHigh(factor, positive) + ((factor >> 63) & positive);
    }

    /** The low 64 bits of a 128-bit number shifted right by 0 to 127. */
    private static long shiftRight(long high, long low, int bits) {
        if (bits == 0) {
            return low;
        }
        return bits < 64 ? (high << (64 - bits)) | (low >>> bits) : high >>> (bits - 64);
    }

    /** Up to 10^19, which is negative unless read as unsigned. */
    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
