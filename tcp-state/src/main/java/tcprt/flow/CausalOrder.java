package tcprt.flow;

import java.util.Arrays;
import tcprt.MirrorSettings;
import tcprt.tcp.Deadlines;
import tcprt.tcp.Segment;
import tcprt.tcp.SegmentPool;
import tcprt.tcp.Waiter;
import tcprt.wire.Seq;

/**
 * Puts the segments of one connection in an order in which they can have been sent, where a mirror
 * port mixes them up or one direction reaches the capture later than the other.
 *
 * <p>Nobody acknowledges what was not sent. So a segment is <em>ready</em> if neither its sequence
 * number nor its ACK (or SACK) is beyond what was seen from the end that they count for; the first
 * of each end is its SYN. A segment that is ready is passed on at once. Any other waits for what is
 * missing, but no longer than the window, then goes on without it. Each keeps its own time, so what
 * comes after a segment that was late may be earlier; {@link tcprt.tcp.HostOrder} never goes back.
 * A reset waits the whole window, since it ends everything and does not say what came before it.
 *
 * <p>Without a given window a connection is left alone until twice an ACK came before the data that
 * it acknowledges, and the data within {@link #AUTO_WINDOW_NS}. What happens depends on the
 * connection's own segments and their times alone.
 */
final class CausalOrder extends Waiter {
    /** The window of a connection that turned out to need one, and what shows that it does. */
    static final long AUTO_WINDOW_NS = 5_000_000;

    private static final int CONVINCING_INVERSIONS = 2;

    /** Segments of one connection that may wait; past it the first goes on. */
    private static final int WAITING_LIMIT = 512;

    /** A number further off than this is of another connection, or noise. */
    private static final long FARTHEST = 64 << 20;

    private final Connections connections;
    private final Deadlines deadlines;
    private final SegmentPool pool;
    private Connection connection;

    /** 0 while segments are left as they come. */
    private long windowNs;

    private boolean firstKnown;
    private boolean secondKnown;

    /** The sequence number after everything that was seen from an end. */
    private int firstEdge;

    private int secondEdge;

    private Segment[] waiting = new Segment[0];
    private int count;
    private boolean listed;
    private long deadlineNs;

    /** Whether an ACK was seen before what it acknowledges, which comes from {@link #lateFirst}. */
    private boolean inverted;

    private boolean lateFirst;
    private int lateAck;
    private long lateSinceNs;
    private int inversions;

