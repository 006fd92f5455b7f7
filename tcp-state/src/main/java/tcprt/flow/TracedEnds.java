package tcprt.flow;

import tcprt.flow.PortRules.Match;
import tcprt.stream.StreamContext;
import tcprt.task.RecordWriter;
import tcprt.tcp.Handshake;
import tcprt.tcp.Segment;
import tcprt.tcp.TcpContext;

/**
 * Which ends of a connection are traced, by addresses and rules, and how their {@link Flow}s are
 * made.
 */
final class TracedEnds {
    private PortRules rules;
    private final RuleHistory ruleHistory;
    private final LocalAddresses localAddresses;
    private final TcpContext context;
    private final StreamContext streams;
    private final RecordWriter writer;
    private final boolean requireSyn;
    private long flows;
    private long midStreamFlows;
    private long refusedSegments;

    TracedEnds(
            PortRules rules,
            LocalAddresses localAddresses,
            TcpContext context,
            StreamContext streams,
            RecordWriter writer,
            boolean requireSyn) {
        this.rules = rules;
        this.ruleHistory = new RuleHistory(rules);
        this.localAddresses = localAddresses;
        this.context = context;
        this.streams = streams;
        this.writer = writer;
        this.requireSyn = requireSyn;
    }

    /** From now on other connections are traced. */
    void setRules(PortRules rules) {
        this.rules = rules;
        ruleHistory.add(rules);
    }

    /** Ends made so far. */
    long flows() {
        return flows;
    }

    /** Those of them whose connection began before the capture. */
    long midStreamFlows() {
        return midStreamFlows;
    }

    /** Segments with data that began no traced end because no SYN was captured. */
    long refusedSegments() {
        return refusedSegments;
    }

    // ---- Whether ----

    /** Whether a connection of these ports is traced, or was when it began. */
    boolean mayBeFollowed(int sourcePort, int destinationPort) {
        return ruleHistory.mayBeFollowed(sourcePort, destinationPort);
    }

    /** Whether the data of such a connection may be parsed. */
    boolean mayBeParsed(FlowKey key) {
        return ruleHistory.mayBeParsed(key.firstPort) || ruleHistory.mayBeParsed(key.secondPort);
    }

    /** Whether an end of a connection that begins now may be traced. */
    boolean mayBegin(FlowKey key) {
        return rules.mayTrace(key.firstPort, key.secondPort)
                && (isLocal(key, true) || isLocal(key, false));
    }

    /** Whether a connection that began before the capture has an end that is to be traced. */
    boolean mayJoin(FlowKey key, boolean firstIsServer) {
        if (match(key, true, firstIsServer) == Match.NONE
                && match(key, false, !firstIsServer) == Match.NONE) {
            return false;
        }
        if (requireSyn || !ruleHistory.mayBeJoined(key.firstPort, key.secondPort)) {
            refusedSegments++;
            return false;
        }
        return true;
    }

    private Match match(FlowKey key, boolean first, boolean isServer) {
        if (!isLocal(key, first)) {
            return Match.NONE;
        }
        return first
                ? rules.match(key.firstPort, key.secondPort, isServer)
                : rules.match(key.secondPort, key.firstPort, isServer);
    }

    private boolean isLocal(FlowKey key, boolean first) {
        return first
                ? localAddresses.accept(key.ipv6, key.firstHigh, key.firstLow)
                : localAddresses.accept(key.ipv6, key.secondHigh, key.secondLow);
    }

    // ---- Making them ----

    /**
     * A handshake established both ends.
     *
     * @return whether any is traced
     */
    boolean openBoth(Connection connection, FlowKey key, Handshake handshake, Segment synAck) {
        boolean first = openEnd(connection, key, true, handshake, synAck);
        boolean second = openEnd(connection, key, false, handshake, synAck);
        return first || second;
    }

    /**
     * A handshake established one end.
     *
     * @param handshake the connection's, or the other one of a simultaneous open
     * @return whether that end is traced
     */
    boolean openEnd(
            Connection connection,
            FlowKey key,
            boolean first,
            Handshake handshake,
            Segment synAck) {
        boolean isServer = connection.openedByFirst != first;
        Match match = match(key, first, isServer);
        if (match == Match.NONE) {
            return false;
        }
        Flow flow = newFlow(connection, key, first, match);
        if (isServer && handshake == connection.handshake) {
            flow.order().openPassive(handshake);
        } else {
            flow.order().openActive(handshake, synAck);
        }
        flow.beginStream(!handshake.hasSynData());
        return true;
    }

    /** A connection is joined that began before the capture; this is the first segment of it. */
    void join(Connection connection, FlowKey key, Segment segment) {
        joinEnd(connection, key, true, segment);
        joinEnd(connection, key, false, segment);
    }

    private void joinEnd(Connection connection, FlowKey key, boolean first, Segment segment) {
        Match match = match(key, first, connection.openedByFirst != first);
        if (match != Match.NONE) {
            midStreamFlows++;
            Flow flow = newFlow(connection, key, first, match);
            flow.tcb().openMidStream(segment, key.sentByFirst() == first);
            flow.beginStream(false);
        }
    }

    private Flow newFlow(Connection connection, FlowKey key, boolean first, Match match) {
        boolean active = connection.openedByFirst == first;
        PortMode mode = rules.mode(first ? key.firstPort : key.secondPort);
        Flow flow = new Flow(connection, first, active, match, mode, context, streams, writer);
        connection.traced = true;
        if (first) {
            connection.firstFlow = flow;
        } else {
            connection.secondFlow = flow;
        }
        if (connection.causalOrder != null) {
            flow.order().expectLate(connection.causalOrder.windowNs());
        }
        flows++;
        return flow;
    }
}
