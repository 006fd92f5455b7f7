package tcprt.task;

import tcprt.tcp.Tcb;
import tcprt.tcp.TcpRtHooks;
import tcprt.wire.Seq;

/**
 * TCP-RT's state of one connection ({@code struct tcp_rt}): what local and peer ports have in
 * common.
 *
 * <p>Fields keep the kernel's widths: an {@code int} holds a u32 or an int, and widens as the
 * kernel's does when it is printed.
 */
abstract class Task implements TcpRtHooks {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** What a connection's own record sums up over its tasks. */
    private static final int OF_CONNECTION =
            RecordField.SENT_BYTES.bit()
                    | RecordField.RECEIVED_BYTES.bit()
                    | RecordField.RETRANSMITS.bit();

    private final RecordWriter writer;
    private final Endpoints endpoints;

    Stage stage = Stage.NONE;

    /** request_num: tasks so far. */
    int taskNumber;

    long startTimeNs;
    long endTimeNs;

    /** Where SND.NXT was when the connection began, and when the task did. */
    private int connectionStartSeq;

    int startSeq;

    /**
     * Where RCV.NXT was when the connection began, and where counting of the task's bytes began.
     */
    private int connectionRcvNxt;

    int startRcvNxt;
    private int lastUpdateSeq;
    private int lastDataRetrans;

    /** server_time, recv_time: microseconds in a C int. */
    int serverTimeMicros;

    int receiveTimeMicros;
    boolean reordered;

    /** Fields of the task, and of the connection, that were concluded: {@link RecordField#bit}s. */
    private int inferred;

    private int connectionInferred;

    /** What the capture missed of the connection before the task began. */
    private int earlierHoles;

    private long earlierHoleBytes;

    Task(RecordWriter writer, Endpoints endpoints) {
        this.writer = writer;
        this.endpoints = endpoints;
    }

    @Override
    public void init(Tcb tcb, long timeNs) {
        connectionStartSeq = tcb.sndNxt();
        startSeq = connectionStartSeq;
        connectionRcvNxt = tcb.rcvNxt();
        startRcvNxt = connectionRcvNxt;
    }

    /**
     * tcp_rt_sk_pkts_acked: a task ends with the last ACK that takes more than one byte; a FIN or a
     * lone last byte does not count.
     */
    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {
        if (Seq.after(tcb.sndUna(), lastUpdateSeq + 1)) {
            endTimeNs = timeNs;
            lastUpdateSeq = tcb.sndUna();
        }
    }

    /** The part of a new task's beginning that both types share. */
    final void beginTask(Tcb tcb, long timeNs) {
        stage = Stage.REQUEST;
        taskNumber++;
        startTimeNs = timeNs;
        endTimeNs = timeNs;
        lastDataRetrans = tcb.dataRetrans();
        inferred = 0;
        earlierHoles = tcb.coverage().holes();
        earlierHoleBytes = tcb.coverage().holeBytes();
    }

    /**
     * Notes what depends on a move that may not have been seen.
     *
     * @param fields {@link RecordField#bit}s
     */
    final void noteInferred(Tcb tcb, int fields) {
        if (tcb.isInferred()) {
            inferred |= fields;
            connectionInferred |= fields & OF_CONNECTION;
        }
    }

    /**
     * Local tasks count ACKs from here; peer tasks never say so, hence their quirk with high
     * initial sequence numbers.
     */
    final void countAcksFrom(int sndUna) {
        lastUpdateSeq = sndUna;
    }

    /** The ACK that was counted last. */
    final int ackCounted() {
        return lastUpdateSeq;
    }

