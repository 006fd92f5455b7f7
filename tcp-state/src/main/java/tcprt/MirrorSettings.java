package tcprt;

/**
 * How to read a capture that is not what one interface of the host saw: a mirror port, several
 * interfaces at once.
 *
 * @param dropDuplicates whether frames that were captured twice are recognised and dropped
 * @param duplicateWindowNs how much later a copy without a usable IP identification may come,
 *     nanoseconds
 * @param reorderWindowNs how long a segment may wait for what its connection sent before it,
 *     nanoseconds; 0 for not at all, or {@link #REORDER_AUTO}
 */
public record MirrorSettings(boolean dropDuplicates, long duplicateWindowNs, long reorderWindowNs) {
    /** A reorder window for the connections that turn out to need one. */
    public static final long REORDER_AUTO = -1;

    private static final long LARGEST_REORDER_WINDOW_NS = 1_000_000_000;

    /**
     * Every stack waits longer before it sends a SYN again (RFC 6298 2.1: a second), or anything
     * for want of an answer (Linux: 200 ms).
     */
    private static final long LARGEST_DUPLICATE_WINDOW_NS = 100_000_000;

    /** What a capture gets about which nothing was said. */
    public static final MirrorSettings DEFAULT = new MirrorSettings(true, 500_000, REORDER_AUTO);

    public MirrorSettings {
        requireRange("duplicateWindowNs", duplicateWindowNs, 0, LARGEST_DUPLICATE_WINDOW_NS);
        requireRange("reorderWindowNs", reorderWindowNs, REORDER_AUTO, LARGEST_REORDER_WINDOW_NS);
    }

    private static void requireRange(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed are " + lowest + " to " + highest);
        }
    }
}
