package tcprt.validate.record;

import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * Our own record as an {@link Entry}. The one place that knows what a {@link TcpRtRecord} can tell.
 */
public final class RecordEntry {
    private RecordEntry() {}

    /**
     * Fills an entry.
     *
     * @param record only read
     * @param writtenNs when it was written, by the clock of the capture
     * @param into overwritten
     */
    public static void fill(TcpRtRecord record, long writtenNs, Entry into) {
        into.kernel = false;
        into.startMicros = Math.floorDiv(record.startTimeNs, 1000L);
        into.alignedMicros = into.startMicros;
        into.writtenMicros = Math.floorDiv(writtenNs, 1000L);
        into.ipv6 = record.ipv6;
        into.remoteHigh = record.remoteAddressHigh;
        into.remoteLow = record.remoteAddressLow;
        into.remotePort = record.remotePort;
        into.localHigh = record.localAddressHigh;
        into.localLow = record.localAddressLow;
        into.localPort = record.localPort;
        into.inferred = record.inferred;
        into.midStream = record.midStream;
        into.captureHoles = record.captureHoles;
        into.captureHoleBytes = record.captureHoleBytes;
        into.tapToHostMicros = record.tapToHostMicros;
        into.layout =
                switch (record.type) {
                    case R -> Layout.R_SRTT;
                    case E -> Layout.E;
                    case N -> Layout.N;
                    case W -> Layout.W;
                    case P -> Layout.P;
                };
        into.version7 = record.type == RecordType.R && (record.parsed || record.letters != 0);
        into.parsed = record.type == RecordType.R && record.parsed;
        into.letters = record.type == RecordType.R ? record.letters : 0;
        into.handshakeMicros = record.type == RecordType.R ? record.handshakeMicros : -1;
        into.firstFrames = record.type == RecordType.R ? record.firstFrames : 0;
        if (into.firstFrames > 0) {
            into.firstFrame = new long[2 * into.firstFrames];
            for (int i = 0; i < into.firstFrames; i++) {
                into.firstFrame[2 * i] = record.firstFrameBytes[i];
                into.firstFrame[2 * i + 1] = record.firstFrameMicros[i];
            }
        }
        for (Field field : into.layout.fields()) {
            into.values[field.ordinal()] = value(field, record);
        }
    }

    private static long value(Field field, TcpRtRecord record) {
        return switch (field) {
            case START -> Math.floorDiv(record.startTimeNs, 1000L);
            case SENT -> record.sentBytes;
            case TOTAL -> record.totalMicros;
            case MIN_RTT -> record.minRttMicros;
            case RETRANS -> record.retransmits;
            case NUM -> record.taskNumber;
            case SERVER_TIME -> record.serverTimeMicros;
            case UPLOAD_TIME, RECV_TIME -> record.receiveTimeMicros;
            case UPLOAD_DATA, RECV, RCVD -> record.receivedBytes;
            case UNACKED -> record.unackedBytes;
            case REORDER -> record.reordered;
            case MSS -> record.mssBytes;
            case SRTT -> record.smoothedRttMicros;
            case CWND -> record.congestionWindow;
            case LETTERS -> record.letters;
            case HANDSHAKE -> record.handshakeMicros;
        };
    }
}
