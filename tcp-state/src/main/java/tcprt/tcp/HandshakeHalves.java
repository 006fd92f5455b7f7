package tcprt.tcp;

/**
 * The two halves of the handshake's round trip, as the tap sees them: how long the host, and how
 * long the other end, took to answer what passed the tap. Together they are the round trip between
 * the two; at a tap on the host the host's own half is next to nothing.
 *
 * <p>A half is unknown if one of its two frames is not in the capture, or if the question was asked
 * twice, so that the answer may belong to either (Karn's rule).
 */
final class HandshakeHalves {
    /** Nothing was measured. */
    static final long UNKNOWN = -1;

    private enum Awaited {
        NOTHING,
        HOST,
        REMOTE
    }

    private long hostNs = UNKNOWN;
    private long remoteNs = UNKNOWN;
    private Awaited awaited = Awaited.NOTHING;
    private long askedNs;

    /** Between tap and host and back, microseconds, or {@link #UNKNOWN}. */
    long hostMicros() {
        return micros(hostNs);
    }

    /** Between tap and other end and back, microseconds, or {@link #UNKNOWN}. */
    long remoteMicros() {
        return micros(remoteNs);
    }

    private static long micros(long ns) {
        return ns < 0 ? UNKNOWN : ns / 1000;
    }

    /** The host answered a SYN. */
    void openPassive(Handshake handshake) {
        if (handshake.synAcks == 1 && !handshake.synAckMissing) {
            if (handshake.syns == 1) {
                hostNs = handshake.firstSynAckNs - handshake.firstSynNs;
            }
            await(Awaited.REMOTE, handshake.firstSynAckNs);
        }
    }

    /** The host's SYN was answered. */
    void openActive(Handshake handshake, long synAckNs) {
        if (handshake.synAcks == 1 && !handshake.synAckMissing) {
            if (handshake.syns == 1) {
                remoteNs = synAckNs - handshake.firstSynNs;
            }
            await(Awaited.HOST, synAckNs);
        }
    }

    private void await(Awaited end, long timeNs) {
        awaited = end;
        askedNs = timeNs;
    }

    /** Whether there is nothing left to measure. */
    boolean isOver() {
        return awaited == Awaited.NOTHING;
    }

    /** A frame passed the tap; its time is the tap's. */
    void onFrame(Segment segment, boolean fromHost) {
        boolean answer = awaited == (fromHost ? Awaited.HOST : Awaited.REMOTE) && isAnswer(segment);
        if (answer && fromHost) {
            hostNs = segment.timeNs - askedNs;
        } else if (answer) {
            remoteNs = segment.timeNs - askedNs;
        }
        if (answer || segment.syn) {
            awaited = Awaited.NOTHING;
        }
    }

    private static boolean isAnswer(Segment segment) {
        return segment.ack && !segment.syn && !segment.rst;
    }
}
