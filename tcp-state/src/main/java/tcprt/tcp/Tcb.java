package tcprt.tcp;

import org.jspecify.annotations.Nullable;
import tcprt.wire.Seq;

/**
 * The traced host's Transmission Control Block (RFC 9293 3.3.1), inferred from its segments in the
 * order in which the host processed them.
 *
 * <p>Holds what TCP-RT reads of the kernel's {@code tcp_sock} and calls {@link TcpRtHooks} where
 * the kernel does. Where the capture proves that it missed something (an ACK of what was never
 * seen), the socket is moved to where it must have been and the hole is counted.
 */
public final class Tcb {
    /**
     * An ACK further beyond SND.NXT than this is noise, as every such ACK is for the kernel, and
     * not the trace of bytes that the capture lost.
     */
    private static final long LARGEST_HOLE = 64 << 20;

    /** TCP_KEEPINTVL is whole seconds. */
    private static final long KEEP_ALIVE_LEAST_NS = 1_000_000_000L;

    private final TcpContext context;

    /** What else ends with the socket. */
    private final Runnable atEnd;

    private final Tracepoints tracepoints;
    private final Coverage coverage;
    private final RoundTrips roundTrips;
    private OutOfOrderQueue outOfOrder;
    private final SendMss mss = new SendMss();
    private final Windows windows = new Windows();
    private final Fins fins = new Fins();

    /** Kept only where it is printed. */
    private final @Nullable CongestionWindow congestion;

    private int sndUna;
    private int sndNxt;
    private int rcvNxt;

    /** SYNs or SYN-ACKs sent again, and segments sent again after them. */
    private int synRetrans;

    private int dataRetrans;
    private boolean synReceived;

    /** The host sent its SYN again after a SYN-ACK was seen; it has yet to receive one. */
    private boolean synAckDue;

    /** Whether the host has sent anything but SYN, SYN-ACK and resets. */
    private boolean spoke;

    private boolean initialised;
    private boolean released;
    private long lastSentNs;
    private long lastReceivedNs;

    /**
     * Makes a socket that nothing is known of yet.
     *
     * @param traced told what happens
     * @param remoteAsksFirst whether requests come from the other end (local ports) or from this
     *     one (peer ports)
     */
    public Tcb(TcpContext context, TcpRtHooks traced, boolean remoteAsksFirst) {
        this(context, traced, remoteAsksFirst, null, () -> {});
    }

    /**
     * Makes a socket of a local port whose data is parsed; nothing is known of it yet.
     *
     * @param traced told what happens
     * @param atEnd called once, when the socket is gone, released or not
     */
    public Tcb(TcpContext context, TcpRtHooks traced, Runnable atEnd) {
        this(context, traced, true, new CongestionWindow(context.hz), atEnd);
    }

    private Tcb(
            TcpContext context,
            TcpRtHooks traced,
            boolean remoteAsksFirst,
            @Nullable CongestionWindow congestion,
            Runnable atEnd) {
        this.context = context;
        this.congestion = congestion;
        this.atEnd = atEnd;
        this.tracepoints = new Tracepoints(traced, remoteAsksFirst);
        this.coverage = new Coverage(context);
        this.outOfOrder = context.nothingOutOfOrder;
        this.roundTrips = new RoundTrips(context, congestion != null);
    }

    // ---- What TCP-RT reads ----

    /** SND.NXT. */
    public int sndNxt() {
        return sndNxt;
    }

    /** SND.UNA. */
    public int sndUna() {
        return sndUna;
    }

    /** RCV.NXT. */
    public int rcvNxt() {
        return rcvNxt;
    }

    /** Segments sent again so far, those of the handshake too ({@code total_retrans}), u32. */
    public int totalRetrans() {
        return synRetrans + dataRetrans;
    }

    /**
     * Segments sent again since the handshake, u32: what tasks count. A kernel's socket, and with
     * it every task, begins when the handshake is over.
     */
    public int dataRetrans() {
        return dataRetrans;
    }

    /** Whether data waits beyond a gap ({@code out_of_order_queue}). */
    public boolean hasOutOfOrder() {
        return !outOfOrder.isEmpty();
    }

    /** {@code mss_cache}, bytes. */
    public int mssBytes() {
        return mss.bytes();
    }

    /** {@code tcp_min_rtt}, microseconds; 4294967295 if there never was a sample. */
    public long minRttMicros() {
        return roundTrips.minMicros();
    }

    /** {@code srtt_us >> 3}, microseconds; 0 if there never was a sample. */
    public long smoothedRttMicros() {
        return roundTrips.smoothedMicros();
    }

