package tcprt.tcp;

/**
 * How the congestion window grows in congestion avoidance: the cubic function of RFC 9438 4.1-4.4,
 * as Linux times it.
 */
final class CubicGrowth {
    /** C, segments per second cubed. */
    private static final double SCALE = 0.4;

    /** Beta, and the segments per window that Reno would grow with it (RFC 9438 4.3). */
    static final int BETA_1024 = 717;

    private static final int RENO_SCALE_8 = 15;
    private static final long NONE = Long.MIN_VALUE;
    private static final double NS_PER_SECOND = 1e9;

    /** The count is looked at again after this time, or when the window has changed. */
    private static final long RECOUNT_NS = 1_000_000_000L / 32;

    /** Without a loss so far, a window grows at least by one in this many segments. */
    private static final int FIRST_COUNT = 20;

    private static final int SLOWEST = 100;

    private int lastMaxWindow;
    private int lastWindow;
    private long lastNs = NONE;
    private long epochNs = NONE;
    private double seconds;
    private int origin;
    private int count;
    private int ackedSegments;
    private int renoWindow;

    /** A loss: remembers where it was. @return the new slow start threshold, segments */
    int onLoss(int window) {
        epochNs = NONE;
        // RFC 9438 4.7, fast convergence.
        lastMaxWindow = window < lastMaxWindow ? window * (1024 + BETA_1024) / 2048 : window;
        return Math.max(window * BETA_1024 / 1024, 2);
    }

    /** Begins anew: the retransmission timer went off. */
    void reset() {
        lastMaxWindow = 0;
        epochNs = NONE;
        lastNs = NONE;
    }

    /** Nothing was sent for so long: the curve waits as well. */
    void onIdle(long idleNs, long nowNs) {
        if (epochNs != NONE && idleNs > 0) {
            epochNs = Math.min(nowNs, epochNs + idleNs);
        }
    }

    /** Whether a loss was less than a second ago: delays tell nothing then. */
    boolean isFresh(long nowNs) {
        return epochNs != NONE && nowNs - epochNs < NS_PER_SECOND;
    }

    /**
     * Segments to be acknowledged before the window grows by one.
     *
     * @param acked segments acknowledged now
     * @param shortestRttNs of the connection
     */
    int segmentsPerStep(int window, int acked, long shortestRttNs, long nowNs) {
        ackedSegments += acked;
        if (lastNs != NONE && lastWindow == window && nowNs - lastNs <= RECOUNT_NS) {
            return count;
        }
        lastWindow = window;
        lastNs = nowNs;
        if (epochNs == NONE) {
            epochNs = nowNs;
            ackedSegments = acked;
            renoWindow = window;
            boolean beyond = lastMaxWindow <= window;
            seconds = beyond ? 0 : Math.cbrt((lastMaxWindow - window) / SCALE);
            origin = beyond ? window : lastMaxWindow;
        }
        double away = (nowNs - epochNs + shortestRttNs) / NS_PER_SECOND - seconds;
        int target = origin + (int) (SCALE * away * away * away);
        count = target > window ? window / (target - window) : SLOWEST * window;
        if (lastMaxWindow == 0) {
            count = Math.min(count, FIRST_COUNT);
        }
        notSlowerThanReno(window);
        count = Math.max(count, 2);
        return count;
    }

    private void notSlowerThanReno(int window) {
        int step = (window * RENO_SCALE_8) >> 3;
        while (ackedSegments > step) {
            ackedSegments -= step;
            renoWindow++;
        }
        if (renoWindow > window) {
            count = Math.min(count, window / (renoWindow - window));
        }
    }
}
