package tcprt.cli;

import java.util.function.LongSupplier;

/**
 * The host's clock, from which frames have their times in live capture, next to one that never
 * steps. Where the two part, somebody has set the clock.
 */
final class WallClock {
    /** Less than this is the adjustment of a clock that is a little off, and harms nothing. */
    static final long STEP_NS = 1_000_000_000L;

    /** A reading that took longer than this was interrupted, and says nothing about steps. */
    private static final long LONGEST_READING_NS = 100_000_000L;

    private final LongSupplier epochMs;
    private final LongSupplier steadyNs;
    private long nowNs;
    private long nowSteadyNs;

    /** The clocks of this machine. */
    static WallClock ofHost() {
        return new WallClock(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * Begins with a first reading.
     *
     * @param epochMs milliseconds since 1970-01-01 UTC
     * @param steadyNs nanoseconds since whenever
     */
    WallClock(LongSupplier epochMs, LongSupplier steadyNs) {
        this.epochMs = epochMs;
        this.steadyNs = steadyNs;
        this.nowSteadyNs = steadyNs.getAsLong();
        this.nowNs = epochMs.getAsLong() * 1_000_000;
    }

    /**
     * Reads the clocks.
     *
     * @return nanoseconds by which the clock was set since the last reading, negative if it was set
     *     back; 0 if it was not
     */
    long read() {
        long before = steadyNs.getAsLong();
        long epochNs = epochMs.getAsLong() * 1_000_000;
        if (steadyNs.getAsLong() - before > LONGEST_READING_NS) {
            return 0; // the next reading compares with the one before this
        }
        long stepNs = epochNs - nowNs - (before - nowSteadyNs);
        nowNs = epochNs;
        nowSteadyNs = before;
        return Math.abs(stepNs) < STEP_NS ? 0 : stepNs;
    }

    /** The host's time at the last reading, nanoseconds since 1970-01-01 UTC. */
    long nowNs() {
        return nowNs;
    }

    /** The steady time at the last reading, nanoseconds. */
    long steadyNs() {
        return nowSteadyNs;
    }
}
