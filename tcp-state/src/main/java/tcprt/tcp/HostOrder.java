package tcprt.tcp;

import org.jspecify.annotations.Nullable;
import tcprt.wire.Seq;

/**
 * The order in which the host processed its segments, which is not always the order in which a tap
 * saw them.
 *
 * <p>A segment that arrives while the application holds the socket waits in the kernel's backlog;
 * the host may send before it looks at it. What the host has looked at, its next segment says in
 * its ACK field. So a received segment that moves RCV.NXT rests here: if the host's next segment
 * acknowledges it, it goes first, with its own time; if not, it goes after that segment, not before
 * its time. The wait is bounded by {@link TcpContext#REST_NS} of capture time. Usually at most one
 * segment rests.
 *
 * <p>The other decision taken with hindsight lives here too. Once the host's FIN is acknowledged, a
 * socket that was closed is gone and answers new data with a reset, while one that was only shut
 * down acknowledges it. Until the packets tell, the release is held back; it then happens with the
 * time of the ACK of the FIN.
 *
 * <p>Nothing else in the program waits for the future. What happens to a flow depends on its own
 * segments and their times alone.
 */
public final class HostOrder extends Waiter {
    private static final byte NOT_WAITING = 0;
    private static final byte RESTING = 1;
    private static final byte UNDECIDED = 2;

    private final TcpContext context;
    private final Tcb tcb;

    /** Where the tap is; null if it is at the host. */
    private final @Nullable TapDistance tap;

    private @Nullable Segment head;
    private @Nullable Segment tail;

    /** RCV.NXT once everything that rests has been processed. */
    private int restingEdge;

    /** Time of the host's last segment: what it did not cover begins its wait again. */
    private long lastSentNs = Long.MIN_VALUE;

    /** Time of the last event that the socket was told; none after it is earlier. */
    private long lastNs = Long.MIN_VALUE;

    /** When the host's FIN was acknowledged, while {@link #closeUndecided}. */
    private long finAckedNs;

    private boolean closeUndecided;
    private boolean shutdownProven;

    private byte waiting = NOT_WAITING;
    private long deadlineNs = Long.MAX_VALUE;

    /** How much later than it happened the host's next segment may come. */
    private long lateNs;

    /** Puts a socket behind its segments. */
    public HostOrder(TcpContext context, Tcb tcb) {
        this.context = context;
        this.tcb = tcb;
        this.tap = context.mirror ? new TapDistance() : null;
    }

    /**
     * The host answers a handshake.
     *
     * @param handshake SYN, if captured, and SYN-ACK
     */
    public void openPassive(Handshake handshake) {
        if (tap != null && handshake.syns > 0) {
            tap.measured(handshake.firstSynAckNs - handshake.lastSynNs);
        }
        tcb.openPassive(handshake, tapNs());
    }

    /**
     * The host's SYN was answered. How far the tap is shows only in the host's next segment.
     *
     * @param synAck lent
     */
    public void openActive(Handshake handshake, Segment synAck) {
        if (tap != null) {
            tap.expectAck(synAck.end(), synAck.timeNs);
        }
        tcb.openActive(handshake, synAck);
    }

    /** One way between tap and host, nanoseconds. */
    private long tapNs() {
        return tap == null ? 0 : tap.oneWayNs();
    }

    private void fromTapToHost(Segment segment) {
        if (tap != null) {
            if (segment.hasDataOrFin()) {
                tap.expectAck(segment.end(), segment.timeNs);
            }
            segment.timeNs += tap.oneWayNs();
        }
    }

    private void fromHostToTap(Segment segment) {
        if (tap != null) {
            boolean first = !tap.isKnown();
            if (segment.ack) {
                tap.onAck(segment.ackSeq, segment.timeNs);
            }
            if (first && tap.isKnown()) {
                tcb.lengthenFirstRtt(2 * tap.oneWayNs());
            }
            segment.timeNs -= tap.oneWayNs();
        }
    }

    /** The socket; what it knows may lag behind what the tap saw. */
    public Tcb tcb() {
        return tcb;
    }

    /**
     * From now on segments may have waited before they come here, since the times of both
     * directions do not agree: so everything here waits longer, by that wait and by that
     * difference.
     *
     * @param windowNs bounds each of the two; 0 if segments come as they were captured
     */
    public void expectLate(long windowNs) {
        lateNs = 2 * windowNs;
        watch();
    }

    @Override
    protected long deadlineNs() {
        return deadlineNs;
    }

    /**
     * A segment for the host was seen.
     *
     * @param segment lent
     */
    public void onReceived(Segment segment) {
        long captureNs = segment.timeNs;
        expire(captureNs);
        tcb.coverage().onFrame(segment, false);
        if (tcb.coverage().hidesHost() && isNewData(segment)) {
            // What the host does not show cannot contradict that it is open.
            tcb.takeBackFin();
            closeUndecided = false;
        }
        if (!tcb.isReleased()) {
            fromTapToHost(segment);
            if (segment.rst) {
                processAll();
                process(segment, false);
            } else if (head == null && !awaitsHost(segment)) {
                process(segment, false);
            } else {
                rest(context.keep(segment));
            }
            segment.timeNs = captureNs;
        }
        watch();
    }