    final TcpRtRecord beginRecord(RecordType type, Tcb tcb, long totalMicros) {
        TcpRtRecord record = writer.begin(type, endpoints, startTimeNs);
        record.totalMicros = totalMicros & 0xFFFF_FFFFL;
        record.minRttMicros = tcb.minRttMicros();
        record.smoothedRttMicros = tcb.smoothedRttMicros();
        record.retransmits = Integer.toUnsignedLong(tcb.dataRetrans() - lastDataRetrans);
        record.taskNumber = Integer.toUnsignedLong(taskNumber);
        record.serverTimeMicros = serverTimeMicros;
        record.receiveTimeMicros = receiveTimeMicros;
        record.reordered = reordered ? 1 : 0;
        record.mssBytes = tcb.mssBytes();
        record.parsed = false;
        record.letters = 0;
        record.congestionWindow = 0;
        record.handshakeMicros = -1;
        record.firstFrames = 0;
        record.tlsHandshake = null;
        record.inferred = inferred | inferredAtEnd(tcb);
        record.midStream = tcb.coverage().isMidStream();
        record.captureHoles = Integer.toUnsignedLong(tcb.coverage().holes() - earlierHoles);
        record.captureHoleBytes = tcb.coverage().holeBytes() - earlierHoleBytes;
        record.tapToHostMicros = tcb.coverage().tapToHostMicros();
        record.tapToRemoteMicros = tcb.coverage().tapToRemoteMicros();
        return record;
    }

    private static int inferredAtEnd(Tcb tcb) {
        int fields = tcb.coverage().hidesOptions() ? RecordField.MSS.bit() : 0;
        return tcb.coverage().isLastAckAssumed()
                ? fields | RecordField.TOTAL.bit() | RecordField.UNACKED_BYTES.bit()
                : fields;
    }

    final void emit() {
        writer.end();
    }

    /** The connection's own record, after every other one of it. */
    final void emitEnd(Tcb tcb) {
        TcpRtRecord record = beginRecord(RecordType.E, tcb, 0);
        record.sentBytes = Seq.distance(connectionStartSeq, tcb.sndNxt());
        record.unackedBytes = Seq.distance(tcb.sndUna(), tcb.sndNxt());
        record.receivedBytes = Seq.distance(connectionRcvNxt, tcb.rcvNxt());
        record.retransmits = Integer.toUnsignedLong(tcb.totalRetrans());
        record.inferred |= connectionInferred;
        if (tcb.coverage().isOneWay()) {
            // Which FIN came first, and what was still on its way, no single direction shows.
            record.inferred |= RecordField.RECEIVED_BYTES.bit() | RecordField.UNACKED_BYTES.bit();
        }
        record.captureHoles = Integer.toUnsignedLong(tcb.coverage().holes());
        record.captureHoleBytes = tcb.coverage().holeBytes();
        emit();
    }

    /** Becomes what another task of the same connection is. */
    final void copy(Task other) {
        stage = other.stage;
        taskNumber = other.taskNumber;
        startTimeNs = other.startTimeNs;
        endTimeNs = other.endTimeNs;
        connectionStartSeq = other.connectionStartSeq;
        startSeq = other.startSeq;
        connectionRcvNxt = other.connectionRcvNxt;
        startRcvNxt = other.startRcvNxt;
        lastUpdateSeq = other.lastUpdateSeq;
        lastDataRetrans = other.lastDataRetrans;
        serverTimeMicros = other.serverTimeMicros;
        receiveTimeMicros = other.receiveTimeMicros;
        reordered = other.reordered;
        inferred = other.inferred;
        connectionInferred = other.connectionInferred;
        earlierHoles = other.earlierHoles;
        earlierHoleBytes = other.earlierHoleBytes;
    }

    final long taskMicros() {
        return wallMicros(startTimeNs, endTimeNs);
    }

    /**
     * Difference of two wall clock times as the module takes it: seconds and nanoseconds apart, the
     * nanoseconds divided with C's truncation towards zero. With time stamps finer than a
     * microsecond this differs from a difference of microseconds.
     */
    static long wallMicros(long fromNs, long toNs) {
        long seconds = Math.floorDiv(toNs, NS_PER_SECOND) - Math.floorDiv(fromNs, NS_PER_SECOND);
        long nanos = Math.floorMod(toNs, NS_PER_SECOND) - Math.floorMod(fromNs, NS_PER_SECOND);
        return seconds * MICROS_PER_SECOND + nanos / 1000;
    }

    /** The module's monotonic clock: whole microseconds. */
    static long clockMicros(long timeNs) {
        return Math.floorDiv(timeNs, 1000L);
    }
}
