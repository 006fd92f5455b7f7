package tcprt.tcp;

/**
 * What the capture holds of one connection, and what it is proven to miss: directions, the
 * beginning, bytes.
 */
public final class Coverage {
    private final TcpContext context;
    private final HandshakeHalves halves = new HandshakeHalves();
    private boolean sawHost;
    private boolean sawRemote;
    private boolean midStream;
    private boolean handshakeIncomplete;
    private boolean lastAckAssumed;
    private int holes;
    private long holeBytes;

    /** Makes one of a connection that nothing was seen of yet. */
    Coverage(TcpContext context) {
        this.context = context;
    }

    /** The host answered a SYN. */
    void openPassive(Handshake handshake) {
        halves.openPassive(handshake);
        sawHost = !handshake.synAckMissing;
        sawRemote = handshake.syns > 0;
        handshakeIncomplete = isOneWay();
    }

    /** The host's SYN was answered. */
    void openActive(Handshake handshake, long synAckNs) {
        halves.openActive(handshake, synAckNs);
        sawHost = handshake.syns > 0;
        sawRemote = !handshake.synAckMissing;
        handshakeIncomplete = isOneWay();
    }

    /** The connection began before the capture. */
    void openMidStream() {
        midStream = true;
    }

    /** A frame passed the tap. */
    void onFrame(Segment segment, boolean fromHost) {
        if (fromHost) {
            sawHost = true;
            halves.onSent(segment);
        } else {
            sawRemote = true;
            halves.onReceived(segment);
        }
    }

    /** The capture is proven to miss this many bytes in one place; 0 for an ACK. */
    void countHole(long bytes) {
        holes++;
        holeBytes += bytes;
        context.countHole(bytes);
    }

    /** The ACK of the host's last bytes is missing, and what it said is taken for granted. */
    void assumeLastAck() {
        countHole(0);
        lastAckAssumed = true;
    }

    /** The socket is destroyed: nothing more will be seen of it. */
    void onRelease() {
        if (isOneWay()) {
            context.oneWayFlows++;
        }
    }

    /** Whether no frame of the host was captured: what it did shows only in the answers. */
    boolean hidesHost() {
        return !sawHost;
    }

    /** Whether no frame of the other end was captured: what came shows only in the host's ACKs. */
    boolean hidesRemote() {
        return !sawRemote;
    }

    /** Whether the capture held frames of one direction only so far. */
    public boolean isOneWay() {
        return !sawHost || !sawRemote;
    }

    /** Whether the connection began before the capture. */
    public boolean isMidStream() {
        return midStream;
    }

    /** Whether SYN or SYN-ACK, with the options in it, was not seen. */
    public boolean hidesOptions() {
        return midStream || handshakeIncomplete;
    }

    /** Whether the ACK of the host's last bytes is assumed, because nothing else came. */
    public boolean isLastAckAssumed() {
        return lastAckAssumed;
    }

    /** Places where bytes are missing, so far. */
    public int holes() {
        return holes;
    }

    /** Bytes missing there. */
    public long holeBytes() {
        return holeBytes;
    }

    /** The handshake's way from the tap to the host and back, microseconds; -1 if unknown. */
    public long tapToHostMicros() {
        return halves.hostMicros();
    }

    /** The handshake's way from the tap to the other end and back, microseconds; -1 if unknown. */
    public long tapToRemoteMicros() {
        return halves.remoteMicros();
    }
}