    /** {@code snd_cwnd}, segments, as modelled; 0 if nothing is parsed. */
    public long congestionWindow() {
        return congestion == null ? 0 : congestion.segments();
    }

    /** Whether the socket is gone. */
    public boolean isReleased() {
        return released;
    }

    // ---- What the capture holds ----

    /**
     * Whether the move that a hook is being told of was not seen, but concluded from a later ACK or
     * sequence number.
     */
    public boolean isInferred() {
        return tracepoints.isInferred();
    }

    /** What the capture holds of the connection. */
    public Coverage coverage() {
        return coverage;
    }

    // ---- How far the close has come (RFC 9293 3.6) ----

    boolean finSent() {
        return fins.isSent();
    }

    /** The host's FIN is acknowledged and the other end's has not arrived. */
    boolean inFinWait2() {
        return isFinAcked() && !fins.isReceived();
    }

    /**
     * Both ends have sent their FIN, the host's is all that is not acknowledged, and the host did
     * not send it again: if time passes, the ACK came and the capture lost it. Where one direction
     * is not captured at all, what it would have shown is taken for granted.
     */
    boolean awaitsLastAck() {
        if (!fins.isReceived() || fins.isSentAgain()) {
            return false;
        }
        return coverage.hidesHost()
                || (fins.isSent() && (sndNxt - sndUna == 1 || coverage.hidesRemote()));
    }

    /** The host's FIN was acknowledged outside the capture. */
    void assumeLastAck() {
        coverage.assumeLastAck();
        sndUna = sndNxt;
    }

    /** Whether this segment of the host does nothing but acknowledge the other end's FIN. */
    boolean isAckOfFin(Segment segment) {
        return segment.ack && !segment.hasDataOrFin() && segment.ackSeq - rcvNxt == 1;
    }

    /** More follows what was taken for the host's FIN because nobody saw it: it was none. */
    void takeBackFin() {
        fins.takeBackSent();
    }

    /** Whether the host's FIN is acknowledged: SND.UNA is beyond it. */
    public boolean isFinAcked() {
        return fins.isAcked(sndUna);
    }

    // ---- How a connection begins ----

    /**
     * The host answered a SYN: a request socket, no connection yet.
     *
     * @param tapNs how long the SYN-ACK took from the host to the tap
     */
    void openPassive(Handshake handshake, long tapNs) {
        coverage.openPassive(handshake);
        synReceived = true;
        long synAckNs = handshake.firstSynAckNs - tapNs;
        roundTrips.openPassive(handshake, synAckNs);
        mss.openPassive(handshake);
        synRetrans = Math.max(0, handshake.synAcks - 1);
        sndUna = handshake.serverIss;
        sndNxt = handshake.serverIss + 1;
        boolean fastOpen =
                handshake.synPayload > 0 && handshake.synAckAck != handshake.clientIss + 1;
        rcvNxt = fastOpen ? handshake.clientIss + 1 : handshake.synAckAck;
        if (fastOpen) {
            // tcp_fastopen_create_child: the socket exists from the SYN on, and counts the SYN's
            // data as received.
            init(synAckNs);
            rcvNxt = handshake.synAckAck;
        }
        windows.openPassive(handshake, rcvNxt);
    }

    /**
     * The host's SYN was answered: the connection is established ({@code
     * tcp_rcv_synsent_state_process}).
     */
    void openActive(Handshake handshake, Segment synAck) {
        coverage.openActive(handshake, synAck.timeNs);
        synRetrans = Math.max(0, handshake.syns - 1);
        int iss = handshake.syns > 0 ? handshake.clientIss : synAck.ackSeq - 1;
        sndUna = synAck.ackSeq;
        sndNxt = Seq.later(iss + 1 + handshake.synPayload, synAck.ackSeq);
        if (sndNxt != sndUna) {
            roundTrips.onSent(sndUna, sndNxt, handshake.firstSynNs);
        }
        rcvNxt = synAck.seq + 1;
        windows.openActive(handshake, synAck);
        mss.openActive(handshake, synAck.window);
        roundTrips.openActive(handshake, synAck);
        init(synAck.timeNs);
        if (synAck.payloadLength > 0 || synAck.fin) {
            rcvNxt = synAck.end();
        }
    }

    /** The connection began before the capture: the first data segment seen says where it is. */
    public void openMidStream(Segment first, boolean fromHost) {
        tracepoints.openMidStream();
        coverage.openMidStream();
        initialised = true;
        sndUna = fromHost ? first.seq : first.ackSeq;
        sndNxt = sndUna;
        rcvNxt = fromHost ? first.ackSeq : first.seq;
        windows.openMidStream(rcvNxt);
        mss.onMidStream(context.defaultMssBytes);
    }

