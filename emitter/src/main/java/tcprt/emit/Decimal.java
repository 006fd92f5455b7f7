package tcprt.emit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers as decimal digits, written straight into bytes: what {@code "%lu "} does in the kernel.
 *
 * <p>A line is mostly numbers, and most of them have at most three digits. So three digits and the
 * blank behind them are one {@code int} of a table, stored at once; a longer number is several of
 * them, each beginning on the blank of the one before it.
 */
final class Decimal {
    /** Digits of the largest number, 2^64-1. */
    static final int MAX_DIGITS = 20;

    /** Room that {@link #token} needs, whatever the number. */
    static final int MAX_TOKEN_BYTES = MAX_DIGITS + 1;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int GROUP = 1000;

    /** "0 " to "999 ", the first digit in the lowest byte. */
    private static final int[] FIRST = new int[GROUP];

    /** "000 " to "999 ". */
    private static final int[] NEXT = new int[GROUP];

    static {
        for (int i = 0; i < GROUP; i++) {
            int text = ' ';
            for (int rest = i, place = 0; place < 3; rest /= 10, place++) {
                text = (text << Byte.SIZE) | ('0' + rest % 10);
            }
            int leadingZeros = i < 10 ? 2 : i < 100 ? 1 : 0;
            FIRST[i] = text >>> (leadingZeros * Byte.SIZE);
            NEXT[i] = text;
        }
    }

    private Decimal() {}

    /**
     * Writes a number and the blank that follows every number of a line.
     *
     * @param value unsigned 64 bits: -1 is written as 18446744073709551615
     * @param target has room for {@link #MAX_TOKEN_BYTES}; up to two bytes after the blank are
     *     overwritten
     * @return index after the blank
     */
    static int token(long value, byte[] target, int offset) {
        if (value >= 0 && value < GROUP) {
            int text = FIRST[(int) value];
            WORD.set(target, offset, text);
            // Bits to bytes by a shift: a division that minds signs costs 5 ns a line.
            return offset + Integer.BYTES - (Integer.numberOfLeadingZeros(text) >>> 3);
        }
        long high = value < 0 ? Long.divideUnsigned(value, GROUP) : value / GROUP;
        int blank = token(high, target, offset) - 1;
        WORD.set(target, blank, NEXT[(int) (value - high * GROUP)]);
        return blank + Integer.BYTES;
    }

    /**
     * Writes a number alone; what comes after it is overwritten as by {@link #token}.
     *
     * @return index after the last digit
     */
    static int write(long value, byte[] target, int offset) {
        return token(value, target, offset) - 1;
    }
}
