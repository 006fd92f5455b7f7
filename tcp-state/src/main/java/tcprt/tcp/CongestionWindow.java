package tcprt.tcp;

import tcprt.wire.Seq;

/**
 * A model of {@code snd_cwnd}, the segments that the host allowed itself to have under way, under
 * cubic or, as long as nothing is lost, reno.
 *
 * <p>No packet tells it; it follows from what was sent, acknowledged and sent again: slow start
 * from 10, grown only while it limits ({@code tcp_is_cwnd_limited}), left early by {@link HyStart};
 * times 0.7 at a fast retransmit or an ECN echo; 1 when the retransmission timer goes off, which
 * shows in that nothing called for the retransmission; halved for every timeout that nothing was
 * sent. A reduction that turns out to be needless (Eifel, DSACK) is taken back. docs/ACCURACY.md
 * tells how far off it can be.
 */
public final class CongestionWindow {
    /** RFC 6928. */
    private static final int INITIAL = 10;

    private static final int NO_THRESHOLD = Integer.MAX_VALUE;

    /** The least retransmission timeout beyond the round trip time. */
    private static final long LEAST_TIMEOUT_NS = 200_000_000L;

    private static final int DUPLICATES = 3;

    private enum State {
        /** Nothing is missing. */
        OPEN,
        /** Fast retransmit, or ECN: no growth until what was sent by then is acknowledged. */
        RECOVERY,
        /** The timer went off: slow start from 1. */
        LOSS
    }

    private final long tickNs;
    private final CubicGrowth growth = new CubicGrowth();
    private final HyStart hyStart = new HyStart();

    private State state = State.OPEN;
    private int window = INITIAL;
    private int threshold = NO_THRESHOLD;
    private int credit;

    private int outSegments;
    private int sackedSegments;
    private int duplicateAcks;

    // tcp_cwnd_validate: how far the window was used.
    private boolean limited;
    private int mostOut;
    private int usageEnd;
    private int used;
    private long usedSinceNs;

    private long lastSentNs;
    private long lastAckNs;
    private long timeoutNs = 1_000_000_000L;
    private int recoveryStart;
    private int recoveryEnd;
    private int retransmittedTo;

    private boolean undoable;
    private int windowBefore;
    private int thresholdBefore;
    private int undecidedRetransmits;
    private boolean firstRetransmitStamped;
    private int firstRetransmitTsVal;

    private boolean probed;
    private int probeEnd;

    /**
     * Makes the window of a new connection.
     *
     * @param hz timer ticks per second of the host
     */
    CongestionWindow(int hz) {
        tickNs = 1_000_000_000L / hz;
    }

    /** {@code snd_cwnd} now. */
    long segments() {
        return window;
    }

    /** A SYN or SYN-ACK that had to be sent more than once: 1 instead of 10. */
    void onHandshakeTimeouts() {
        window = 1;
    }

    private boolean inSlowStart() {
        return window < threshold;
    }

    private int inFlight() {
        return Math.max(0, outSegments - sackedSegments);
    }

    // ---- What the host sends ----

    /** New data leaves: so many segments, after which SND.NXT is {@code sndNxt}. */
    void onSent(int segments, int sndUna, int sndNxt, long timeNs) {
        if (outSegments == 0 && lastSentNs != 0) {
            onIdle(timeNs - lastSentNs, timeNs);
        }
        lastSentNs = timeNs;
        outSegments += segments;
        validate(inFlight() >= window, sndUna, sndNxt, timeNs);
    }

    /** RFC 2861 and tcp_slow_start_after_idle_check. */
    private void onIdle(long idleNs, long timeNs) {
        growth.onIdle(idleNs, timeNs);
        if (idleNs < timeoutNs) {
            return;
        }
        long timeoutTicks = timeoutTicks();
        long left = ticks(timeNs - idleNs, timeNs) - timeoutTicks;
        if (left <= 0) {
            return;
        }
        threshold = thresholdOfIdle();
        while (left > 0 && window > INITIAL) {
            window = Math.max(INITIAL, window >> 1);
            left -= timeoutTicks;
        }
        usedSinceNs = timeNs;
        used = 0;
    }

