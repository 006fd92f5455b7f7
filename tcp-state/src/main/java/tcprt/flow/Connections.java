package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.flow.PortRules.Match;
import tcprt.task.RecordWriter;
import tcprt.tcp.Handshake;
import tcprt.tcp.Segment;
import tcprt.tcp.TcpContext;
import tcprt.wire.PacketView;
import tcprt.wire.TcpView;

/**
 * Leads each segment to the ends of its connection that are traced, and knows how connections
 * begin: by a handshake, by half of one, by two SYNs that cross, in the middle, or again with a
 * 4-tuple that was used before.
 */
public final class Connections {
    private final PortRules rules;
    private final LocalAddresses localAddresses;
    private final TcpContext context;
    private final RecordWriter writer;
    private final @Nullable Duplicates duplicates;
    private final FlowTable table;
    private final FlowKey key = new FlowKey();
    private final Segment scratch = new Segment();
    private long tracedFlows;
    private long midStreamFlows;

    /**
     * Makes an empty table.
     *
     * @param duplicates recognises copies, which are dropped; null if none are to be
     */
    public Connections(
            PortRules rules,
            LocalAddresses localAddresses,
            TcpContext context,
            RecordWriter writer,
            @Nullable Duplicates duplicates,
            int connectionLimit) {
        this.rules = rules;
        this.localAddresses = localAddresses;
        this.context = context;
        this.writer = writer;
        this.duplicates = duplicates;
        this.table = new FlowTable(connectionLimit);
    }

    /** Traced ends so far. */
    public long tracedFlows() {
        return tracedFlows;
    }

    /** Traced ends of connections that began before the capture. */
    public long midStreamFlows() {
        return midStreamFlows;
    }

    /** Connections dropped at the limit. */
    public long evicted() {
        return table.evicted();
    }

    /** Traced ends that are not released. */
    public long openFlows() {
        long[] open = {0};
        table.forEach(
                connection -> {
                    if (!connection.isGone()) {
                        open[0] += connection.firstFlow != null ? 1 : 0;
                        open[0] += connection.secondFlow != null ? 1 : 0;
                    }
                });
        return open[0];
    }

    /**
     * Takes one segment.
     *
     * @param interfaceId where the capture says it was seen
     * @return whether it belongs to a traced connection and is no copy
     */
    public boolean onSegment(PacketView packet, int interfaceId, long timeNs) {
        TcpView tcp = packet.tcp();
        if (!rules.mayTrace(tcp.sourcePort(), tcp.destinationPort())) {
            return false;
        }
        key.set(packet);
        Connection connection = table.find(key);
        if (connection == null && !mayTraceAddresses()) {
            return false;
        }
        if (duplicates != null) {
            Doubling sender = connection == null ? null : connection.doubling(key.sentByFirst());
            if (duplicates.isCopy(packet, interfaceId, timeNs, sender)) {
                return false;
            }
        }
        if (tcp.isSyn() && !tcp.isRst()) {
            scratch.set(tcp, timeNs);
            return tcp.isAck() ? onSynAck(connection, tcp, timeNs) : onSyn(connection, tcp, timeNs);
        }
        if (connection == null) {
            return tcp.payloadLength() > 0 && !tcp.isRst() && openMidStream(tcp, timeNs);
        }
        return connection.open
                ? deliver(connection, tcp, timeNs)
                : onHalfOpen(connection, tcp, timeNs);
    }

    private boolean mayTraceAddresses() {
        return localAddresses.accept(key.ipv6, key.firstHigh, key.firstLow)
                || localAddresses.accept(key.ipv6, key.secondHigh, key.secondLow);
    }

    // ---- How a connection begins ----

