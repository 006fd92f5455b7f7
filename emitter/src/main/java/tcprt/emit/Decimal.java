package tcprt.emit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers as decimal digits, written straight into bytes: what {@code "%lu"} does in the kernel.
 *
 * <p>Eight digits are computed side by side in one {@code long} and stored at once: a line is
 * mostly numbers, and a loop over digits was a quarter of the time of a replay.
 */
final class Decimal {
    /** Digits of the largest number, 2^64-1. */
    static final int MAX_DIGITS = 20;

    private static final int WORD_DIGITS = Long.BYTES;
    private static final long WORD_LIMIT = 100_000_000; // 10^8
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;

    private Decimal() {}

    /**
     * Writes a number without padding. Up to seven bytes after it are overwritten where the array
     * has them.
     *
     * @param value unsigned 64 bits: -1 is written as 18446744073709551615
     * @return index after the last digit
     */
    static int write(long value, byte[] target, int offset) {
        if (value >= 0 && value < 10) {
            target[offset] = (byte) ('0' + value);
            return offset + 1;
        }
        if (value < 0 || value >= WORD_LIMIT) {
            long high = Long.divideUnsigned(value, WORD_LIMIT);
            int at = write(high, target, offset);
            return store(digits((int) (value - high * WORD_LIMIT)), WORD_DIGITS, target, at);
        }
        long digits = digits((int) value);
        int leadingZeros = Long.numberOfTrailingZeros(digits) / Byte.SIZE;
        return store(
                digits >>> (leadingZeros * Byte.SIZE), WORD_DIGITS - leadingZeros, target, offset);
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

    /**
     * Eight digits, one a byte, the first in the lowest byte: divides by 10000, then in both halves
     * by 100, then in all four quarters by 10. A quotient is a product with a rounded reciprocal,
     * exact in these ranges.
     *
     * @param value less than 10^8
     */
    private static long digits(int value) {
        int high = value / 10_000;
        long halves = high | (long) (value - high * 10_000) << 32;
        long hundreds = ((halves * 5243) >>> 19) & 0x0000_007f_0000_007fL;
        long quarters = hundreds | (halves - hundreds * 100) << 16;
        long tens = ((quarters * 103) >>> 10) & 0x000f_000f_000f_000fL;
        return tens | (quarters - tens * 10) << 8;
    }

    private static int store(long digits, int count, byte[] target, int offset) {
        long text = digits | ASCII_ZEROS;
        if (offset + WORD_DIGITS <= target.length) {
            WORD.set(target, offset, text);
        } else {
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) (text >>> (i * Byte.SIZE));
            }
        }
        return offset + count;
    }
}
