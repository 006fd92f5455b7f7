package tcprt.tcp;

import tcprt.wire.Seq;

/**
 * When slow start is left before a loss (RFC 9406's forerunner as Linux has it): ACKs of one round
 * that come in a train longer than half the shortest round trip, or round trips that grow by an
 * eighth.
 */
final class HyStart {
    private static final int LOWEST_WINDOW = 16;
    private static final int SAMPLES = 8;
    private static final long TRAIN_GAP_MICROS = 2000;

    /** What pacing may add to a train. */
    private static final long TRAIN_SLACK_MICROS = 1000;

    private static final long LEAST_GROWTH_MICROS = 4000;
    private static final long MOST_GROWTH_MICROS = 16000;

    private long shortestMicros = Long.MAX_VALUE;
    private boolean found;
    private boolean inRound;
    private int roundEnd;
    private long roundStartMicros;
    private long lastAckMicros;
    private long roundShortestMicros;
    private int samples;

    /** Begins anew: the retransmission timer went off. */
    void reset() {
        found = false;
        inRound = false;
        shortestMicros = Long.MAX_VALUE;
    }

    /** The shortest round trip time so far, nanoseconds. */
    long shortestNs() {
        return shortestMicros == Long.MAX_VALUE ? 0 : shortestMicros * 1000;
    }

    /**
     * An ACK gave a round trip time.
     *
     * @return whether slow start ends with it
     */
    boolean onAck(
            long rttMicros, long nowMicros, int sndUna, int sndNxt, int window, boolean slowStart) {
        long rtt = Math.max(1, rttMicros);
        shortestMicros = Math.min(shortestMicros, rtt);
        if (found || !slowStart) {
            return false;
        }
        if (!inRound || Seq.after(sndUna, roundEnd)) {
            inRound = true;
            roundEnd = sndNxt;
            roundStartMicros = nowMicros;
            lastAckMicros = nowMicros;
            roundShortestMicros = Long.MAX_VALUE;
            samples = 0;
        }
        if (window < LOWEST_WINDOW) {
            return false;
        }
        if (nowMicros - lastAckMicros <= TRAIN_GAP_MICROS) {
            lastAckMicros = nowMicros;
            long longest = (shortestMicros + TRAIN_SLACK_MICROS) / 2;
            found = nowMicros - roundStartMicros > longest;
        }
        roundShortestMicros = Math.min(roundShortestMicros, rtt);
        if (samples < SAMPLES) {
            samples++;
        } else {
            long growth =
                    Math.max(
                            LEAST_GROWTH_MICROS, Math.min(MOST_GROWTH_MICROS, shortestMicros >> 3));
            found |= roundShortestMicros > shortestMicros + growth;
        }
        return found;
    }
}
