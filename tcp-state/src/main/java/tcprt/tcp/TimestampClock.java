package tcprt.tcp;

/**
 * The traced host's RFC 7323 timestamp clock, which counts milliseconds from an unknown start.
 *
 * <p>Each segment the host sends shows the clock's whole part: its value then was TSval or up to a
 * millisecond more. The phase is the largest lower bound seen; a segment never shows the clock
 * ahead of time, only late.
 */
final class TimestampClock {
    private static final long TICK_NS = 1_000_000;

    private boolean known;
    private int baseTsVal;
    private long baseTimeNs;
    private long phaseNs;

    /** Learns from a segment that the host sent. */
    void onSent(int tsVal, long timeNs) {
        if (!known) {
            known = true;
            baseTsVal = tsVal;
            baseTimeNs = timeNs;
            return;
        }
        long lowerBoundNs = (tsVal - baseTsVal) * TICK_NS - (timeNs - baseTimeNs);
        if (lowerBoundNs > phaseNs) {
            phaseNs = lowerBoundNs;
        }
    }

    /**
     * How long ago, in whole ticks, the clock showed an echoed value.
     *
     * @return milliseconds, 0 in the tick of the value itself; negative if unknown or from the
     *     future
     */
    int millisSince(int tsEcr, long timeNs) {
        if (!known) {
            return -1;
        }
        long now = Math.floorDiv(timeNs - baseTimeNs + phaseNs, TICK_NS);
        return (int) now + baseTsVal - tsEcr;
    }
}