    private int thresholdOfIdle() {
        return threshold == NO_THRESHOLD
                ? NO_THRESHOLD
                : Math.max(threshold, (window >> 1) + (window >> 2));
    }

    /** Ticks are seldom counted: a division costs more than the rest of an ACK. */
    private boolean hasTimedOut(long fromNs, long toNs) {
        return toNs - fromNs >= timeoutNs - tickNs && ticks(fromNs, toNs) >= timeoutTicks();
    }

    private long timeoutTicks() {
        return (timeoutNs + tickNs - 1) / tickNs;
    }

    /** Timer ticks between two times. */
    private long ticks(long fromNs, long toNs) {
        return toNs / tickNs - fromNs / tickNs;
    }

    private void validate(boolean limitedNow, int sndUna, int sndNxt, long timeNs) {
        if (usageEnd == 0
                || Seq.atOrAfter(sndUna, usageEnd)
                || limitedNow
                || (!limited && outSegments > mostOut)) {
            limited = limitedNow;
            mostOut = outSegments;
            usageEnd = sndNxt;
        }
        if (isLimited()) {
            used = 0;
            usedSinceNs = timeNs;
        } else {
            used = Math.max(used, outSegments);
            if (usedSinceNs != 0 && hasTimedOut(usedSinceNs, timeNs)) {
                shrinkToUse(timeNs);
            }
        }
    }

    /** tcp_cwnd_application_limited. */
    private void shrinkToUse(long timeNs) {
        int needed = Math.max(used, INITIAL);
        if (state == State.OPEN && needed < window) {
            threshold = thresholdOfIdle();
            window = (window + needed) >> 1;
        }
        used = 0;
        usedSinceNs = timeNs;
    }

    private boolean isLimited() {
        return limited || (inSlowStart() && window < 2 * mostOut);
    }

    /**
     * Data leaves again.
     *
     * @param segment from {@code segment.seq} on
     * @param segments how many it is
     */
    void onRetransmitted(Segment segment, int segments, int sndUna, int sndNxt, long timeNs) {
        long quietNs = timeNs - Math.max(lastSentNs, lastAckNs);
        boolean timedOut =
                segment.seq == sndUna && quietNs >= LEAST_TIMEOUT_NS && quietNs >= timeoutNs / 2;
        boolean again = state != State.OPEN && Seq.before(segment.seq, retransmittedTo);
        boolean called = sackedSegments > 0 || duplicateAcks >= DUPLICATES;
        if (timedOut && (!called || again)) {
            onTimeout(sndUna, sndNxt, segment);
        } else if (state == State.OPEN && called) {
            reduce(State.RECOVERY, sndNxt);
            noteFirst(segment);
            window = threshold;
        } else if (state == State.OPEN && segment.end() == sndNxt) {
            probed = true; // A tail loss probe (RFC 8985 7): whether there was a loss, the ACK
            // tells.
            probeEnd = sndNxt;
        }
        undecidedRetransmits += segments;
        retransmittedTo = Seq.later(retransmittedTo, segment.end());
        lastSentNs = timeNs;
    }

    private void onTimeout(int sndUna, int sndNxt, Segment segment) {
        boolean same = state == State.LOSS && sndUna == recoveryStart;
        if (!same) {
            reduce(State.LOSS, sndNxt);
            noteFirst(segment);
        }
        recoveryStart = sndUna;
        state = State.LOSS;
        recoveryEnd = sndNxt;
        window = 1;
        credit = 0;
        growth.reset();
        hyStart.reset();
    }

    private void reduce(State next, int sndNxt) {
        undoable = true;
        windowBefore = window;
        thresholdBefore = threshold;
        undecidedRetransmits = 0;
        threshold = growth.onLoss(window);
        credit = 0;
        state = next;
        recoveryEnd = sndNxt;
        retransmittedTo = recoveryEnd - 1;
        probed = false;
    }