    /**
     * The handshake's round trip time was measured at a tap that is {@code tapRoundTripNs} away.
     */
    void lengthenFirstRtt(long tapRoundTripNs) {
        roundTrips.lengthenFirst(tapRoundTripNs);
    }

    private void init(long timeNs) {
        initialised = true;
        tracepoints.init(this, timeNs);
    }

    // ---- What the host sends ----

    /** The host sent a segment other than a reset. */
    void onSent(Segment segment, long timeNs) {
        if (segment.syn) {
            if (!spoke) {
                onSynSentAgain(segment, timeNs);
            }
            return;
        }
        tracepoints.onSent(segment);
        roundTrips.onHostSegment(segment, timeNs);
        if (synReceived && !initialised && isAfterHandshake(segment)) {
            // The ACK that completed the handshake is not in the capture.
            completeHandshake(sndNxt, timeNs);
        }
        if (segment.ack) {
            advertise(segment, timeNs);
        }
        if (segment.hasDataOrFin()) {
            transmit(segment, timeNs);
        }
        lastSentNs = timeNs;
        spoke = true;
        releaseIfClosed(timeNs); // The other end's FIN may have come unseen.
    }

    /**
     * While nothing else has left the host, its SYN or SYN-ACK sent again proves that it does not
     * have the answer that the capture holds: that was lost behind the tap, or not accepted (a
     * listener with TCP_DEFER_ACCEPT drops the bare ACK).
     */
    private void onSynSentAgain(Segment segment, long timeNs) {
        roundTrips.onHostSegment(segment, timeNs);
        if (synReceived && initialised) {
            dataRetrans++; // tcp_rtx_synack: a Fast Open socket exists already and counts it
        } else {
            synRetrans++;
        }
        if (!synReceived) {
            roundTrips.forget();
            synAckDue = !segment.ack;
            // Data that was seen since may have crossed with the SYN-ACK; it stays.
            if (segment.ack && rcvNxt == windows.rcvWup() && outOfOrder.isEmpty()) {
                synReceived = true;
                initialised = false;
                sndUna = sndNxt - 1;
            }
        }
        if (segment.ack) {
            roundTrips.onSynAckSentAgain();
        }
    }

    /** A request socket sends no data and acknowledges none. */
    private boolean isAfterHandshake(Segment segment) {
        return segment.hasDataOrFin() || (segment.ack && Seq.after(segment.ackSeq, rcvNxt));
    }

    private void advertise(Segment segment, long timeNs) {
        if (Seq.after(segment.ackSeq, rcvNxt)) {
            fillReceiveHole(segment.ackSeq, timeNs);
        } else {
            outOfOrder.onAckSent();
        }
        windows.onSent(segment);
    }

    /**
     * The host acknowledges what the capture does not hold, so the host has it. Ranges beyond the
     * hole only look out of order, unless the host itself complained of a gap.
     */
    private void fillReceiveHole(int ackSeq, long timeNs) {
        long missingBytes = Seq.distance(rcvNxt, ackSeq) - outOfOrder.bytesBefore(ackSeq);
        fins.takeBackRemote(ackSeq);
        boolean fin = ackSeq - rcvNxt == 1 && outOfOrder.isEmpty();
        if (fin) {
            fins.guessRemote(ackSeq);
        }
        tracepoints.beforeReceived(this, timeNs);
        // What lies beyond the hole came with it, but not before the ACK that did not cover it.
        long arrivedNs = outOfOrder.isEmpty() ? timeNs : Math.max(lastReceivedNs, lastSentNs);
        moveRcvNxt(ackSeq);
        if (!outOfOrder.isGapReported()) {
            mergeOutOfOrder();
        }
        if (!fin) {
            tracepoints.recvData(this, true, arrivedNs);
        }
        // Counted last: what is missing belongs to the task that it may have begun.
        coverage.countHole(missingBytes);
        mergeOutOfOrder();
    }

    private void moveRcvNxt(int to) {
        context.sequenceBytes += Seq.distance(rcvNxt, to);
        rcvNxt = to;
    }

    private void moveSndNxt(int to) {
        context.sequenceBytes += Seq.distance(sndNxt, to);
        sndNxt = to;
    }

