package tcprt.task;

import java.util.List;
import tcprt.tcp.Tcb;

/**
 * What a connection's task is if received bytes that look like an alert are none: a task of its
 * own, whose records are kept back. At most one is due before more bytes decide the question.
 */
final class OrdinaryData {
    private final TcpRtRecord record = new TcpRtRecord();
    private final MarkedTask task;
    private boolean hasRecord;

    OrdinaryData(Endpoints endpoints, List<Integer> firstFrameBytes, MessageParser parser) {
        task = new MarkedTask(new RecordWriter(this::keep), endpoints, firstFrameBytes, parser);
    }

    private void keep(TcpRtRecord written) {
        record.copy(written);
        hasRecord = true;
    }

    /** The bytes were received, and {@code open} is the task that was open before. */
    void begin(MarkedTask open, Tcb tcb, long timeNs) {
        hasRecord = false;
        task.copy(open);
        task.recvData(tcb, Effects.TASK_DATA, timeNs);
    }

    void sendData(Tcb tcb, long effects, long timeNs) {
        task.sendData(tcb, effects, timeNs);
    }

    void pktsAcked(Tcb tcb, long timeNs) {
        task.pktsAcked(tcb, timeNs);
    }

    MarkedTask task() {
        return task;
    }

    /** Whether the task before is written. */
    boolean hasRecord() {
        return hasRecord;
    }

    /** That record; lent. */
    TcpRtRecord record() {
        return record;
    }
}