    /**
     * A segment from the host was seen.
     *
     * @param segment lent
     */
    public void onSent(Segment segment) {
        long captureNs = segment.timeNs;
        expire(captureNs);
        tcb.coverage().onFrame(segment, true);
        fromHostToTap(segment);
        if (segment.ack) {
            processCovered(segment);
            if (closeUndecided && Seq.after(segment.ackSeq, tcb.rcvNxt())) {
                decideByUnseen(segment.ackSeq);
            }
        }
        if (tcb.coverage().hidesRemote()
                && tcb.finSent()
                && mayBeClosed()
                && tcb.isAckOfFin(segment)) {
            // The other end's FIN came after the ACK of the host's, which closed the socket.
            lastNs = Math.max(lastNs, segment.timeNs);
            tcb.assumeLastAck();
            tcb.release(lastNs);
        }
        if (!tcb.isReleased()) {
            if (segment.rst) {
                onHostReset(segment);
            } else {
                lastNs = Math.max(lastNs, segment.timeNs);
                tcb.onSent(segment, lastNs);
                lastSentNs = lastNs;
                closeUndecided &= tcb.inFinWait2();
            }
        }
        segment.timeNs = captureNs;
        watch();
    }

    private boolean isNewData(Segment segment) {
        return segment.payloadLength > 0 && !segment.rst && Seq.after(segment.end(), tcb.rcvNxt());
    }

    @Override
    public void expire(long timeNs) {
        if (waiting == NOT_WAITING || deadlineNs > timeNs) {
            return;
        }
        while (head != null && !tcb.isReleased() && deadlineOf(head) <= timeNs) {
            processFirst(false);
        }
        if (head == null && awaitsOtherEnd() && deadlineWithoutSegments() <= timeNs) {
            releaseInHindsight();
        }
        watch();
    }

    /** The 4-tuple is used again, or room is needed. */
    @Override
    public void decideNow() {
        processAll();
        if (awaitsOtherEnd()) {
            releaseInHindsight();
        }
        watch();
    }

    @Override
    protected void endOfCapture() {
        processAll();
        if (!tcb.isReleased()
                && (closeUndecided || (tcb.coverage().isOneWay() && tcb.awaitsLastAck()))) {
            // Of one direction nothing more than the other end's FIN could ever be seen.
            releaseInHindsight();
        }
        watch();
        stopWaiting();
    }

    private void releaseInHindsight() {
        if (closeUndecided) {
            tcb.release(finAckedNs);
        } else {
            tcb.assumeLastAck();
            tcb.release(lastNs);
        }
    }

    /** Forgets the flow without a record: it was evicted. */
    public void abandon() {
        tcb.abandon();
        watch();
    }

    /**
     * Whether what the host does with a segment shows only in what it sends next: in-order data and
     * FINs, and any new data once the host may have closed.
     */
    private boolean awaitsHost(Segment segment) {
        int edge = head == null ? tcb.rcvNxt() : restingEdge;
        return segment.hasDataOrFin()
                && !segment.syn
                && Seq.after(segment.end(), edge)
                && (Seq.atOrBefore(segment.seq, edge) || (tcb.finSent() && mayBeClosed()));
    }

    private void rest(Segment segment) {
        if (head == null) {
            restingEdge = tcb.rcvNxt();
        }
        segment.beyondWindow = tcb.isBeyondWindow(restingEdge);
        if (!segment.beyondWindow
                && segment.hasDataOrFin()
                && Seq.atOrBefore(segment.seq, restingEdge)) {
            restingEdge = Seq.later(restingEdge, segment.end());
        }
        segment.next = null;
        if (tail == null) {
            head = segment;
        } else {
            tail.next = segment;
        }
        tail = segment;
    }

    private Segment pop() {
        Segment segment = head;
        if (segment == null) {
            throw new IllegalStateException("nothing rests");
        }
        head = segment.next;
        if (head == null) {
            tail = null;
        }
        return segment;
    }

    /** Processes what the host had processed when it sent {@code segment}. */
    private void processCovered(Segment segment) {
        while (head != null && !tcb.isReleased()) {
            boolean fresh = head.hasDataOrFin() && Seq.after(head.end(), tcb.rcvNxt());
            boolean covered = fresh && isCovered(head, segment);
            boolean inOrder = Seq.atOrBefore(head.seq, tcb.rcvNxt());
            boolean waits = inOrder ? !head.beyondWindow : tcb.finSent() && mayBeClosed();
            if (fresh && !covered && waits) {
                return;
            }
            processFirst(covered);
        }
    }

