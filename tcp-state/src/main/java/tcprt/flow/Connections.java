package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.MirrorSettings;
import tcprt.stream.StreamContext;
import tcprt.task.RecordWriter;
import tcprt.tcp.Deadlines;
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
    private final TracedEnds ends;
    private final TcpContext context;
    private final StreamContext streams;
    private final @Nullable Duplicates duplicates;
    private final FlowTable table;
    private final OpenEnds openEnds;
    private final FlowKey key = new FlowKey();
    private final Segment arrived = new Segment();

    /** Stands for one that the capture does not hold. */
    private final Segment synAck = new Segment();

    private final long reorderWindowNs;

    /** Connections with a segment that waits for what came before it. */
    private final Deadlines disordered = new Deadlines();

    /** The place that becomes a connection if the segment being taken begins one; null if none. */
    private @Nullable Connection placeholder;

    private long tracedSegments;
    private long putInOrder;
    private long outOfStep;

    /**
     * Makes an empty table.
     *
     * @param duplicates recognises copies, which are dropped; null if none are to be
     * @param reorderWindowNs how long a segment may wait for what came before it, 0, or {@link
     *     MirrorSettings#REORDER_AUTO}
     */
    public Connections(
            PortRules rules,
            LocalAddresses localAddresses,
            TcpContext context,
            StreamContext streams,
            RecordWriter writer,
            @Nullable Duplicates duplicates,
            long reorderWindowNs,
            int connectionLimit,
            boolean requireSyn) {
        this.ends = new TracedEnds(rules, localAddresses, context, streams, writer, requireSyn);
        this.context = context;
        this.streams = streams;
        this.duplicates = duplicates;
        this.reorderWindowNs = reorderWindowNs;
        this.table = new FlowTable(connectionLimit);
        this.openEnds = new OpenEnds(table);
    }

    /**
     * From now on other connections are traced. Those that are traced already stay so to their end;
     * those that began before, and were not, are left alone.
     */
    public void setRules(PortRules rules) {
        ends.setRules(rules);
    }

    /** Traced ends so far. */
    public long tracedFlows() {
        return ends.flows();
    }

    /** Segments of traced connections, copies not counted. */
    public long tracedSegments() {
        return tracedSegments;
    }

    /** Segments that were passed on after what came behind them in the capture. */
    public long putInOrder() {
        return putInOrder;
    }

    /** Connections that turned out to need a reorder window. */
    public long outOfStep() {
        return outOfStep;
    }

    /** Traced ends of connections that began before the capture. */
    public long midStreamFlows() {
        return ends.midStreamFlows();
    }

    /** Segments with data that began no traced end because no SYN was captured. */
    public long refusedSegments() {
        return ends.refusedSegments();
    }

    /** Connections dropped at the limit. */
    public long evicted() {
        return table.evicted();
    }

    /** Traced ends that are not released. */
    public long openFlows() {
        return openEnds.count();
    }

    /** Names every one of them. */
    public void forEachOpenEnd(OpenEndHandler handler) {
        openEnds.describe(handler);
    }

    /** Those of them of which one direction only was captured. */
    public long openOneWayFlows() {
        return openEnds.oneWay();
    }

    /** Times that parsers of traced ends that are not released lost their place. */
    public long openTimesLost() {
        return openEnds.timesLost();
    }

    /** Whether a packet may be of a connection that is traced; the others are not to be taken. */
    public boolean mayBeFollowed(PacketView packet) {
        TcpView tcp = packet.tcp();
        return ends.mayBeFollowed(tcp.sourcePort(), tcp.destinationPort());
    }

    /**
     * Takes one segment for which {@link #mayBeFollowed} is true.
     *
     * @param interfaceId where the capture says it was seen
     */
    public void onSegment(PacketView packet, int interfaceId, long timeNs) {
        TcpView tcp = packet.tcp();
        key.set(packet);
        Connection connection = table.find(key);
        if (connection == null && !mayBegin(tcp)) {
            return;
        }
        arrived.set(tcp, timeNs);
        arrived.setSentByFirst(key.sentByFirst());
        if (connection == null) {
            if (duplicates == null
                    || !duplicates.isCopy(packet, arrived, key, interfaceId, null, false)) {
                takeFirst();
            }
            return;
        }
        CausalOrder order = orderOf(connection);
        Sender sender = connection.sender(key.sentByFirst());
        boolean advances = sender.advances(arrived);
        if (duplicates != null
                && duplicates.isCopy(packet, arrived, key, interfaceId, sender, advances)) {
            return;
        }
        if (order != null) {
            order.offer(arrived);
        } else {
            accept(connection, arrived);
        }
    }

    /** Time has come to {@code timeNs}: what was to happen by then happens. */
    public void expire(long timeNs) {
        disordered.expire(timeNs);
        context.expire(timeNs);
    }

    /** The capture is over: everything that waits is decided with what is known. */
    public void endOfCapture() {
        disordered.endOfCapture();
        context.endOfCapture();
    }

    /** Whether a segment may be the first of a connection, or wait for the first. */
    private boolean mayBegin(TcpView tcp) {
        return !tcp.isRst()
                && (tcp.isSyn() || tcp.payloadLength() > 0 || reorderWindowNs > 0)
                && ends.mayBegin(key);
    }

    // ---- The order of segments ----

    /** Takes a segment of a 4-tuple that nothing is known of. */
    private void takeFirst() {
        boolean mayHaveToWait =
                reorderWindowNs > 0 || (reorderWindowNs != 0 && arrived.isSyn() && arrived.isAck());
        if (!mayHaveToWait) {
            accept(null, arrived);
            return;
        }
        Connection connection = table.add(key, arrived.timeNs());
        connection.placeholder = true;
        connection.trial = reorderWindowNs == MirrorSettings.REORDER_AUTO;
        CausalOrder order = new CausalOrder(this, disordered, context, connection, reorderWindowNs);
        connection.causalOrder = order;
        connection.sender(key.sentByFirst()).advances(arrived);
        order.offer(arrived);
    }

    /**
     * What puts the segments of a connection in order. As long as nothing suggests that the tap
     * shows its two directions out of step there is none.
     */
    private @Nullable CausalOrder orderOf(Connection connection) {
        CausalOrder order = connection.causalOrder;
        if (order != null || reorderWindowNs != MirrorSettings.REORDER_AUTO || arrived.isRst()) {
            return order;
        }
        Sender other = connection.sender(!arrived.sentByFirst());
        int answered = connection.trial ? arrived.receivedEnd() : arrived.ackSeq();
        boolean answersUnseen = arrived.isAck() && !other.reaches(answered);
        if (connection.trial) {
            boolean mayBeFirst =
                    arrived.isSyn() || connection.sender(arrived.sentByFirst()).isKnown();
            if (!answersUnseen && mayBeFirst) {
                connection.trial = arrived.isSyn() || !other.isKnown();
                return null;
            }
        } else if (!answersUnseen || (other.isKnown() && !other.isNear(arrived.ackSeq()))) {
            return null;
        }
        order = new CausalOrder(this, disordered, context, connection, reorderWindowNs);
        connection.expectLate(order.windowNs());
        connection.causalOrder = order;
        return order;
    }

    /**
     * Takes a segment in its place.
     *
     * @param segment lent
     */
    void onOrdered(Connection connection, Segment segment) {
        key.set(connection, segment.sentByFirst());
        placeholder = connection.placeholder ? connection : null;
        accept(connection.placeholder ? null : connection, segment);
        placeholder = null;
        CausalOrder order = connection.causalOrder;
        if (connection.placeholder && order != null && !order.isWaiting()) {
            table.remove(connection, key);
        }
    }

    /** Keeps the data of a segment that has to wait, where it is to be parsed. */
    void keepData(Segment segment, Segment held) {
        if (segment.payloadLength() > 0 && ends.mayBeParsed(key)) {
            held.holdData(
                    streams.keep(segment.data(), segment.dataOffset(), segment.dataCaptured()));
        }
    }

    /** Forgets what {@link #keepData} has kept. */
    void forgetData(Segment held) {
        streams.forget(held.dataCaptured());
        held.holdData(null);
    }

    /** The directions of a connection turned out to be out of step. */
    void onOutOfStep(Connection connection) {
        outOfStep++;
        connection.expectLate(CausalOrder.AUTO_WINDOW_NS);
    }

    void countPutInOrder() {
        putInOrder++;
    }

    // ---- How a connection begins ----

    private void accept(@Nullable Connection connection, Segment segment) {
        if (isTraced(connection, segment)) {
            tracedSegments++;
        }
    }

    private boolean isTraced(@Nullable Connection connection, Segment segment) {
        if (segment.isSyn() && !segment.isRst()) {
            return segment.isAck() ? onSynAck(connection, segment) : onSyn(connection, segment);
        }
        if (connection == null) {
            return segment.payloadLength() > 0 && !segment.isRst() && openMidStream(segment);
        }
        return connection.open ? deliver(connection, segment) : onHalfOpen(connection, segment);
    }

    /** A connection for a 4-tuple that none is known of. */
    private Connection begin(Segment segment) {
        Connection connection = placeholder;
        if (connection != null) {
            connection.placeholder = false;
            return connection;
        }
        connection = table.add(key, segment.timeNs());
        if (reorderWindowNs == MirrorSettings.REORDER_AUTO) {
            connection.trial = segment.isSyn();
            CausalOrder order = connection.trial ? null : orderOf(connection);
            if (order != null) {
                order.observe(segment);
            }
        }
        connection.sender(key.sentByFirst()).advances(segment);
        return connection;
    }

    /** A connection in the place of one with the same 4-tuple, which is gone. */
    private Connection beginAgain(Connection known, Segment segment) {
        Connection connection = table.replace(known, key, segment.timeNs());
        connection.sender(key.sentByFirst()).advances(segment);
        if (segment.isAck()) {
            // Its SYN was seen, or is not in the capture.
            connection.sender(!key.sentByFirst()).believe(segment.ackSeq());
        }
        return connection;
    }

    private boolean onSyn(@Nullable Connection known, Segment segment) {
        boolean fromFirst = key.sentByFirst();
        if (known == null) {
            awaitAnswer(begin(segment), fromFirst, segment);
            return true;
        }
        boolean copy = known.openedByFirst == fromFirst && known.isSynOf(segment.seq());
        if (!known.open) {
            known.lastNs = segment.timeNs();
            if (copy) {
                known.handshake().onSyn(segment);
            } else if (known.openedByFirst == fromFirst) {
                awaitAnswer(beginAgain(known, segment), fromFirst, segment);
            } else {
                onOtherSyn(known, segment);
            }
            return true;
        }
        if (copy) {
            return deliver(known, segment);
        }
        decideNow(known);
        if (known.isGone()) {
            awaitAnswer(beginAgain(known, segment), fromFirst, segment);
        } else {
            // The old connection may be alive and answer with a challenge ACK (RFC 5961 4.2); a
            // SYN-ACK will tell.
            onOtherSyn(known, segment);
        }
        return true;
    }

    private void awaitAnswer(Connection connection, boolean fromFirst, Segment syn) {
        connection.openedByFirst = fromFirst;
        connection.handshake().onSyn(syn);
    }

    private void onOtherSyn(Connection known, Segment syn) {
        Handshake other = known.otherHandshake;
        if (other == null || !other.isSynOf(syn.seq())) {
            other = new Handshake();
            known.otherHandshake = other;
        }
        other.onSyn(syn);
    }

    private boolean onSynAck(@Nullable Connection known, Segment segment) {
        boolean fromFirst = key.sentByFirst();
        if (known == null) {
            return openWithoutSyn(begin(segment), segment);
        }
        known.lastNs = segment.timeNs();
        boolean fromServer = known.openedByFirst != fromFirst;
        if (fromServer && known.isSynAckOf(segment.seq())) {
            return deliver(known, segment);
        }
        Handshake own = fromServer ? known.handshake : known.otherHandshake;
        Handshake other = fromServer ? known.otherHandshake : known.handshake;
        if (!known.open && fromServer && other == null) {
            known.handshake().onSynAck(segment);
            return openBoth(known, segment);
        }
        Handshake next = known.otherHandshake;
        if (next != null
                && next.isAnsweredBy(segment)
                && known.open
                && (fromServer || known.handshake == null)) {
            return reopen(known, next, segment);
        }
        if (own != null && other != null && own.isAnsweredBy(segment)) {
            // Simultaneous open: each SYN-ACK establishes the end that receives it (RFC 9293 3.5,
            // figure 7).
            own.onCrossedSynAck(segment, other);
            known.open = true;
            return ends.openEnd(known, key, !fromFirst, own, segment);
        }
        if (!known.open || known.isSynAckOf(segment.seq())) {
            return true;
        }
        decideNow(known);
        return openWithoutSyn(beginAgain(known, segment), segment);
    }

    /** The 4-tuple is in use again: whatever the old connection was, its socket is gone. */
    private boolean reopen(Connection known, Handshake handshake, Segment synAck) {
        decideNow(known);
        Connection connection = beginAgain(known, synAck);
        connection.openedByFirst = !key.sentByFirst();
        connection.handshake = handshake;
        handshake.onSynAck(synAck);
        return openBoth(connection, synAck);
    }

    private boolean openWithoutSyn(Connection connection, Segment synAck) {
        connection.openedByFirst = !key.sentByFirst();
        connection.handshake().onSynAck(synAck);
        return openBoth(connection, synAck);
    }

    private boolean onHalfOpen(Connection connection, Segment segment) {
        boolean fromOpener = key.sentByFirst() == connection.openedByFirst;
        if (segment.isRst()) {
            // RFC 9293 3.10.7.3: a reset that does not acknowledge the SYN is not meant for it.
            if (fromOpener || (segment.isAck() && connection.handshake().isAnsweredBy(segment))) {
                table.remove(connection, key);
            }
            return true;
        }
        if (!segment.isAck() || connection.otherHandshake != null) {
            return true;
        }
        // The SYN-ACK is not in the capture; the first segment after it tells its numbers.
        synAck.set(segment);
        synAck.becomeMissingSynAck(fromOpener, connection.handshake());
        connection.handshake().onMissingSynAck(synAck);
        openBoth(connection, synAck);
        return deliver(connection, segment);
    }

    private boolean openMidStream(Segment segment) {
        boolean firstIsServer =
                key.firstPort == key.secondPort
                        ? !key.sentByFirst()
                        : key.firstPort < key.secondPort;
        if (!ends.mayJoin(key, firstIsServer)) {
            return false;
        }
        Connection connection = begin(segment);
        connection.open = true;
        connection.openedByFirst = !firstIsServer;
        ends.join(connection, key, segment);
        return deliver(connection, segment);
    }

    private boolean openBoth(Connection connection, Segment synAck) {
        connection.open = true;
        boolean traced = ends.openBoth(connection, key, connection.handshake(), synAck);
        if (connection.otherHandshake == null) {
            connection.endHandshake();
        }
        return traced;
    }

    // ---- While it lasts ----

    private boolean deliver(Connection connection, Segment segment) {
        connection.lastNs = Math.max(connection.lastNs, segment.timeNs());
        Flow sender = connection.flow(key.sentByFirst());
        Flow receiver = connection.flow(!key.sentByFirst());
        if (sender != null) {
            sender.onSegment(segment, true);
        }
        if (receiver != null) {
            context.makeRoom();
            receiver.onSegment(segment, false);
        }
        connection.dropReleased();
        return connection.traced;
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
