package tcprt.validate.judge;

import tcprt.task.RecordType;
import tcprt.validate.log.StatsRow.Column;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/** Sums of one port over some time, as the kernel's statistics keep them (u64, they wrap). */
final class StatsSums {
    private final int failureMicros;
    long tasks;
    private long retransmits;
    private long segments;
    private long failures;
    private long totalMicros;
    private long serverTimeMicros;
    private long minRttMicros;
    private long sentBytes;
    private long receiveTimeMicros;
    private long receivedBytes;

    /**
     * Starts at zero.
     *
     * @param failureMicros a response that is cut off after more than this counts as failed
     */
    StatsSums(int failureMicros) {
        this.failureMicros = failureMicros;
    }

    /** Takes a record; the kernel counts neither N nor E, and no R without a byte sent. */
    void add(Entry ours) {
        RecordType type = ours.type();
        if (type == RecordType.W && ours.value(Field.TOTAL) > failureMicros) {
            failures++;
        }
        long sent = ours.value(Field.SENT);
        if (type != RecordType.P && (type != RecordType.R || sent == 0)) {
            return;
        }
        tasks++;
        totalMicros += ours.value(Field.TOTAL);
        serverTimeMicros += ours.value(Field.SERVER_TIME);
        retransmits += ours.value(Field.RETRANS);
        segments += sent / Math.max(1, ours.value(Field.MSS)) + 1;
        minRttMicros += ours.value(Field.MIN_RTT);
        sentBytes += sent;
        receiveTimeMicros += ours.value(Field.UPLOAD_TIME) + ours.value(Field.RECV_TIME);
        receivedBytes += ours.value(Field.UPLOAD_DATA) + ours.value(Field.RECV);
    }

    /** Both together, as new sums. */
    StatsSums plus(StatsSums other) {
        StatsSums sum = new StatsSums(failureMicros);
        for (StatsSums each : new StatsSums[] {this, other}) {
            sum.tasks += each.tasks;
            sum.retransmits += each.retransmits;
            sum.segments += each.segments;
            sum.failures += each.failures;
            sum.totalMicros += each.totalMicros;
            sum.serverTimeMicros += each.serverTimeMicros;
            sum.minRttMicros += each.minRttMicros;
            sum.sentBytes += each.sentBytes;
            sum.receiveTimeMicros += each.receiveTimeMicros;
            sum.receivedBytes += each.receivedBytes;
        }
        return sum;
    }

    /** What the row has in a column; only if there are tasks. */
    long average(Column column) {
        return switch (column) {
            case RT -> Long.divideUnsigned(totalMicros, tasks);
            case SERVER_TIME -> Long.divideUnsigned(serverTimeMicros, tasks);
            case DROP -> segments == 0 ? 0 : Long.divideUnsigned(1000 * retransmits, segments);
            case RTT -> Long.divideUnsigned(minRttMicros, tasks);
            case FAIL -> Long.divideUnsigned(1000 * failures, tasks);
            case BYTES -> Long.divideUnsigned(sentBytes, tasks);
            case RECV_TIME -> Long.divideUnsigned(receiveTimeMicros, tasks);
            case RECV_DATA -> Long.divideUnsigned(receivedBytes, tasks);
        };
    }
}