    private void noteFirst(Segment segment) {
        firstRetransmitStamped = segment.hasTimestamp;
        firstRetransmitTsVal = segment.tsVal;
        retransmittedTo = segment.seq;
    }

    // ---- What is acknowledged ----

    /**
     * An ACK was processed.
     *
     * @param sent what it took off
     * @param advanced whether SND.UNA moved
     * @param smoothedMicros smoothed round trip time after it
     */
    void onAck(
            Segment segment,
            SentSegments sent,
            boolean advanced,
            int sndUna,
            int sndNxt,
            long smoothedMicros,
            long timeNs) {
        outSegments = Math.max(0, outSegments - sent.takenSegments);
        sackedSegments =
                Math.max(0, sackedSegments + sent.newlySackedSegments - sent.takenSackedSegments);
        timeoutNs = smoothedMicros * 1000 + LEAST_TIMEOUT_NS;
        lastAckNs = timeNs;
        boolean duplicateSack = segment.sackCount > 0 && Seq.before(segment.sackStart[0], sndUna);
        if (advanced) {
            duplicateAcks = 0;
        } else if (!segment.hasDataOrFin() && outSegments > 0) {
            duplicateAcks++;
        }
        if (sent.controlRttNs >= 0 && !growth.isFresh(timeNs)) {
            boolean found =
                    hyStart.onAck(
                            sent.controlRttNs / 1000,
                            timeNs / 1000,
                            sndUna,
                            sndNxt,
                            window,
                            inSlowStart());
            if (found) {
                threshold = window;
            }
        }
        takeBackIfNeedless(segment, advanced, duplicateSack);
        endProbe(sndUna, duplicateSack, sndNxt);
        if (state == State.RECOVERY && Seq.atOrAfter(sndUna, recoveryEnd)) {
            state = State.OPEN;
            window = threshold;
        } else if (state != State.RECOVERY) {
            if (state == State.LOSS && Seq.atOrAfter(sndUna, recoveryEnd)) {
                state = State.OPEN;
            }
            if (advanced) {
                usedSinceNs = timeNs;
                int delivered =
                        sent.takenSegments - sent.takenSackedSegments + sent.newlySackedSegments;
                grow(delivered, timeNs);
            }
        }
        if (segment.ece && state == State.OPEN && outSegments > 0) {
            reduce(State.RECOVERY, sndNxt);
            undoable = false;
            window = threshold;
        }
    }

    /** Eifel detection (RFC 3522) by timestamps, or every retransmission reported as a copy. */
    private void takeBackIfNeedless(Segment segment, boolean advanced, boolean duplicateSack) {
        if (!undoable || state == State.OPEN) {
            return;
        }
        boolean ofOriginal =
                advanced
                        && firstRetransmitStamped
                        && segment.hasTimestamp
                        && segment.tsEcr != 0
                        && Seq.before(segment.tsEcr, firstRetransmitTsVal);
        if (duplicateSack) {
            undecidedRetransmits--;
        }
        if (ofOriginal || (duplicateSack && undecidedRetransmits <= 0)) {
            window = Math.max(window, windowBefore);
            threshold = Math.max(threshold, thresholdBefore);
            undoable = false;
            state = State.OPEN;
        }
    }

    private void endProbe(int sndUna, boolean duplicateSack, int sndNxt) {
        if (!probed || Seq.before(sndUna, probeEnd)) {
            return;
        }
        if (duplicateSack) {
            probed = false;
        } else if (Seq.after(sndUna, probeEnd)) {
            reduce(State.OPEN, sndNxt);
            window = threshold;
        }
    }

    private void grow(int acked, long timeNs) {
        if (!isLimited()) {
            return;
        }
        int left = acked;
        if (inSlowStart()) {
            int grown = Math.min(window + left, threshold);
            left -= grown - window;
            window = grown;
        }
        if (left > 0 && !inSlowStart()) {
            int step = growth.segmentsPerStep(window, left, hyStart.shortestNs(), timeNs);
            if (credit >= step) {
                credit = 0;
                window++;
            }
            credit += left;
            if (credit >= step) {
                window += credit / step;
                credit %= step;
            }
        }
    }
}
