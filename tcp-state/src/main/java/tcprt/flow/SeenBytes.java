package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.tcp.OutOfOrderQueue;
import tcprt.tcp.Segment;
import tcprt.tcp.TcpContext;
import tcprt.wire.Seq;

/**
 * Which sequence numbers of one end of a connection were seen, SYN and FIN counted: up to an edge,
 * and in ranges beyond it where something is missing.
 */
final class SeenBytes {
    private final TcpContext context;
    private boolean known;

    /** The sequence number after what was seen without a gap. */
    private int edge;

    /** What was seen beyond; null until something was. */
    private @Nullable OutOfOrderQueue beyond;

    /** Starts with what was seen of an end so far; ranges count towards the segment limit. */
    SeenBytes(TcpContext context, Sender sender) {
        this.context = context;
        if (sender.isKnown()) {
            restart(sender.end());
        }
    }

    /** Whether anything was seen. */
    boolean isKnown() {
        return known;
    }

    /** Whether something was seen up to a number, or beyond. */
    boolean reaches(int seq) {
        return !Seq.after(seq, highest());
    }

    /** Whether a number can be of this connection. */
    boolean isNear(int seq) {
        return Sender.isNear(seq, edge);
    }

    /** Whether everything was seen that a segment of the other end acknowledges. */
    boolean holdsAllOf(Segment ack) {
        return known && !Seq.after(ack.ackSeq(), edge) && reaches(ack.receivedEnd());
    }

    /** Takes a segment of this end. */
    void add(Segment segment) {
        add(segment.seq(), segment.end());
    }

    /** What a segment of the other end acknowledges counts as seen, since it will not come. */
    void believe(Segment ack) {
        if (!known || !isNear(ack.ackSeq())) {
            restart(ack.ackSeq());
        } else if (Seq.after(ack.ackSeq(), edge)) {
            advance(ack.ackSeq());
        }
        if (!reaches(ack.receivedEnd())) {
            add(highest(), ack.receivedEnd());
        }
    }

    /** Another connection begins, or none. */
    void forget() {
        known = false;
        if (beyond != null) {
            beyond.free();
            beyond = null;
        }
    }

    private void add(int start, int end) {
        if (!known || !isNear(end)) {
            restart(end);
        } else if (Seq.after(start, edge)) {
            if (beyond == null) {
                beyond = context.newOutOfOrderQueue();
            }
            beyond.add(start, end);
        } else if (Seq.after(end, edge)) {
            advance(end);
        }
    }

    private void restart(int at) {
        forget();
        known = true;
        edge = at;
    }

    private void advance(int to) {
        edge = beyond == null ? to : beyond.merge(to);
    }

    private int highest() {
        return beyond == null ? edge : beyond.lastEnd(edge);
    }
}
