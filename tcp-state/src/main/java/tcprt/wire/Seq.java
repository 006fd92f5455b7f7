package tcprt.wire;

/**
 * Arithmetic on TCP sequence numbers, which live in 32 bits and wrap (RFC 9293 3.4).
 *
 * <p>A sequence number is an {@code int} whose sign means nothing; two of them are compared here
 * and nowhere else. The answers are right as long as the two are less than 2^31 apart.
 */
public final class Seq {
    private Seq() {}

    /** Whether {@code a} is earlier in the stream than {@code b}. */
    public static boolean before(int a, int b) {
        return a - b < 0;
    }

    /** Whether {@code a} is later in the stream than {@code b}. */
    public static boolean after(int a, int b) {
        return b - a < 0;
    }

    /** Whether {@code a} is {@code b} or earlier. */
    public static boolean atOrBefore(int a, int b) {
        return a - b <= 0;
    }

    /** Whether {@code a} is {@code b} or later. */
    public static boolean atOrAfter(int a, int b) {
        return a - b >= 0;
    }

    /** The later of the two. */
    public static int later(int a, int b) {
        return after(a, b) ? a : b;
    }

    /** The earlier of the two. */
    public static int earlier(int a, int b) {
        return before(a, b) ? a : b;
    }

    /** Bytes from {@code from} to {@code to}, 0..2^32-1. */
    public static long distance(int from, int to) {
        return Integer.toUnsignedLong(to - from);
    }
}