    /**
     * Starts with nothing seen.
     *
     * @param connections takes the segments in their order
     * @param deadlines of all connections of the shard
     * @param pool where segments that wait come from
     * @param windowNs how long one may wait, or {@link MirrorSettings#REORDER_AUTO}
     */
    CausalOrder(
            Connections connections,
            Deadlines deadlines,
            SegmentPool pool,
            Connection connection,
            long windowNs) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.pool = pool;
        this.connection = connection;
        this.windowNs = windowNs == MirrorSettings.REORDER_AUTO ? 0 : windowNs;
    }

    /** The 4-tuple is used again; what still waits goes to the new connection. */
    void moveTo(Connection successor) {
        connection = successor;
    }

    /** How much later than its time a segment may be passed on, nanoseconds. */
    long windowNs() {
        return windowNs;
    }

    boolean isWaiting() {
        return count > 0;
    }

    /** Takes note of a segment that goes its way without waiting. */
    void observe(Segment segment) {
        lookForInversion(segment);
        see(segment);
    }

    /**
     * Takes the next segment of the capture.
     *
     * @param segment lent
     */
    void offer(Segment segment) {
        if (windowNs == 0) {
            observe(segment);
            connections.onOrdered(connection, segment);
            return;
        }
        if (beginsAnew(segment)) {
            decideNow();
            firstKnown = false;
            secondKnown = false;
        }
        if (isReady(segment) || !hold(segment)) {
            see(segment);
            connections.onOrdered(connection, segment);
            passReady();
        }
        while (count > WAITING_LIMIT) {
            passFirst();
        }
        watch();
    }

    /** Whether the 4-tuple is used again. */
    private boolean beginsAnew(Segment segment) {
        return segment.isSyn()
                && !segment.isAck()
                && isKnown(segment.sentByFirst())
                && !connection.handshake.isSynOf(segment.seq());
    }

    // ---- What may go on ----

    private boolean isReady(Segment segment) {
        boolean first = segment.sentByFirst();
        if (segment.isRst()) {
            return false;
        }
        boolean follows = isKnown(first) ? !Seq.after(segment.seq(), edge(first)) : segment.isSyn();
        boolean answers =
                !segment.isAck()
                        || (isKnown(!first) && !Seq.after(segment.receivedEnd(), edge(!first)));
        return follows && answers;
    }

    /** Lets it wait, unless no more segments may wait in this shard. */
    private boolean hold(Segment segment) {
        Segment held = pool.take();
        if (held == null) {
            return false;
        }
        held.set(segment);
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(8, 2 * count));
        }
        waiting[count++] = held;
        return true;
    }

    /** Passes on what became ready, in the order in which it came. */
    private void passReady() {
        boolean progress = count > 0;
        while (progress) {
            progress = false;
            int i = 0;
            while (i < count) {
                if (isReady(waiting[i])) {
                    connections.countPutInOrder();
                    pass(i);
                    progress = true;
                } else {
                    i++;
                }
            }
        }
    }

    /** What waited longest goes on without what it waited for, and with it what follows it. */
    private void passFirst() {
        Segment segment = waiting[0];
        boolean first = segment.sentByFirst();
        if (segment.isAck()) {
            moveEdge(!first, segment.receivedEnd());
        }
        pass(0);
        passReady();
    }

    private void pass(int index) {
        Segment segment = waiting[index];
        count--;
        System.arraycopy(waiting, index + 1, waiting, index, count - index);
        see(segment);
        connections.onOrdered(connection, segment);
        pool.give(segment);
    }

    private void see(Segment segment) {
        if (!segment.isRst()) {
            moveEdge(segment.sentByFirst(), segment.end());
        }
    }

    private void moveEdge(boolean first, int edge) {
        int known = edge(first);
        boolean near =
                isKnown(first)
                        && (Seq.before(edge, known)
                                        ? Seq.distance(edge, known)
                                        : Seq.distance(known, edge))
                                <= FARTHEST;
        int moved = near ? Seq.later(known, edge) : edge;
        if (first) {
            firstKnown = true;
            firstEdge = moved;
        } else {
            secondKnown = true;
            secondEdge = moved;
        }
    }

    private boolean isKnown(boolean first) {
        return first ? firstKnown : secondKnown;
    }

    private int edge(boolean first) {
        return first ? firstEdge : secondEdge;
    }

    // ---- Whether it is needed ----

    private void lookForInversion(Segment segment) {
        boolean first = segment.sentByFirst();
        if (segment.isRst()) {
            return;
        }
        boolean late = inverted && segment.timeNs() - lateSinceNs > AUTO_WINDOW_NS;
        if (late) {
            inverted = false;
        }
        if (inverted
                && first == lateFirst
                && Seq.before(segment.seq(), lateAck)
                && (!isKnown(first) || Seq.after(segment.end(), edge(first)))) {
            inverted = false;
            if (++inversions == CONVINCING_INVERSIONS) {
                windowNs = AUTO_WINDOW_NS;
                connections.onOutOfStep(connection);
            }
        }
        if (segment.isAck() && !inverted && isAckOfUnseen(segment)) {
            inverted = true;
            lateFirst = !first;
            lateAck = segment.ackSeq();
            lateSinceNs = segment.timeNs();
        }
    }

    private boolean isAckOfUnseen(Segment segment) {
        boolean other = !segment.sentByFirst();
        return !isKnown(other)
                || (Seq.after(segment.ackSeq(), edge(other))
                        && Seq.distance(edge(other), segment.ackSeq()) <= FARTHEST);
    }

    // ---- Waiting ----

    private void watch() {
        long wantedNs = count > 0 ? waiting[0].timeNs() + windowNs : Long.MAX_VALUE;
        if (listed && wantedNs == deadlineNs) {
            return;
        }
        if (listed) {
            deadlines.remove(this);
            listed = false;
        }
        deadlineNs = wantedNs;
        if (count > 0) {
            deadlines.add(this);
            listed = true;
        }
    }

    @Override
    protected long deadlineNs() {
        return deadlineNs;
    }

    @Override
    public void expire(long timeNs) {
        while (count > 0 && waiting[0].timeNs() + windowNs <= timeNs) {
            // What the ends of the connection wait for themselves comes first if it is due first.
            connection.expire(waiting[0].timeNs() + windowNs);
            passFirst();
        }
        watch();
    }

    @Override
    public void decideNow() {
        while (count > 0) {
            passFirst();
        }
        watch();
    }

    @Override
    protected void endOfCapture() {
        expire(Long.MAX_VALUE);
    }

    /** Forgets what waits: the connection is forgotten itself. */
    void abandon() {
        while (count > 0) {
            pool.give(waiting[--count]);
        }
        watch();
    }
}