    private boolean onSyn(@Nullable Connection known, TcpView tcp, long timeNs) {
        boolean fromFirst = key.sentByFirst();
        if (known == null) {
            awaitAnswer(table.add(key, timeNs), fromFirst);
            return true;
        }
        boolean copy = known.openedByFirst == fromFirst && known.handshake.isSynOf(tcp.seq());
        if (!known.open) {
            known.lastNs = timeNs;
            if (copy) {
                known.handshake.onSyn(scratch);
            } else if (known.openedByFirst == fromFirst) {
                awaitAnswer(table.replace(known, key, timeNs), fromFirst);
            } else {
                onOtherSyn(known);
            }
            return true;
        }
        if (copy) {
            return deliver(known, tcp, timeNs);
        }
        decideNow(known);
        if (known.isGone()) {
            awaitAnswer(table.replace(known, key, timeNs), fromFirst);
        } else {
            // The old connection may be alive and answer with a challenge ACK (RFC 5961 4.2); a
            // SYN-ACK will tell.
            onOtherSyn(known);
        }
        return true;
    }

    private void awaitAnswer(Connection connection, boolean fromFirst) {
        connection.openedByFirst = fromFirst;
        connection.handshake.onSyn(scratch);
    }

    private void onOtherSyn(Connection known) {
        Handshake other = known.otherHandshake;
        if (other == null || !other.isSynOf(scratch.seq())) {
            other = new Handshake();
            known.otherHandshake = other;
        }
        other.onSyn(scratch);
    }

    private boolean onSynAck(@Nullable Connection known, TcpView tcp, long timeNs) {
        boolean fromFirst = key.sentByFirst();
        if (known == null) {
            return openWithoutSyn(table.add(key, timeNs));
        }
        known.lastNs = timeNs;
        boolean fromServer = known.openedByFirst != fromFirst;
        if (fromServer && known.handshake.isSynAckOf(tcp.seq())) {
            return deliver(known, tcp, timeNs);
        }
        Handshake other = known.otherHandshake;
        if (!known.open && fromServer && other == null) {
            known.handshake.onSynAck(scratch);
            return openBoth(known);
        }
        if (other != null && other.isAnsweredBy(scratch) && known.open && fromServer) {
            return reopen(known, other, timeNs);
        }
        Handshake own = fromServer ? known.handshake : other;
        Handshake crossing = fromServer ? other : known.handshake;
        if (own != null && crossing != null && own.isAnsweredBy(scratch)) {
            // Simultaneous open: each SYN-ACK establishes the end that receives it (RFC 9293 3.5,
            // figure 7).
            own.onCrossedSynAck(scratch, crossing);
            known.open = true;
            return openEnd(known, !fromFirst, own);
        }
        if (!known.open || known.handshake.isSynAckOf(tcp.seq())) {
            return true;
        }
        decideNow(known);
        return openWithoutSyn(table.replace(known, key, timeNs));
    }

    /** The 4-tuple is in use again: whatever the old connection was, its socket is gone. */
    private boolean reopen(Connection known, Handshake handshake, long timeNs) {
        decideNow(known);
        Connection connection = table.replace(known, key, timeNs);
        connection.openedByFirst = !key.sentByFirst();
        connection.handshake = handshake;
        handshake.onSynAck(scratch);
        return openBoth(connection);
    }

    private boolean openWithoutSyn(Connection connection) {
        connection.openedByFirst = !key.sentByFirst();
        connection.handshake.onSynAck(scratch);
        return openBoth(connection);
    }

    private boolean onHalfOpen(Connection connection, TcpView tcp, long timeNs) {
        boolean fromOpener = key.sentByFirst() == connection.openedByFirst;
        scratch.set(tcp, timeNs);
        if (tcp.isRst()) {
            // RFC 9293 3.10.7.3: a reset that does not acknowledge the SYN is not meant for it.
            if (fromOpener || (tcp.isAck() && connection.handshake.isAnsweredBy(scratch))) {
                table.remove(connection, key);
            }
            return true;
        }
        if (!tcp.isAck() || connection.otherHandshake != null) {
            return true;
        }
        // The SYN-ACK is not in the capture; the first segment after it tells its numbers.
        scratch.becomeMissingSynAck(fromOpener, connection.handshake);
        connection.handshake.onSynAck(scratch);
        openBoth(connection);
        return deliver(connection, tcp, timeNs);
    }

