package tcprt.tcp;

/**
 * The traced host's RFC 7323 timestamp clock, which counts milliseconds from an unknown start.
 *
 * <p>Each segment the host sends shows the clock's whole part: its value then was TSval or up to a
 * millisecond more. So each gives the phase a lower and an upper bound, and the middle between the
 * closest two is taken. A segment that left late makes its upper bound too low; the lower bounds
 * always hold, and win.
 */
final class TimestampClock {
    private static final long TICK_NS = 1_000_000;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private int baseTsVal;
    private long baseTimeNs = UNKNOWN;
    private long leastPhaseNs;
    private long mostPhaseNs = TICK_NS;

    /** Learns from a segment that the host sent. */
    void onSent(int tsVal, long timeNs) {
        if (baseTimeNs == UNKNOWN) {
            baseTsVal = tsVal;
            baseTimeNs = timeNs;
            return;
        }
        long phaseNs = (tsVal - baseTsVal) * TICK_NS - (timeNs - baseTimeNs);
        leastPhaseNs = Math.max(leastPhaseNs, phaseNs);
        mostPhaseNs = Math.min(mostPhaseNs, phaseNs + TICK_NS);
    }

    private long phaseNs() {
        return (leastPhaseNs + Math.max(leastPhaseNs, mostPhaseNs)) / 2;
    }

    /**
     * How long ago, in whole ticks, the clock showed an echoed value.
     *
     * @return milliseconds, 0 in the tick of the value itself; negative if unknown or from the
     *     future
     */
    int millisSince(int tsEcr, long timeNs) {
        if (baseTimeNs == UNKNOWN) {
            return -1;
        }
        long now = Math.floorDiv(timeNs - baseTimeNs + phaseNs(), TICK_NS);
        return (int) now + baseTsVal - tsEcr;
    }
}
