package tcprt.emit;

/**
 * When a file is put aside and a new one begun, and how many are kept.
 *
 * @param limitBytes a file that would become longer is put aside; {@link #NEVER} for any length
 * @param everySeconds a file is put aside when such an interval of UTC ends, whenever it was begun:
 *     3600 is at every full hour; {@link #NEVER} for no interval
 * @param keep how many files put aside are kept, 1 or more; the oldest are deleted
 */
public record Rotation(long limitBytes, long everySeconds, int keep) {
    /** No such limit. */
    public static final long NEVER = 0;

    public Rotation {
        if (limitBytes < 0 || everySeconds < 0 || keep < 1) {
            throw new IllegalArgumentException(
                    limitBytes
                            + " bytes, "
                            + everySeconds
                            + " s, "
                            + keep
                            + " files; allowed are 0 or more, 0 or more, 1 or more");
        }
    }

    /** One file that only grows. */
    public static Rotation none() {
        return new Rotation(NEVER, NEVER, 1);
    }

    /** Whether a file of this length would be too long. */
    boolean isFull(long lengthBytes) {
        return limitBytes != NEVER && lengthBytes > limitBytes;
    }

    /** Whether two times, in seconds since 1970-01-01 UTC, lie in different intervals. */
    boolean separates(long beganS, long nowS) {
        return everySeconds != NEVER
                && Math.floorDiv(beganS, everySeconds) != Math.floorDiv(nowS, everySeconds);
    }
}
