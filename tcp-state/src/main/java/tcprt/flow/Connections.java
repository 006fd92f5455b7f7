package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.flow.PortRules.Match;
import tcprt.stream.StreamContext;
import tcprt.task.RecordWriter;
import tcprt.task.TcpRtRecord;
import tcprt.tcp.Handshake;
import tcprt.tcp.Segment;
import tcprt.tcp.TcpContext;
import tcprt.wire.PacketView;
import tcprt.wire.Seq;
import tcprt.wire.TcpView;

/**
 * Leads each segment to the ends of its connection that are traced, and knows how connections
 * begin: by a handshake, by half of one, by two SYNs that cross, in the middle, or again with a
 * 4-tuple that was used before.
 */
public final class Connections {
    private PortRules rules;
    private final RuleHistory ruleHistory;
    private final LocalAddresses localAddresses;
    private final TcpContext context;
    private final StreamContext streams;
    private final RecordWriter writer;
    private final FlowTable table;
    private final FlowKey key = new FlowKey();
    private final Segment scratch = new Segment();
    private long tracedFlows;
    private long midStreamFlows;
    private final boolean requireSyn;
    private long refusedSegments;

    /** Makes an empty table. */
    public Connections(
            PortRules rules,
            LocalAddresses localAddresses,
            TcpContext context,
            StreamContext streams,
            RecordWriter writer,
            int connectionLimit,
            boolean requireSyn) {
        this.rules = rules;
        this.ruleHistory = new RuleHistory(rules);
        this.localAddresses = localAddresses;
        this.context = context;
        this.streams = streams;
        this.writer = writer;
        this.table = new FlowTable(connectionLimit);
        this.requireSyn = requireSyn;
    }

    /**
     * From now on other connections are traced. Those that are traced already stay so to their end;
     * those that began before, and were not, are left alone.
     */
    public void setRules(PortRules rules) {
        this.rules = rules;
        ruleHistory.add(rules);
    }

    /** Traced ends so far. */
    public long tracedFlows() {
        return tracedFlows;
    }

    /** Traced ends of connections that began before the capture. */
    public long midStreamFlows() {
        return midStreamFlows;
    }

    /** Segments with data that began no traced end because no SYN was captured. */
    public long refusedSegments() {
        return refusedSegments;
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

    /** Names every one of them. */
    public void forEachOpenEnd(OpenEndHandler handler) {
        TcpRtRecord endpoints = new TcpRtRecord();
        table.forEach(
                connection -> {
                    if (!connection.isGone()) {
                        nameOpenEnd(connection.firstFlow, endpoints, handler);
                        nameOpenEnd(connection.secondFlow, endpoints, handler);
                    }
                });
    }

    private static void nameOpenEnd(
            @Nullable Flow flow, TcpRtRecord endpoints, OpenEndHandler handler) {
        if (flow != null) {
            flow.describe(endpoints);
            handler.onOpenEnd(endpoints, Seq.after(flow.tcb().sndNxt(), flow.tcb().sndUna()));
        }
    }

    /** Those of them of which one direction only was captured. */
    public long openOneWayFlows() {
        long[] oneWay = {0};
        table.forEach(
                connection -> {
                    if (!connection.isGone()) {
                        oneWay[0] += isOneWay(connection.firstFlow) ? 1 : 0;
                        oneWay[0] += isOneWay(connection.secondFlow) ? 1 : 0;
                    }
                });
        return oneWay[0];
    }

    /** Times that parsers of traced ends that are not released lost their place. */
    public long openTimesLost() {
        long[] lost = {0};
        table.forEach(
                connection -> {
                    if (!connection.isGone()) {
                        lost[0] += timesLost(connection.firstFlow);
                        lost[0] += timesLost(connection.secondFlow);
                    }
                });
        return lost[0];
    }

    private static int timesLost(@Nullable Flow flow) {
        return flow == null ? 0 : flow.timesLost();
    }

    private static boolean isOneWay(@Nullable Flow flow) {
        return flow != null && flow.tcb().isOneWay();
    }

    /**
     * Takes one segment.
     *
     * @return whether it belongs to a traced connection
     */
    public boolean onSegment(PacketView packet, long timeNs) {
        TcpView tcp = packet.tcp();
        if (!ruleHistory.mayBeFollowed(tcp.sourcePort(), tcp.destinationPort())) {
            return false;
        }
        key.set(packet);
        Connection connection = table.find(key);
        if (connection == null && !mayBegin()) {
            return false;
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

    private boolean mayBegin() {
        return rules.mayTrace(key.firstPort, key.secondPort)
                && (localAddresses.accept(key.ipv6, key.firstHigh, key.firstLow)
                        || localAddresses.accept(key.ipv6, key.secondHigh, key.secondLow));
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
        connection.handshake.onMissingSynAck(scratch);
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
        if (requireSyn || !ruleHistory.mayBeJoined(key.firstPort, key.secondPort)) {
            refusedSegments++;
            return false;
        }
        Connection connection = table.add(key, timeNs);
        connection.open = true;
        connection.openedByFirst = !firstIsServer;
        scratch.set(tcp, timeNs);
        if (first != Match.NONE) {
            midStreamFlows++;
            openMidStream(newFlow(connection, true, first), key.sentByFirst());
        }
        if (second != Match.NONE) {
            midStreamFlows++;
            openMidStream(newFlow(connection, false, second), !key.sentByFirst());
        }
        return deliver(connection, tcp, timeNs);
    }

    private void openMidStream(Flow flow, boolean fromHost) {
        flow.tcb().openMidStream(scratch, fromHost);
        flow.beginStream(false);
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
        flow.beginStream(!handshake.hasSynData());
        return true;
    }

    private Flow newFlow(Connection connection, boolean first, Match match) {
        boolean active = connection.openedByFirst == first;
        PortMode mode = rules.mode(first ? key.firstPort : key.secondPort);
        Flow flow = new Flow(connection, first, active, match, mode, context, streams, writer);
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
            sender.onSegment(take(tcp, timeNs), tcp, true);
        }
        if (receiver != null) {
            receiver.onSegment(take(tcp, timeNs), tcp, false);
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