    private void transmit(Segment segment, long timeNs) {
        int end = segment.end();
        if (!Seq.after(end, sndNxt)) {
            retransmit(segment, end, timeNs);
            if (tracepoints.hasSentEffects()) {
                tracepoints.sendData(this, false, timeNs);
            }
            return;
        }
        boolean gap = Seq.after(segment.seq, sndNxt);
        if (gap) {
            // A hole only if it is acknowledged before it is seen: it may have been lost before the
            // tap, to be sent again.
            roundTrips.onSentUnseen(sndNxt, segment.seq);
        }
        tracepoints.beforeSent(this, timeNs);
        roundTrips.onSent(Seq.later(segment.seq, sndNxt), end, timeNs);
        mss.onSent(segment.payloadLength);
        moveSndNxt(end);
        if (congestion != null) {
            congestion.onSent(segmentsIn(segment), sndUna, sndNxt, timeNs);
        }
        fins.onSent(segment);
        tracepoints.sendData(this, gap, timeNs);
    }

    /**
     * Every segment sent again counts, an already acknowledged one too: timer and ACK may cross.
     */
    private void retransmit(Segment segment, int end, long timeNs) {
        if (isKeepAlive(segment, end, timeNs)) {
            return;
        }
        roundTrips.onRetransmitted(segment.seq, end);
        if (!windows.isProbe(segment, sndUna)) {
            fins.onSentAgain(segment);
            int segments = segmentsIn(segment);
            dataRetrans += segments;
            if (congestion != null) {
                congestion.onRetransmitted(segment, segments, sndUna, sndNxt, timeNs);
            }
        }
    }

    /** RFC 9293 3.8.4, sent with a byte that was acknowledged. */
    private boolean isKeepAlive(Segment segment, int end, long timeNs) {
        return segment.payloadLength == 1
                && !segment.fin
                && sndUna == sndNxt
                && end == sndUna
                && timeNs - lastSentNs >= KEEP_ALIVE_LEAST_NS;
    }

    private int segmentsIn(Segment segment) {
        return SentSegments.segmentsIn(segment.payloadLength, mss.bytes());
    }

    // ---- What the host receives ----

    /**
     * The host processes a received segment.
     *
     * @param covered whether the host is known to have accepted the segment's data
     */
    void onReceived(Segment segment, long timeNs, boolean covered) {
        if (segment.rst) {
            onReset(segment, timeNs);
            return;
        }
        // A SYN on a connection gets a challenge ACK (RFC 5961 4.2), a segment without ACK nothing.
        if (segment.syn || !segment.ack) {
            if (synAckDue && segment.ack) {
                synAckDue = false;
                roundTrips.onLateSynAck(segment, timeNs);
            }
            return;
        }
        tracepoints.onReceived(segment);
        boolean slowPathOnly = false;
        if (synReceived) {
            if (Seq.after(segment.ackSeq, sndNxt) || Seq.atOrBefore(segment.ackSeq, sndUna)) {
                return;
            }
            roundTrips.onSynAckAnswered(segment, timeNs);
            windows.take(segment, mss);
            completeHandshake(segment.ackSeq, timeNs);
            slowPathOnly = true;
        }
        if (!covered && !windows.isAcceptable(segment, rcvNxt)) {
            return;
        }
        // tcp_rcv_established: header prediction takes the data before the ACK, the slow path the
        // other way round.
        boolean dataFirst = !slowPathOnly && segment.payloadLength > 0 && isPredicted(segment);
        if (dataFirst) {
            receive(segment, timeNs, covered);
            onAck(segment, timeNs);
        } else {
            onAck(segment, timeNs);
            receive(segment, timeNs, covered);
        }
        releaseIfClosed(timeNs);
    }

    private void releaseIfClosed(long timeNs) {
        if (fins.isReceived() && isFinAcked()) {
            release(timeNs);
        }
    }

    /** A segment met a closed socket: its ACK counts, its data does not. */
    void onAckBeforeReset(Segment segment, long timeNs) {
        if (windows.isAcceptable(segment, rcvNxt)) {
            onAck(segment, timeNs);
        }
    }

    private void completeHandshake(int ackSeq, long timeNs) {
        synReceived = false;
        sndUna = Seq.later(sndUna, ackSeq);
        if (!initialised) {
            init(timeNs);
        }
        if (congestion != null && synRetrans > 1) {
            congestion.onHandshakeTimeouts();
        }
    }

    private boolean isPredicted(Segment segment) {
        return segment.predictable
                && segment.seq == rcvNxt
                && !Seq.after(segment.ackSeq, sndNxt)
                && windows.isSame(segment)
                && outOfOrder.isEmpty()
                && !fins.isReceived()
                && !fins.isSent()
                && !windowIsZero();
    }

    private boolean windowIsZero() {
        return windows.isBeyondOffer(rcvNxt);
    }

