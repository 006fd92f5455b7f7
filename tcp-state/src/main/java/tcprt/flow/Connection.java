package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.tcp.Handshake;

/**
 * One 4-tuple in use: its two ends, the handshake while it lasts, and a {@link Flow} for each end
 * that is traced.
 *
 * <p>Once every flow is released the connection stays as a tombstone, so that late segments do not
 * look like a new connection.
 */
final class Connection {
    final boolean ipv6;
    final int tunnelId;
    final long firstHigh;
    final long firstLow;
    final int firstPort;
    final long secondHigh;
    final long secondLow;
    final int secondPort;

    /** Capture time of the last segment, nanoseconds since 1970-01-01 UTC. */
    long lastNs;

    /** Whether the first end sent the SYN. */
    boolean openedByFirst;

    /** SYN and SYN-ACK, until each end has got what it has to know of them. */
    @Nullable Handshake handshake;

    /**
     * The other end's SYN in a simultaneous open, or a SYN that may begin the next connection of
     * this 4-tuple.
     */
    @Nullable Handshake otherHandshake;

    // What recognises copies of SYN and SYN-ACK once there is no handshake any more.
    private int synSeq;
    private int synAckSeq;
    private boolean synSeen;
    private boolean synAckSeen;

    /** Puts its segments in order, if anything suggests that they may not be. */
    @Nullable CausalOrder causalOrder;

    /** Whether it is yet to be seen in the handshake that its segments need a reorder window. */
    boolean trial;

    /** Whether it is no connection yet, but a place where segments wait for what came before. */
    boolean placeholder;

    /** Whether flows were made: no longer half-open. */
    boolean open;

    /** Whether it ever had a flow. */
    boolean traced;

    @Nullable Flow firstFlow;
    @Nullable Flow secondFlow;

    private final Sender first = new Sender();
    private final Sender second = new Sender();

    Connection(FlowKey key) {
        ipv6 = key.ipv6;
        tunnelId = key.tunnelId;
        firstHigh = key.firstHigh;
        firstLow = key.firstLow;
        firstPort = key.firstPort;
        secondHigh = key.secondHigh;
        secondLow = key.secondLow;
        secondPort = key.secondPort;
    }

    /**
     * The flow of the host that sent, or received, a segment coming from the first or the second
     * end.
     */
    @Nullable Flow flow(boolean first) {
        return first ? firstFlow : secondFlow;
    }

    /** What the tap shows of the first or the second end. */
    Sender sender(boolean first) {
        return first ? this.first : second;
    }

    /** The handshake, which goes on or begins. */
    Handshake handshake() {
        Handshake current = handshake;
        if (current == null) {
            current = new Handshake();
            handshake = current;
        }
        return current;
    }

    /** Both ends know the handshake; only its numbers are kept. */
    void endHandshake() {
        Handshake ended = handshake;
        if (ended != null) {
            synSeen = ended.hasSyn();
            synSeq = ended.synSeq();
            synAckSeen = ended.hasSynAck();
            synAckSeq = ended.synAckSeq();
            handshake = null;
        }
    }

    /** Whether a SYN with this sequence number is one that was seen. */
    boolean isSynOf(int seq) {
        return handshake == null ? synSeen && synSeq == seq : handshake.isSynOf(seq);
    }

    /** Whether a SYN-ACK with this sequence number is one that was seen. */
    boolean isSynAckOf(int seq) {
        return handshake == null ? synAckSeen && synAckSeq == seq : handshake.isSynAckOf(seq);
    }

    /** What its ends wait for happens if it is due by {@code timeNs}. */
    void expire(long timeNs) {
        if (firstFlow != null) {
            firstFlow.order().expire(timeNs);
        }
        if (secondFlow != null) {
            secondFlow.order().expire(timeNs);
        }
    }

    /** Its ends get their segments late from now on. */
    void expectLate(long windowNs) {
        if (firstFlow != null) {
            firstFlow.order().expectLate(windowNs);
        }
        if (secondFlow != null) {
            secondFlow.order().expectLate(windowNs);
        }
    }

    /** Forgets what waits, without a record. */
    void abandon() {
        if (causalOrder != null) {
            causalOrder.abandon();
            causalOrder = null;
        }
        if (firstFlow != null) {
            firstFlow.order().abandon();
        }
        if (secondFlow != null) {
            secondFlow.order().abandon();
        }
    }

    /** Lets go of the ends whose socket is gone. */
    void dropReleased() {
        if (firstFlow != null && firstFlow.tcb().isReleased()) {
            firstFlow = null;
        }
        if (secondFlow != null && secondFlow.tcb().isReleased()) {
            secondFlow = null;
        }
    }

    /** Open once, and every traced end released. */
    boolean isGone() {
        dropReleased();
        return open && firstFlow == null && secondFlow == null;
    }
}
