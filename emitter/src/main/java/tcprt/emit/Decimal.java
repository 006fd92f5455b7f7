package tcprt.emit;

/**
 * Numbers as decimal digits, written straight into bytes: what {@code "%lu"} does in the kernel.
 */
final class Decimal {
    /** Digits of the largest number, 2^64-1. */
    static final int MAX_DIGITS = 20;

    /** "00" to "99", one after the other: two digits per division instead of one. */
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private Decimal() {}

    /**
     * Writes a number without padding.
     *
     * @param value unsigned 64 bits: -1 is written as 18446744073709551615
     * @return index after the last digit
     */
    static int write(long value, byte[] target, int offset) {
        if (value < 0) {
            long tens = Long.divideUnsigned(value, 10);
            int end = write(tens, target, offset);
            target[end] = (byte) ('0' + (value - tens * 10));
            return end + 1;
        }
        int end = offset + digits(value);
        int at = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            at = pair((int) (rest - hundreds * 100), target, at);
            rest = hundreds;
        }
        // Nearly every number a record holds fits an int, whose division is several times cheaper.
        int small = (int) rest;
        while (small >= 100) {
            int hundreds = small / 100;
            at = pair(small - hundreds * 100, target, at);
            small = hundreds;
        }
        if (small >= 10) {
            pair(small, target, at);
        } else {
            target[at - 1] = (byte) ('0' + small);
        }
        return end;
    }

    /**
     * Writes a number and the blank that follows every number of a line.
     *
     * @return index after the blank
     */
    static int token(long value, byte[] target, int offset) {
        int at = write(value, target, offset);
        target[at] = ' ';
        return at + 1;
    }

    private static int pair(int value, byte[] target, int end) {
        target[end - 2] = PAIRS[2 * value];
        target[end - 1] = PAIRS[2 * value + 1];
        return end - 2;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long limit = 10; value >= limit; limit *= 10) {
            if (++digits == MAX_DIGITS - 1) {
                break; // 10^19 does not fit a long
            }
        }
        return digits;
    }
}
