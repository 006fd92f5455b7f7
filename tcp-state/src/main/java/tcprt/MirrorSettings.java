package tcprt;

/**
 * How to read a capture that is not what one interface of the host saw: a mirror port, several
 * interfaces at once.
 *
 * @param dropDuplicates whether frames that were captured twice are recognised and dropped
 * @param duplicateWindowNs how much later a copy without a usable IP identification may come,
 *     nanoseconds
 */
public record MirrorSettings(boolean dropDuplicates, long duplicateWindowNs) {
    /**
     * Every stack waits longer before it sends a SYN again (RFC 6298 2.1: a second), or anything
     * for want of an answer (Linux: 200 ms).
     */
    private static final long LARGEST_DUPLICATE_WINDOW_NS = 100_000_000;

    /** What a capture gets about which nothing was said. */
    public static final MirrorSettings DEFAULT = new MirrorSettings(true, 500_000);

    public MirrorSettings {
        if (duplicateWindowNs < 0 || duplicateWindowNs > LARGEST_DUPLICATE_WINDOW_NS) {
            throw new IllegalArgumentException(
                    "duplicateWindowNs is "
                            + duplicateWindowNs
                            + "; allowed are 0 to "
                            + LARGEST_DUPLICATE_WINDOW_NS);
        }
    }
}