    /** Whether the host has not offered to take this sequence number yet. */
    boolean isBeyondWindow(int seq) {
        return windows.isBeyondOffer(seq);
    }

    /** The ACK part of a segment ({@code tcp_ack}). */
    private void onAck(Segment segment, long timeNs) {
        int ackSeq = segment.ackSeq;
        if (Seq.before(ackSeq, sndUna)) {
            return;
        }
        if (Seq.after(ackSeq, sndNxt)) {
            if (Seq.distance(sndNxt, ackSeq) > LARGEST_HOLE) {
                return;
            }
            fillSendHole(ackSeq, timeNs);
        }
        if (segment.ackEffects != 0 && tracepoints.hasSentEffects()) {
            tracepoints.sendData(this, false, timeNs);
        }
        windows.onReceived(segment, sndUna, mss);
        boolean outstanding = sndUna != sndNxt;
        if (!outstanding) {
            return;
        }
        boolean advanced = ackSeq != sndUna;
        sndUna = ackSeq;
        long unseenBytes = roundTrips.onAck(segment, sndUna, mss.bytes(), timeNs);
        if (congestion != null) {
            congestion.onAck(
                    segment,
                    roundTrips.sent(),
                    advanced,
                    sndUna,
                    sndNxt,
                    roundTrips.smoothedMicros(),
                    timeNs);
        }
        if (unseenBytes > 0) {
            coverage.countHole(unseenBytes);
        }
        tracepoints.pktsAcked(this, timeNs);
    }

    /** The other end acknowledges what the capture does not hold, so the host sent it. */
    private void fillSendHole(int ackSeq, long timeNs) {
        tracepoints.beforeSent(this, timeNs);
        roundTrips.onSentUnseen(sndNxt, ackSeq);
        if (ackSeq - sndNxt == 1 && !fins.isSent()) {
            fins.guessSent(ackSeq);
        }
        moveSndNxt(ackSeq);
        tracepoints.sendData(this, true, timeNs);
    }

    /** The data part of a segment ({@code tcp_data_queue}). */
    private void receive(Segment segment, long timeNs, boolean covered) {
        int end = segment.end();
        if (!segment.hasDataOrFin() || !Seq.after(end, rcvNxt)) {
            return;
        }
        if (!covered && (windowIsZero() || segment.beyondWindow)) {
            return;
        }
        fins.onAccepted(segment);
        lastReceivedNs = timeNs;
        if (Seq.after(segment.seq, rcvNxt)) {
            if (outOfOrder == context.nothingOutOfOrder) {
                outOfOrder = context.newOutOfOrderQueue();
            }
            outOfOrder.add(segment.seq, end);
            return;
        }
        tracepoints.beforeReceived(this, timeNs);
        moveRcvNxt(end);
        if (segment.payloadLength > 0 || tracepoints.hasReceivedEffects()) {
            tracepoints.recvData(this, false, timeNs);
        }
        mergeOutOfOrder();
    }

    /**
     * {@code tcp_fin} and {@code tcp_ofo_queue}: what follows a FIN is purged, what follows data is
     * taken.
     */
    private void mergeOutOfOrder() {
        if (!outOfOrder.isEmpty()) {
            moveRcvNxt(outOfOrder.merge(rcvNxt));
        }
        if (fins.onRcvNxt(rcvNxt)) {
            rcvNxt = fins.remoteEnd();
            outOfOrder.clear();
        }
    }

    /**
     * RFC 5961 3.2: only a reset at exactly RCV.NXT is obeyed; elsewhere in the window it gets a
     * challenge ACK.
     */
    private void onReset(Segment segment, long timeNs) {
        if (synReceived && !initialised) {
            abandon();
            return;
        }
        boolean exact = segment.seq == rcvNxt || segment.seq == outOfOrder.lastEnd(rcvNxt);
        // tcp_reset_check: some stacks reset with the number of the FIN that they sent.
        boolean afterFin = fins.isReceived() && segment.seq == rcvNxt - 1;
        if (exact || afterFin) {
            release(timeNs);
        }
    }

    // ---- How it ends ----

    /** The socket is destroyed. Does nothing the second time. */
    void release(long timeNs) {
        if (!released) {
            coverage.onRelease();
            if (coverage.hidesRemote() && sndUna != sndNxt) {
                assumeLastAck(); // no ACK could be seen, so that none was is no sign
            }
            tracepoints.release(this, timeNs);
            abandon();
        }
    }

    /** The socket is forgotten without a word. */
    void abandon() {
        if (!released) {
            released = true;
            roundTrips.free();
            outOfOrder.free();
            atEnd.run();
        }
    }
}
