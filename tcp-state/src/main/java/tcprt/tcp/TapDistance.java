package tcprt.tcp;

/**
 * How far the tap of a mirror port is from the traced host, in time.
 *
 * <p>What passes the tap towards the host and is acknowledged at once comes back after a round trip
 * between tap and host: a SYN and its SYN-ACK, a SYN-ACK and its ACK, data and its ACK. The
 * shortest such time is taken, half of it for each way. The host then received a segment that much
 * later than the tap saw it, and sent one that much earlier.
 */
final class TapDistance {
    private boolean known;
    private long roundTripNs;
    private boolean pending;
    private int pendingEnd;
    private long pendingNs;

    /** One way between tap and host, nanoseconds; 0 until it is known. */
    long oneWayNs() {
        return roundTripNs / 2;
    }

    boolean isKnown() {
        return known;
    }

    /** Takes a measured round trip between tap and host. */
    void measured(long sampleNs) {
        if (sampleNs >= 0 && (!known || sampleNs < roundTripNs)) {
            known = true;
            roundTripNs = sampleNs;
        }
    }

    /** Something that the host will acknowledge passed the tap. */
    void expectAck(int end, long captureNs) {
        pending = true;
        pendingEnd = end;
        pendingNs = captureNs;
    }

    /** An ACK of the host passed the tap. */
    void onAck(int ackSeq, long captureNs) {
        if (pending && ackSeq == pendingEnd) {
            measured(captureNs - pendingNs);
            pending = false;
        }
    }
}
