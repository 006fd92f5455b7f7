package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What the capture holds of one connection, and what it is proven to miss: directions, the
 * beginning, bytes.
 */
public final class Coverage {
    private final TcpContext context;

    /** Null before a handshake and after it. */
    private @Nullable HandshakeHalves halves;

    private int tapToHostMicros = (int) HandshakeHalves.UNKNOWN;
    private int tapToRemoteMicros = (int) HandshakeHalves.UNKNOWN;
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
        HandshakeHalves halves = new HandshakeHalves();
        halves.openPassive(handshake);
        measure(halves);
        sawHost = !handshake.synAckMissing;
        sawRemote = handshake.syns > 0;
        handshakeIncomplete = isOneWay();
    }

    /** The host's SYN was answered. */
    void openActive(Handshake handshake, long synAckNs) {
        HandshakeHalves halves = new HandshakeHalves();
        halves.openActive(handshake, synAckNs);
        measure(halves);
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
        sawHost |= fromHost;
        sawRemote |= !fromHost;
        if (halves != null) {
            halves.onFrame(segment, fromHost);
            measure(halves);
        }
    }

    private void measure(HandshakeHalves halves) {
        tapToHostMicros = (int) Math.min(halves.hostMicros(), Integer.MAX_VALUE);
        tapToRemoteMicros = (int) Math.min(halves.remoteMicros(), Integer.MAX_VALUE);
        this.halves = halves.isOver() ? null : halves;
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
        return tapToHostMicros;
    }

    /** The handshake's way from the tap to the other end and back, microseconds; -1 if unknown. */
    public long tapToRemoteMicros() {
        return tapToRemoteMicros;
    }
}
