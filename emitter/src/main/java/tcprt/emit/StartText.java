package tcprt.emit;

/**
 * When a task began, as a line tells it: the second and the microsecond. Most tasks begin in the
 * same second as the one before, so its text is remembered.
 */
final class StartText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANOS_PER_MICRO = 1000;

    private final byte[] second = new byte[Decimal.MAX_TOKEN_BYTES];
    private int secondLength;

    /** When the second that is remembered began, nanoseconds since 1970-01-01 UTC. */
    private long secondNs;

    StartText() {
        remember(0);
    }

    /**
     * Writes the two numbers, a blank after each.
     *
     * @param timeNs nanoseconds since 1970-01-01 UTC
     * @param target up to two bytes after the second blank are overwritten
     * @return index after the second blank
     */
    int write(long timeNs, byte[] target, int offset) {
        long nanos = timeNs - secondNs;
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
            remember(Math.floorDiv(timeNs, NANOS_PER_SECOND));
            nanos = timeNs - secondNs;
        }
        System.arraycopy(second, 0, target, offset, secondLength);
        return Decimal.token(nanos / NANOS_PER_MICRO, target, offset + secondLength);
    }

    private void remember(long epochSeconds) {
        secondNs = epochSeconds * NANOS_PER_SECOND;
        secondLength = Decimal.token(epochSeconds, second, 0);
    }
}
