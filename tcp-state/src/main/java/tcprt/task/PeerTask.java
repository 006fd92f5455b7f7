package tcprt.task;

import tcprt.tcp.Tcb;
import tcprt.wire.Seq;

/**
 * Tasks of a peer port: the traced host sends requests and receives responses. Writes P and E.
 *
 * <p>Server time is from the last request segment sent to the first response segment received. The
 * host's own FIN goes through the send hook, so after a response it writes P and opens one more
 * task that stays empty: a quirk, kept on purpose.
 */
public final class PeerTask extends Task {
    private static final int FROM_LAST_SENT =
            RecordField.SERVER_TIME.bit()
                    | RecordField.SENT_BYTES.bit()
                    | RecordField.RETRANSMITS.bit();
    private static final int FROM_FIRST_SENT =
            FROM_LAST_SENT | RecordField.START.bit() | RecordField.TOTAL.bit();
    private static final int FROM_LAST_RECEIVED =
            RecordField.RECEIVE_TIME.bit()
                    | RecordField.TOTAL.bit()
                    | RecordField.RECEIVED_BYTES.bit()
                    | RecordField.REORDERED.bit();
    private static final int FROM_FIRST_RECEIVED =
            FROM_LAST_RECEIVED | RecordField.SERVER_TIME.bit();

    /**
     * lsent and lrcv: when the last request segment left and the first response segment arrived.
     */
    private long lastSentMicros;

    private long firstReceivedMicros;

    /** sent_data: request bytes, known when the response begins. */
    private int sentBytes;

    /** Makes the state of a new connection; records go to {@code writer}. */
    public PeerTask(RecordWriter writer, Endpoints endpoints) {
        super(writer, endpoints);
    }

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {
        switch (stage) {
            // The next request: the task that was answered is complete.
            case RESPONSE -> {
                emitComplete(tcb);
                beginRequest(tcb, timeNs);
            }
            // The first request of the connection.
            case NONE -> beginRequest(tcb, timeNs);
            // More of the same request.
            case REQUEST -> {
                lastSentMicros = clockMicros(timeNs);
                noteInferred(tcb, FROM_LAST_SENT);
            }
        }
    }

    /**
     * Server time and the reorder mark are not reset here: the mark stays for the connection's
     * life.
     */
    private void beginRequest(Tcb tcb, long timeNs) {
        beginTask(tcb, timeNs);
        sentBytes = 0;
        receiveTimeMicros = 0;
        startRcvNxt = tcb.rcvNxt();
        lastSentMicros = clockMicros(timeNs);
        noteInferred(tcb, FROM_FIRST_SENT);
    }

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {
        switch (stage) {
            // The response begins. Its first segment does not look at the out-of-order queue.
            case REQUEST -> {
                stage = Stage.RESPONSE;
                sentBytes = tcb.sndNxt() - startSeq;
                startSeq = tcb.sndNxt();
                firstReceivedMicros = clockMicros(timeNs);
                serverTimeMicros = (int) (firstReceivedMicros - lastSentMicros);
                endTimeNs = timeNs;
                noteInferred(tcb, FROM_FIRST_RECEIVED);
            }
            // More of the same response.
            case RESPONSE -> {
                endTimeNs = timeNs;
                receiveTimeMicros = (int) (clockMicros(timeNs) - firstReceivedMicros);
                noteInferred(tcb, FROM_LAST_RECEIVED);
                if (tcb.hasOutOfOrder()) {
                    reordered = true;
                }
            }
            // The server speaks first: no task.
            case NONE -> {}
        }
    }

    @Override
    public void release(Tcb tcb, long timeNs) {
        if (taskNumber == 0) {
            return;
        }
        if (stage == Stage.RESPONSE) {
            emitComplete(tcb);
        }
        emitEnd(tcb);
    }

    /** P. Received bytes are counted now, so a FIN that has arrived counts as one. */
    private void emitComplete(Tcb tcb) {
        TcpRtRecord record = beginRecord(RecordType.P, tcb, taskMicros());
        record.sentBytes = Integer.toUnsignedLong(sentBytes);
        record.receivedBytes = Seq.distance(startRcvNxt, tcb.rcvNxt());
        emit();
    }
}