    private boolean openMidStream(TcpView tcp, long timeNs) {
        boolean firstIsServer =
                key.firstPort == key.secondPort
                        ? !key.sentByFirst()
                        : key.firstPort < key.secondPort;
        Match first = match(true, firstIsServer);
        Match second = match(false, !firstIsServer);
        if (first == Match.NONE && second == Match.NONE) {
            return false;
        }
        Connection connection = table.add(key, timeNs);
        connection.open = true;
        connection.openedByFirst = !firstIsServer;
        scratch.set(tcp, timeNs);
        if (first != Match.NONE) {
            midStreamFlows++;
            newFlow(connection, true, first).tcb().openMidStream(scratch, key.sentByFirst());
        }
        if (second != Match.NONE) {
            midStreamFlows++;
            newFlow(connection, false, second).tcb().openMidStream(scratch, !key.sentByFirst());
        }
        return deliver(connection, tcp, timeNs);
    }

    private boolean openBoth(Connection connection) {
        connection.open = true;
        boolean first = openEnd(connection, true, connection.handshake);
        boolean second = openEnd(connection, false, connection.handshake);
        return first || second;
    }

    /** Makes the flow of one end if it is traced; {@link #scratch} holds the SYN-ACK. */
    private boolean openEnd(Connection connection, boolean first, Handshake handshake) {
        boolean isServer = connection.openedByFirst != first;
        Match match = match(first, isServer);
        if (match == Match.NONE) {
            return false;
        }
        Flow flow = newFlow(connection, first, match);
        if (isServer && handshake == connection.handshake) {
            flow.order().openPassive(handshake);
        } else {
            flow.order().openActive(handshake, scratch);
        }
        return true;
    }

    private Flow newFlow(Connection connection, boolean first, Match match) {
        boolean active = connection.openedByFirst == first;
        Flow flow = new Flow(connection, first, active, match, context, writer);
        if (first) {
            connection.firstFlow = flow;
        } else {
            connection.secondFlow = flow;
        }
        tracedFlows++;
        return flow;
    }

    private Match match(boolean first, boolean isServer) {
        boolean local =
                first
                        ? localAddresses.accept(key.ipv6, key.firstHigh, key.firstLow)
                        : localAddresses.accept(key.ipv6, key.secondHigh, key.secondLow);
        if (!local) {
            return Match.NONE;
        }
        return first
                ? rules.match(key.firstPort, key.secondPort, isServer)
                : rules.match(key.secondPort, key.firstPort, isServer);
    }

    // ---- While it lasts ----

    private boolean deliver(Connection connection, TcpView tcp, long timeNs) {
        connection.lastNs = timeNs;
        Flow sender = connection.flow(key.sentByFirst());
        Flow receiver = connection.flow(!key.sentByFirst());
        if (sender != null) {
            sender.order().onSent(take(tcp, timeNs));
        }
        if (receiver != null) {
            receiver.order().onReceived(take(tcp, timeNs));
        }
        return sender != null || receiver != null;
    }

    private Segment take(TcpView tcp, long timeNs) {
        Segment segment = context.segments.take();
        while (segment == null) {
            // The limit is reached: the flow that has waited longest stops waiting.
            if (!context.resting.expireFirst() && !context.undecided.expireFirst()) {
                segment = new Segment();
            } else {
                segment = context.segments.take();
            }
        }
        segment.set(tcp, timeNs);
        return segment;
    }

    private static void decideNow(Connection connection) {
        if (connection.firstFlow != null) {
            connection.firstFlow.order().decideNow();
        }
        if (connection.secondFlow != null) {
            connection.secondFlow.order().decideNow();
        }
    }
}
