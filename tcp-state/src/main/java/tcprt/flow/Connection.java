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

    /** SYN and SYN-ACK, until the connection is open; afterwards only to recognise their copies. */
    Handshake handshake = new Handshake();

    /**
     * The other end's SYN in a simultaneous open, or a SYN that may begin the next connection of
     * this 4-tuple.
     */
    @Nullable Handshake otherHandshake;

    /** Puts its segments in order; null if that is switched off. */
    @Nullable CausalOrder causalOrder;

    /** Whether it is no connection yet, but a place where segments wait for what came before. */
    boolean placeholder;

    /** Whether flows were made: no longer half-open. */
    boolean open;

    @Nullable Flow firstFlow;
    @Nullable Flow secondFlow;

    private final Doubling doublingOfFirst = new Doubling();
    private final Doubling doublingOfSecond = new Doubling();

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

    /** Whether the tap shows twice what the first or the second end sends. */
    Doubling doubling(boolean first) {
        return first ? doublingOfFirst : doublingOfSecond;
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

    /** Open once, and every traced end released. */
    boolean isGone() {
        if (firstFlow != null && firstFlow.tcb().isReleased()) {
            firstFlow = null;
        }
        if (secondFlow != null && secondFlow.tcb().isReleased()) {
            secondFlow = null;
        }
        return open && firstFlow == null && secondFlow == null;
    }
}
