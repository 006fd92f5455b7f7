package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Round trip times of one connection: which samples the kernel takes, and what it keeps of them
 * ({@code tcp_ack_update_rtt}).
 *
 * <p>A sample is the time from a transmission to its ACK or SACK. What was sent twice gives none
 * (Karn's rule); then the echoed timestamp serves, in whole milliseconds.
 */
final class RoundTrips {
    private static final long NS_PER_MILLI = 1_000_000;

    private final SentSegmentsPool queues;
    private final boolean countSegments;

    /** What is on its way; null if nothing is, but where segments are counted. */
    private @Nullable SentSegments sent;

    private final MinRtt min;
    private final SmoothedRtt smoothed = new SmoothedRtt();
    private final TimestampClock clock = new TimestampClock();

    /** When the SYN-ACK of the host left, and whether it left more than once, or unseen. */
    private long synAckNs;

    private boolean synAckAmbiguous;
    private long samples;
    private long lastRttNs;
    private long lastTimeNs;

    RoundTrips(TcpContext context, boolean countSegments) {
        this.queues = context.sentSegments;
        this.countSegments = countSegments;
        min = new MinRtt(context.hz);
    }

    /** The connection is gone; the round trip times stay readable. */
    void free() {
        if (sent != null) {
            queues.give(sent);
            sent = null;
        }
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

    /** What is on its way and, where segments are counted, what the last ACK took off it. */
    SentSegments sent() {
        SentSegments queue = sent;
        if (queue == null) {
            queue = queues.take(countSegments);
            sent = queue;
        }
        return queue;
    }

    /** The host sent a segment, which may show its timestamp clock. */
    void onHostSegment(Segment segment, long timeNs) {
        showClock(segment.hasTimestamp, segment.tsVal, timeNs);
    }

    private void showClock(boolean hasTimestamp, int tsVal, long timeNs) {
        if (hasTimestamp) {
            clock.onSent(tsVal, timeNs);
        }
    }

    // ---- The handshake ----

    /** The host answered a SYN with a SYN-ACK that left at {@code synAckNs}. */
    void openPassive(Handshake handshake, long synAckNs) {
        this.synAckNs = synAckNs;
        // One that was not seen left at an unknown time: as little use as one that left twice.
        synAckAmbiguous = handshake.synAcks > 1 || handshake.synAckMissing;
        if (!handshake.synAckMissing) {
            showClock(handshake.serverTimestamps, handshake.firstSynAckTsVal, synAckNs);
        }
    }

    /** The host's SYN was answered. */
    void openActive(Handshake handshake, Segment synAck) {
        if (handshake.syns > 0) {
            showClock(handshake.clientTimestamps, handshake.firstSynTsVal, handshake.firstSynNs);
            showClock(handshake.clientTimestamps, handshake.lastSynTsVal, handshake.lastSynNs);
            takeAnswer(handshake.firstSynNs, handshake.syns > 1, synAck, synAck.timeNs);
        }
    }

    /** The host's SYN-ACK left again, after the other end is known to have answered it. */
    void onSynAckSentAgain() {
        synAckAmbiguous = true;
    }

    /** The host's SYN-ACK was answered. */
    void onSynAckAnswered(Segment answer, long timeNs) {
        takeAnswer(synAckNs, synAckAmbiguous, answer, timeNs);
    }

    /** The host's SYN was answered, which had left again meanwhile: only the echo tells. */
    void onLateSynAck(Segment synAck, long timeNs) {
        takeEchoed(synAck, timeNs);
    }

    private void takeAnswer(long sentNs, boolean ambiguous, Segment answer, long timeNs) {
        if (ambiguous) {
            takeEchoed(answer, timeNs);
        } else {
            take(timeNs - sentNs, timeNs - sentNs, timeNs);
        }
    }

    // ---- Data ----

    /** Bytes left for the first time. */
    void onSent(int start, int end, long timeNs) {
        sent().add(start, end, timeNs);
    }

    /** Bytes left unseen by the capture. */
    void onSentUnseen(int start, int end) {
        sent().addUnseen(start, end);
    }

    /** Bytes left again. */
    void onRetransmitted(int start, int end) {
        if (sent != null) {
            sent.markRetransmitted(start, end);
        }
    }

    /**
     * An ACK moved SND.UNA to {@code sndUna}, or could have.
     *
     * @return bytes it took that the capture never saw
     */
    long onAck(Segment segment, int sndUna, int mssBytes, long timeNs) {
        SentSegments queue = sent();
        queue.onAck(segment, sndUna, mssBytes, timeNs);
        if (queue.ackRttNs != SentSegments.NONE) {
            take(queue.ackRttNs, queue.controlRttNs, timeNs);
        } else if (queue.acked) {
            takeEchoed(segment, timeNs);
        }
        long unseenBytes = queue.unseenBytes;
        if (queue.isEmpty() && !countSegments) {
            free();
        }
        return unseenBytes;
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
