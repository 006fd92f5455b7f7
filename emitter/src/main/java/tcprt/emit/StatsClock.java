package tcprt.emit;

/**
 * When statistics rows are due: first ten seconds after the first packet, as the module's timer is
 * armed when it is loaded, then every interval. Exact on the packet clock; the kernel's timer wheel
 * is a little late each time.
 */
public final class StatsClock {
    private static final long FIRST_TICK_NS = 10_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long intervalNs;
    private long nextTickNs;

    /**
     * Arms the clock.
     *
     * @param firstPacketNs time of the first packet, nanoseconds since 1970-01-01 UTC
     * @param intervalSeconds {@code stats_interval}, at least 1
     */
    public StatsClock(long firstPacketNs, int intervalSeconds) {
        setInterval(intervalSeconds);
        this.nextTickNs = firstPacketNs + FIRST_TICK_NS;
    }

    /** When rows are due next, nanoseconds since 1970-01-01 UTC. */
    public long nextTickNs() {
        return nextTickNs;
    }

    /** The time stamp of the rows due next, whole seconds since 1970-01-01 UTC, rounded down. */
    public long nextTickEpochSeconds() {
        return Math.floorDiv(nextTickNs, NANOS_PER_SECOND);
    }

    /**
     * The clock that packets have their times from was set: the rows are due as much earlier or
     * later.
     *
     * @param stepNs nanoseconds, negative if it was set back
     */
    public void shift(long stepNs) {
        nextTickNs += stepNs;
    }

    /**
     * Rows come at another interval, beginning with those after the next.
     *
     * @param intervalSeconds {@code stats_interval}, at least 1
     */
    public final void setInterval(int intervalSeconds) {
        if (intervalSeconds < 1) {
            throw new IllegalArgumentException(
                    "stats_interval is " + intervalSeconds + "; allowed is 1 or more seconds");
        }
        intervalNs = intervalSeconds * NANOS_PER_SECOND;
    }

    /** The rows were written: the next ones are due an interval later. */
    public void advance() {
        nextTickNs += intervalNs;
    }
}