    private static boolean isCovered(Segment received, Segment sent) {
        if (Seq.atOrBefore(received.end(), sent.ackSeq)) {
            return true;
        }
        for (int i = 0; i < sent.sackCount; i++) {
            if (Seq.atOrBefore(sent.sackStart[i], received.seq)
                    && Seq.atOrBefore(received.end(), sent.sackEnd[i])) {
                return true;
            }
        }
        return false;
    }

    private void processAll() {
        while (head != null && !tcb.isReleased()) {
            processFirst(false);
        }
    }

    /** The host processes what has rested longest. */
    private void processFirst(boolean covered) {
        Segment segment = pop();
        process(segment, covered);
        context.segments.give(segment);
    }

    /**
     * The host processes a received segment now.
     *
     * @param segment lent
     * @param covered whether a later segment of the host acknowledges it
     */
    private void process(Segment segment, boolean covered) {
        lastNs = Math.max(lastNs, segment.timeNs);
        // A reset may carry an explanation (RFC 9293 SHLD-2): that is not data.
        boolean data =
                !segment.rst && segment.payloadLength > 0 && Seq.after(segment.end(), tcb.rcvNxt());
        if (closeUndecided) {
            processWhileUndecided(segment, data, covered);
        } else if (data && !covered && tcb.finSent() && mayBeClosed()) {
            // Data after close(2) that was neither acknowledged nor answered by a reset in the time
            // allowed.
            tcb.onAckBeforeReset(segment, lastNs);
            tcb.release(lastNs);
        } else {
            if (data && covered && tcb.finSent()) {
                shutdownProven = true;
            }
            tcb.onReceived(segment, lastNs, covered);
            if (!tcb.isReleased() && tcb.inFinWait2() && mayBeClosed()) {
                closeUndecided = true;
                finAckedNs = lastNs;
            }
        }
    }

    private void processWhileUndecided(Segment segment, boolean data, boolean covered) {
        if (data && covered) {
            closeUndecided = false;
            shutdownProven = true;
            tcb.onReceived(segment, lastNs, true);
        } else if (data || segment.fin || segment.rst) {
            tcb.release(finAckedNs);
        }
    }

    /** The host acknowledges what the capture does not hold; a single byte is taken for a FIN. */
    private void decideByUnseen(int ackSeq) {
        if (ackSeq - tcb.rcvNxt() == 1) {
            tcb.release(finAckedNs);
        } else {
            closeUndecided = false;
            shutdownProven = true;
        }
    }

    private void onHostReset(Segment reset) {
        if (closeUndecided) {
            tcb.release(finAckedNs);
        } else if (head != null && tcb.finSent()) {
            // The segment that met a closed socket still acknowledged something; its data was not
            // taken.
            lastNs = Math.max(lastNs, head.timeNs);
            tcb.onAckBeforeReset(head, lastNs);
            tcb.release(lastNs);
        } else {
            lastNs = Math.max(lastNs, reset.timeNs);
            tcb.release(lastNs);
        }
    }

    private boolean mayBeClosed() {
        return context.closeByDefault && !shutdownProven;
    }

    /** Whether only the other end's next segment, or time, tells that the socket is gone. */
    private boolean awaitsOtherEnd() {
        return !tcb.isReleased() && (closeUndecided || tcb.awaitsLastAck());
    }

    /** When a release that waits for the other end stops waiting. */
    private long deadlineWithoutSegments() {
        return (closeUndecided ? finAckedNs : lastNs) + lateNs + context.undecidedCloseNs;
    }

    private long deadlineOf(Segment segment) {
        boolean undecided = tcb.finSent() && mayBeClosed();
        long wait = undecided ? context.undecidedCloseNs : TcpContext.REST_NS;
        return Math.max(segment.timeNs, lastSentNs) + tapNs() + lateNs + wait;
    }

    /**
     * Puts this flow on the list of deadlines where it belongs now; drops what rests of a released
     * socket.
     */
    private void watch() {
        if (tcb.isReleased()) {
            closeUndecided = false;
            while (head != null) {
                context.segments.give(pop());
            }
        }
        byte wanted = NOT_WAITING;
        long wantedNs = Long.MAX_VALUE;
        if (head != null) {
            wanted = tcb.finSent() && mayBeClosed() ? UNDECIDED : RESTING;
            wantedNs = deadlineOf(head);
        } else if (awaitsOtherEnd()) {
            wanted = UNDECIDED;
            wantedNs = deadlineWithoutSegments();
        }
        if (wanted != waiting || wantedNs != deadlineNs) {
            stopWaiting();
            if (wanted != NOT_WAITING) {
                waiting = wanted;
                deadlineNs = wantedNs;
                list(wanted).add(this);
            }
        }
    }

    private void stopWaiting() {
        if (waiting != NOT_WAITING) {
            list(waiting).remove(this);
            waiting = NOT_WAITING;
            deadlineNs = Long.MAX_VALUE;
        }
    }

    private Deadlines list(byte kind) {
        return kind == RESTING ? context.resting : context.undecided;
    }
}
