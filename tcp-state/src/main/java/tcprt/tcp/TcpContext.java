package tcprt.tcp;

/**
 * What the sockets of one shard share: settings, the pool of segments, the deadlines, the count of
 * holes.
 */
public final class TcpContext {
    /**
     * How long a received segment waits for the host to show that it was processed. Measured on
     * host-side captures: a socket that is locked by its application processes what arrived within
     * this time.
     */
    public static final long REST_NS = 1_000_000;

    final int hz;
    final boolean mirror;
    final boolean closeByDefault;
    final int defaultMssBytes;
    final long undecidedCloseNs;

    /** Segments waiting in {@link HostOrder}s and being worked on. */
    public final SegmentPool segments;

    /** Entries of the queues in which connections remember ranges and transmissions. */
    final EntryBudget queueEntries;

    /** The queue of every connection in which nothing is out of order. */
    final OutOfOrderQueue nothingOutOfOrder;

    /** Queues of connections with nothing on its way. */
    final SentSegmentsPool sentSegments;

    /** Flows with a segment that waits for the host's next one. */
    public final Deadlines resting = new Deadlines();

    /** Flows whose close(2) or shutdown(2) is undecided. */
    public final Deadlines undecided = new Deadlines();

    /** Holes that an ACK proved in the capture of a traced connection. */
    public long holes;

    /** Bytes in those holes. */
    public long holeBytes;

    /**
     * Bytes by which the sequence numbers of traced connections moved, both ways, holes included.
     */
    public long sequenceBytes;

    /** Sockets that are gone and of which the capture held one direction only. */
    public long oneWayFlows;

    /**
     * Collects the settings.
     *
     * @param hz timer ticks per second of the emulated kernel
     * @param mirror whether captures come from a tap away from the host, whose distance is to be
     *     taken out
     * @param closeByDefault whether a socket whose FIN was acknowledged is taken to be closed
     *     unless shutdown is proven
     * @param defaultMssBytes MSS before anything is known of it
     * @param undecidedCloseNs how long the choice between close and shutdown may stay open,
     *     nanoseconds of capture time
     * @param segmentLimit segments that may wait, and ranges and transmissions that may be
     *     remembered, at the same time
     */
    public TcpContext(
            int hz,
            boolean mirror,
            boolean closeByDefault,
            int defaultMssBytes,
            long undecidedCloseNs,
            int segmentLimit) {
        this.hz = hz;
        this.mirror = mirror;
        this.closeByDefault = closeByDefault;
        this.defaultMssBytes = defaultMssBytes;
        this.undecidedCloseNs = undecidedCloseNs;
        this.segments = new SegmentPool(segmentLimit);
        this.queueEntries = new EntryBudget(segmentLimit);
        this.nothingOutOfOrder = newOutOfOrderQueue();
        this.sentSegments = new SentSegmentsPool(queueEntries);
    }

    /** Lets everything happen that was to happen by {@code timeNs}. */
    public void expire(long timeNs) {
        resting.expire(timeNs);
        undecided.expire(timeNs);
    }

    /**
     * Sees to it that one more segment can wait: where as many as may wait at once, the flow that
     * has waited longest stops waiting.
     */
    public void makeRoom() {
        while (!segments.hasRoom() && (resting.expireFirst() || undecided.expireFirst())) {
            // until there is room, or nobody waits
        }
    }

    /** A copy of a segment, to be given back to {@link #segments}. */
    Segment keep(Segment lent) {
        Segment kept = segments.take();
        if (kept == null) {
            kept = new Segment();
        }
        kept.set(lent);
        return kept;
    }

    /** The capture is over: everything that waits is decided with what is known. */
    public void endOfCapture() {
        resting.endOfCapture();
        undecided.endOfCapture();
    }

    /** An empty queue that shares the limit of entries with the others. */
    public OutOfOrderQueue newOutOfOrderQueue() {
        return new OutOfOrderQueue(queueEntries);
    }

    /** Times that a queue could not grow because {@code segmentLimit} was reached. */
    public long queuesCutShort() {
        return queueEntries.refused();
    }

    void countHole(long bytes) {
        holes++;
        holeBytes += bytes;
    }
}
