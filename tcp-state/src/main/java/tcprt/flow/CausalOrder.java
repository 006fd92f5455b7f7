package tcprt.flow;

import java.util.Arrays;
import tcprt.MirrorSettings;
import tcprt.tcp.Deadlines;
import tcprt.tcp.Segment;
import tcprt.tcp.SegmentPool;
import tcprt.tcp.TcpContext;
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
 * A FIN and a reset wait the whole window, since much depends on what came before them, and they do
 * not say what that was; what the other end says after them waits with them.
 *
 * <p>Without a given window a connection is on trial until its handshake is over: what answers
 * something unseen waits for it. If it comes within {@link #AUTO_WINDOW_NS}, the connection keeps
 * that window. Otherwise it is left alone until twice an ACK came before the data that it
 * acknowledges, and the data within that time. What happens depends on the connection's own
 * segments and their times alone; nothing waits where nothing answers what was not seen.
 */
final class CausalOrder extends Waiter {
    /** The window of a connection that turned out to need one, and what shows that it does. */
    static final long AUTO_WINDOW_NS = 5_000_000;

    private static final int CONVINCING_INVERSIONS = 2;

    /** Segments of one connection that may wait; past it the first goes on. */
    private static final int WAITING_LIMIT = 512;

    /** How long a chain of segments that wait for each other is followed. */
    private static final int CHAIN_LIMIT = 8;

    private static final int NONE = -1;

    private final Connections connections;
    private final Deadlines deadlines;
    private final SegmentPool pool;
    private Connection connection;

    /** 0 while segments are left as they come. */
    private long windowNs;

    private final SeenBytes seenOfFirst;
    private final SeenBytes seenOfSecond;

    private Segment[] waiting = new Segment[0];
    private int count;

    /** Time of the latest that was passed on. */
    private long passedNs = Long.MIN_VALUE;

    private boolean listed;
    private long deadlineNs;

    /** Whether an ACK was seen before what it acknowledges, which comes from {@link #lateFirst}. */
    private boolean inverted;

    private boolean lateFirst;
    private int lateAck;
    private long lateSinceNs;
    private int inversions;

    /**
     * Starts with what was seen of both ends so far.
     *
     * @param connections takes the segments in their order
     * @param deadlines of all connections of the shard
     * @param context where segments that wait come from
     * @param windowNs how long one may wait, or {@link MirrorSettings#REORDER_AUTO}
     */
    CausalOrder(
            Connections connections,
            Deadlines deadlines,
            TcpContext context,
            Connection connection,
            long windowNs) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.pool = context.segments;
        this.seenOfFirst = new SeenBytes(context, connection.sender(true));
        this.seenOfSecond = new SeenBytes(context, connection.sender(false));
        this.connection = connection;
        this.windowNs = windowNs == MirrorSettings.REORDER_AUTO ? trialNs() : windowNs;
    }

    /**
     * The window before it is known whether one is needed: there is a handshake to try, or none.
     */
    private long trialNs() {
        return connection.trial ? AUTO_WINDOW_NS : 0;
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
        if (!inverted && inversions == 0) {
            retire();
        }
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
            seenOfFirst.forget();
            seenOfSecond.forget();
        }
        if (isReady(segment) || !hold(segment)) {
            passOn(segment);
            passReady();
        }
        while (count > WAITING_LIMIT) {
            passFirst();
        }
        if (connection.trial
                && count == 0
                && seenOfFirst.isKnown()
                && seenOfSecond.isKnown()
                && !segment.isSyn()) {
            endTrial();
        }
        watch();
    }

    /** Nothing has waited, or nothing came of it. */
    private void endTrial() {
        connection.trial = false;
        windowNs = 0;
        connection.expectLate(0);
        retire();
    }

    /** Nothing suggests any more that it is needed. */
    private void retire() {
        seenOfFirst.forget();
        seenOfSecond.forget();
        connection.causalOrder = null;
    }

    private void needsWindow() {
        connection.trial = false;
        windowNs = AUTO_WINDOW_NS;
        connections.onOutOfStep(connection);
    }

    /** Whether the 4-tuple is used again. */
    private boolean beginsAnew(Segment segment) {
        return segment.isSyn()
                && !segment.isAck()
                && seenOf(segment.sentByFirst()).isKnown()
                && !connection.isSynOf(segment.seq());
    }

    // ---- What may go on ----

    private boolean isReady(Segment segment) {
        if (connection.trial) {
            return segment.isRst()
                    ? count == 0 || waiting[0] == segment
                    : answersSeen(segment)
                            && (segment.isSyn() || seenOf(segment.sentByFirst()).isKnown());
        }
        return !segment.isRst()
                && !isNewFin(segment)
                && followsSeen(segment)
                && answersSeen(segment)
                && !isBehindFin(segment);
    }

    private boolean followsSeen(Segment segment) {
        SeenBytes own = seenOf(segment.sentByFirst());
        return own.isKnown() ? own.reaches(segment.seq()) : segment.isSyn();
    }

    private boolean answersSeen(Segment segment) {
        return !segment.isAck() || seenOf(!segment.sentByFirst()).holdsAllOf(segment);
    }

    private boolean isNewFin(Segment segment) {
        SeenBytes own = seenOf(segment.sentByFirst());
        return segment.isFin() && !(own.isKnown() && own.reaches(segment.end()));
    }

    /** Whether the other end's FIN came first and waits only for what came before it. */
    private boolean isBehindFin(Segment segment) {
        for (int i = 0; i < count; i++) {
            Segment fin = waiting[i];
            if (fin.isFin()
                    && fin.sentByFirst() != segment.sentByFirst()
                    && fin.timeNs() <= segment.timeNs()
                    && followsSeen(fin)
                    && answersSeen(fin)) {
                return true;
            }
        }
        return false;
    }

    /** Lets it wait, unless no more segments may wait in this shard. */
    private boolean hold(Segment segment) {
        Segment held = pool.take();
        if (held == null) {
            return false;
        }
        held.set(segment);
        connections.keepData(segment, held);
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
                    if (connection.trial) {
                        needsWindow();
                    }
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
        int index = 0;
        for (int links = 0; links < CHAIN_LIMIT; links++) {
            int earlier = earliestBefore(waiting[index]);
            if (earlier == NONE) {
                break;
            }
            index = earlier;
        }
        Segment segment = waiting[index];
        if (segment.isAck()) {
            seenOf(!segment.sentByFirst()).believe(segment);
            connection.sender(!segment.sentByFirst()).believe(segment.ackSeq());
        }
        pass(index);
        passReady();
    }

    /** The first in sequence of those that wait and that a segment follows or answers. */
    private int earliestBefore(Segment segment) {
        int earliest = NONE;
        for (int i = 0; i < count; i++) {
            Segment other = waiting[i];
            boolean before =
                    other.sentByFirst() == segment.sentByFirst()
                            ? Seq.before(other.seq(), segment.seq())
                            : segment.isAck() && Seq.before(other.seq(), segment.receivedEnd());
            if (before
                    && !other.isRst()
                    && (earliest == NONE
                            || other.sentByFirst() != waiting[earliest].sentByFirst()
                            || Seq.before(other.seq(), waiting[earliest].seq()))) {
                earliest = i;
            }
        }
        return earliest;
    }

    private void pass(int index) {
        Segment segment = waiting[index];
        count--;
        System.arraycopy(waiting, index + 1, waiting, index, count - index);
        passOn(segment);
        giveBack(segment);
    }

    private void giveBack(Segment segment) {
        connections.forgetData(segment);
        pool.give(segment);
    }

    private void passOn(Segment segment) {
        if (segment.timeNs() < passedNs) {
            connections.countPutInOrder();
        }
        passedNs = Math.max(passedNs, segment.timeNs());
        see(segment);
        connections.onOrdered(connection, segment);
    }

    private void see(Segment segment) {
        if (!segment.isRst()) {
            seenOf(segment.sentByFirst()).add(segment);
        }
    }

    private SeenBytes seenOf(boolean first) {
        return first ? seenOfFirst : seenOfSecond;
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
                && !(seenOf(first).isKnown() && seenOf(first).reaches(segment.end()))) {
            inverted = false;
            if (++inversions == CONVINCING_INVERSIONS) {
                needsWindow();
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
        SeenBytes other = seenOf(!segment.sentByFirst());
        return !other.isKnown()
                || (!other.reaches(segment.ackSeq()) && other.isNear(segment.ackSeq()));
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
        if (connection.trial && count == 0) {
            endTrial();
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
            giveBack(waiting[--count]);
        }
        seenOfFirst.forget();
        seenOfSecond.forget();
        watch();
    }
}
