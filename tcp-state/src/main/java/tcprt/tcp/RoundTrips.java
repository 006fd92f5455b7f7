package tcprt.tcp;

/**
 * Round trip times of one connection: which samples the kernel takes, and what it keeps of them
 * ({@code tcp_ack_update_rtt}).
 *
 * <p>A sample is the time from a transmission to its ACK or SACK. What was sent twice gives none
 * (Karn's rule); then the echoed timestamp serves, in whole milliseconds.
 */
final class RoundTrips {
    private static final long NS_PER_MILLI = 1_000_000;

    private final SentSegments sent;
    private final MinRtt min;
    private final SmoothedRtt smoothed = new SmoothedRtt();
    private final TimestampClock clock = new TimestampClock();

    private long samples;
    private long lastRttNs;
    private long lastTimeNs;

    RoundTrips(TcpContext context, boolean countSegments) {
        sent = new SentSegments(context.queueEntries, countSegments);
        min = new MinRtt(context.hz);
    }

    /** The connection is gone; the round trip times stay readable. */
    void free() {
        sent.free();
    }

    /** Takes every sample back: what was measured did not arrive at the host. */
    void forget() {
        samples = 0;
        min.forget();
        smoothed.forget();
    }

    /** {@code tcp_min_rtt}, microseconds. */
    long minMicros() {
        return min.micros();
    }

    /** {@code srtt_us >> 3}, microseconds. */
    long smoothedMicros() {
        return smoothed.micros();
    }

    /** What the last ACK took off and measured. */
    SentSegments sent() {
        return sent;
    }

    /** The host showed its timestamp clock. */
    void onHostTimestamp(int tsVal, long timeNs) {
        clock.onSent(tsVal, timeNs);
    }

    /** Bytes left for the first time. */
    void onSent(int start, int end, long timeNs) {
        sent.add(start, end, timeNs);
    }

    /** Bytes left unseen by the capture. */
    void onSentUnseen(int start, int end) {
        sent.addUnseen(start, end);
    }

    /** Bytes left again. */
    void onRetransmitted(int start, int end) {
        sent.markRetransmitted(start, end);
    }

    /**
     * A SYN or SYN-ACK was answered.
     *
     * @param sentNs when it left
     * @param retransmitted whether it left more than once
     * @param answer SYN-ACK or ACK
     */
    void onHandshakeAnswer(long sentNs, boolean retransmitted, Segment answer, long timeNs) {
        if (retransmitted) {
            takeEchoed(answer, timeNs);
        } else {
            take(timeNs - sentNs, timeNs - sentNs, timeNs);
        }
    }

    /**
     * An ACK moved SND.UNA to {@code sndUna}, or could have.
     *
     * @return bytes it took that the capture never saw
     */
    long onAck(Segment segment, int sndUna, int mssBytes, long timeNs) {
        sent.onAck(segment, sndUna, mssBytes, timeNs);
        if (sent.ackRttNs != SentSegments.NONE) {
            take(sent.ackRttNs, sent.controlRttNs, timeNs);
        } else if (sent.acked) {
            takeEchoed(segment, timeNs);
        }
        return sent.unseenBytes;
    }

    /**
     * The only sample so far was taken at a tap that is away from the host, and is that much
     * longer.
     */
    void lengthenFirst(long ns) {
        if (samples == 1) {
            long rttNs = lastRttNs + ns;
            forget();
            take(rttNs, rttNs, lastTimeNs);
        }
    }

    private void takeEchoed(Segment segment, long timeNs) {
        if (!segment.hasTimestamp || segment.tsEcr == 0) {
            return;
        }
        int millis = clock.millisSince(segment.tsEcr, timeNs);
        if (millis >= 0 && millis < Integer.MAX_VALUE / 1000) {
            long rttNs = Math.max(1, millis) * NS_PER_MILLI;
            take(rttNs, rttNs, timeNs);
        }
    }

    private void take(long rttNs, long controlRttNs, long timeNs) {
        samples++;
        lastRttNs = rttNs;
        lastTimeNs = timeNs;
        min.update(Math.max(0, controlRttNs) / 1000, timeNs);
        smoothed.update(Math.max(0, rttNs) / 1000);
    }
}
