package tcprt.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.tcp.Tcb;
import tcprt.wire.Seq;

/**
 * Tasks of a local port: the traced host receives requests and sends responses. Writes R, W, N and
 * E.
 *
 * <p>T0 is the first request segment, T1 the last, T2 the first response segment, T3 the last ACK
 * of the response: upload = T1 - T0, server time = T2 - T1, total = T3 - T0.
 */
public class LocalTask extends Task {
    private static final int FROM_LAST_RECEIVED =
            RecordField.RECEIVE_TIME.bit()
                    | RecordField.SERVER_TIME.bit()
                    | RecordField.RECEIVED_BYTES.bit()
                    | RecordField.REORDERED.bit();
    private static final int FROM_FIRST_RECEIVED =
            FROM_LAST_RECEIVED | RecordField.START.bit() | RecordField.TOTAL.bit();
    private static final int FROM_SENT =
            RecordField.SENT_BYTES.bit() | RecordField.RETRANSMITS.bit();

    /** frcv and lrcv: when the first and the last request segment arrived. */
    private long firstReceivedMicros;

    private long lastReceivedMicros;

    /** recv_data: request bytes, frozen when the response begins. */
    private int receivedBytes;

    private final @Nullable FirstFrame firstFrame;

    /** Makes the state of a new connection; records go to {@code writer}. */
    public LocalTask(RecordWriter writer, Endpoints endpoints) {
        this(writer, endpoints, List.of());
    }

    /**
     * Makes the state of a new connection; records go to {@code writer}.
     *
     * @param firstFrameBytes response bytes whose ACK is timed, at most {@link
     *     TcpRtRecord#MAX_FIRST_FRAMES}
     */
    public LocalTask(RecordWriter writer, Endpoints endpoints, List<Integer> firstFrameBytes) {
        super(writer, endpoints);
        firstFrame = firstFrameBytes.isEmpty() ? null : new FirstFrame(firstFrameBytes);
    }

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {
        switch (stage) {
            // The next request: the task that was answered is complete.
            case RESPONSE -> {
                if (Seq.after(tcb.sndNxt(), tcb.sndUna() + 1)) {
                    endTimeNs = timeNs;
                    noteInferred(tcb, RecordField.TOTAL.bit());
                }
                emitComplete(tcb, 0);
                beginRequest(tcb, timeNs);
            }
            // The first request of the connection.
            case NONE -> beginRequest(tcb, timeNs);
            // More of the same request.
            case REQUEST -> {
                lastReceivedMicros = clockMicros(timeNs);
                noteInferred(tcb, FROM_LAST_RECEIVED);
            }
        }
        if (tcb.hasOutOfOrder()) {
            reordered = true;
        }
    }

    void beginRequest(Tcb tcb, long timeNs) {
        beginTask(tcb, timeNs);
        startSeq = tcb.sndNxt();
        countAcksFrom(tcb.sndUna());
        firstReceivedMicros = clockMicros(timeNs);
        lastReceivedMicros = firstReceivedMicros;
        serverTimeMicros = 0;
        receiveTimeMicros = 0;
        receivedBytes = 0;
        reordered = false;
        if (firstFrame != null) {
            firstFrame.reset();
        }
        noteInferred(tcb, FROM_FIRST_RECEIVED);
    }

    /** More of a request whose response has begun: the response begins again. */
    final void reopenRequest() {
        if (stage == Stage.RESPONSE) {
            stage = Stage.REQUEST;
            startRcvNxt -= receivedBytes;
        }
    }

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {
        // A greeting before any request, and the rest of a response, change nothing.
        if (stage == Stage.REQUEST) {
            beginResponse(tcb.rcvNxt(), timeNs);
            noteInferred(tcb, RecordField.SERVER_TIME.bit());
        }
        noteInferred(tcb, FROM_SENT);
    }

    final void beginResponse(int rcvNxt, long timeNs) {
        stage = Stage.RESPONSE;
        serverTimeMicros = (int) (clockMicros(timeNs) - lastReceivedMicros);
        receiveTimeMicros = (int) (lastReceivedMicros - firstReceivedMicros);
        receivedBytes = rcvNxt - startRcvNxt;
        startRcvNxt = rcvNxt;
        if (firstFrame != null) {
            firstFrame.onResponse(clockMicros(timeNs));
        }
    }

    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {
        super.pktsAcked(tcb, timeNs);
        if (firstFrame != null) {
            int ackedTo = responseAckedTo(tcb);
            if (Seq.after(ackedTo, startSeq)) {
                firstFrame.onAck(Seq.distance(startSeq, ackedTo), clockMicros(timeNs));
            }
        }
    }

    /** How far the response is acknowledged: a FIN is none of its bytes. */
    int responseAckedTo(Tcb tcb) {
        return tcb.isFinAcked() ? tcb.sndUna() - 1 : tcb.sndUna();
    }

    @Override
    public void release(Tcb tcb, long timeNs) {
        if (taskNumber == 0) {
            return;
        }
        switch (stage) {
            case REQUEST -> emitWhileReceiving(tcb, timeNs);
            case RESPONSE -> releaseResponding(tcb, timeNs);
            case NONE -> {}
        }
        emitEnd(tcb);
    }

    /**
     * The module compares sequence numbers as plain unsigned numbers here: a wrap between them
     * loses the record, or turns W into R. Kept on purpose.
     */
    private void releaseResponding(Tcb tcb, long timeNs) {
        if (Integer.compareUnsigned(tcb.sndNxt(), startSeq + 1) <= 0) {
            return; // Nothing but a FIN was sent.
        }
        if (Integer.compareUnsigned(tcb.sndNxt(), tcb.sndUna() + 1) <= 0) {
            pktsAcked(tcb, timeNs);
            emitComplete(tcb, 1);
        } else {
            emitWhileSending(tcb, timeNs);
        }
    }

    /**
     * R. At release one byte is taken off for the FIN, whether one was sent or not: a quirk, kept
     * on purpose.
     */
    private void emitComplete(Tcb tcb, int finBytes) {
        TcpRtRecord record = beginRecord(RecordType.R, tcb, taskMicros());
        record.sentBytes = Seq.distance(startSeq, tcb.sndNxt() - finBytes);
        record.receivedBytes = Integer.toUnsignedLong(receivedBytes);
        describe(record, tcb);
        emit();
    }

    /** Adds to an R what V6 does not have. */
    void describe(TcpRtRecord record, Tcb tcb) {
        if (firstFrame != null) {
            firstFrame.describe(record);
        }
    }

    /** Becomes what another task of the same connection is. */
    final void copy(LocalTask other) {
        super.copy(other);
        firstReceivedMicros = other.firstReceivedMicros;
        lastReceivedMicros = other.lastReceivedMicros;
        receivedBytes = other.receivedBytes;
        if (firstFrame != null && other.firstFrame != null) {
            firstFrame.copy(other.firstFrame);
        }
    }

    private void emitWhileSending(Tcb tcb, long timeNs) {
        TcpRtRecord record = beginRecord(RecordType.W, tcb, wallMicros(startTimeNs, timeNs));
        record.sentBytes = Seq.distance(startSeq, tcb.sndNxt());
        record.unackedBytes = Seq.distance(tcb.sndUna(), tcb.sndNxt());
        emit();
    }

    private void emitWhileReceiving(Tcb tcb, long timeNs) {
        TcpRtRecord record = beginRecord(RecordType.N, tcb, wallMicros(startTimeNs, timeNs));
        record.receivedBytes = Seq.distance(startRcvNxt, tcb.rcvNxt());
        emit();
    }
}
