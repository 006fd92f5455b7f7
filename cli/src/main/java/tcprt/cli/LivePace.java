package tcprt.cli;

import java.util.Locale;

/**
 * What a live run knows of time besides the frames' own: how late it is on a quiet line, when lines
 * have to be shown, and that the clock was set.
 */
final class LivePace {
    /**
     * How old a frame may be that is still on its way: the kernel collects them for a tenth of a
     * second, and hands them over a little late. Whatever waits for a time waits so much longer.
     */
    static final long ON_THE_WAY_NS = 1_000_000_000L;

    /** How long a line rests at most before readers of the files see it. */
    private static final long SHOW_AFTER_NS = 500_000_000L;

    /** After a request to stop: how long until the kernel has handed over what came before. */
    private static final long DRAIN_NS = 250_000_000L;

    /** After that, frames may go on coming faster than they are traced, but not for ever. */
    private static final long LONGEST_DRAIN_NS = 2_000_000_000L;

    private final WallClock clock;
    private final Notices notices;
    private long shownNs;
    private boolean stepSaid;
    private boolean stopping;
    private long stoppingNs;

    LivePace(WallClock clock, Notices notices) {
        this.clock = clock;
        this.notices = notices;
        this.shownNs = clock.steadyNs();
    }

    /**
     * Reads the clock; before frames are asked for.
     *
     * @return as {@link WallClock#read}
     */
    long read() {
        long stepNs = clock.read();
        if (stepNs != 0 && !stepSaid) {
            stepSaid = true;
            notices.say(
                    String.format(
                            Locale.ROOT,
                            "the clock was set %s by %,.3f s; tasks under way at that moment have"
                                    + " wrong times (later steps are not reported)",
                            stepNs > 0 ? "forward" : "back",
                            Math.abs(stepNs) / 1e9));
        }
        return stepNs;
    }

    /**
     * A time before which no frame will come, if none was ready after {@link #read}; nanoseconds
     * since 1970-01-01 UTC.
     */
    long quietNs() {
        return clock.nowNs() - ON_THE_WAY_NS;
    }

    /** The time that no frame of before a step back is behind. */
    long endOfOldTimeNs(long stepNs) {
        return clock.nowNs() - stepNs + ON_THE_WAY_NS;
    }

    /** Whether lines written so far have to be shown although frames keep coming. */
    boolean isTimeToShow() {
        return clock.steadyNs() - shownNs >= SHOW_AFTER_NS;
    }

    /**
     * Whether the frames of before a request to stop have been traced; asked again and again once
     * it was made.
     *
     * @param polled frames that came last time
     */
    boolean isDrained(int polled) {
        if (!stopping) {
            stopping = true;
            stoppingNs = clock.steadyNs();
        }
        long drainedNs = clock.steadyNs() - stoppingNs;
        return drainedNs >= LONGEST_DRAIN_NS || (drainedNs >= DRAIN_NS && polled == 0);
    }

    /** Lines written so far were shown. */
    void shown() {
        shownNs = clock.steadyNs();
    }
}
