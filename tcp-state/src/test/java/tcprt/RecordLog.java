package tcprt;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import tcprt.task.RecordField;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;

/** Keeps records as text: the letter, then every field that this type prints, by its name. */
public final class RecordLog implements RecordSink {
    private final List<String> texts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** One text per record, in order. */
    public List<String> texts() {
        return texts;
    }

    @Override
    public void onRecord(TcpRtRecord record) {
        texts.add(text(record));
        notes.add(note(record));
    }

    /** One text per record of what a line cannot say, in order. */
    public List<String> notes() {
        return notes;
    }

    private static String note(TcpRtRecord r) {
        EnumSet<RecordField> inferred = EnumSet.noneOf(RecordField.class);
        for (RecordField field : RecordField.values()) {
            if ((r.inferred & field.bit()) != 0) {
                inferred.add(field);
            }
        }
        return "%s holes=%d/%d host=%d remote=%d%s %s"
                .formatted(
                        r.type,
                        r.captureHoles,
                        r.captureHoleBytes,
                        r.tapToHostMicros,
                        r.tapToRemoteMicros,
                        r.midStream ? " mid" : "",
                        inferred);
    }

    /** Forgets what was kept, and returns it on one line. */
    public String drain() {
        String all = String.join("; ", texts);
        texts.clear();
        return all;
    }

    /** The record's printed fields, and srtt on R. */
    public static String text(TcpRtRecord r) {
        return switch (r.type) {
            case R ->
                    "R %s sent=%d total=%d mrtt=%d retrans=%d seq=%d service=%d upload=%d recv=%d reorder=%d mss=%d srtt=%d"
                            .formatted(
                                    ends(r),
                                    r.sentBytes,
                                    r.totalMicros,
                                    r.minRttMicros,
                                    r.retransmits,
                                    r.taskNumber,
                                    r.serverTimeMicros,
                                    r.receiveTimeMicros,
                                    r.receivedBytes,
                                    r.reordered,
                                    r.mssBytes,
                                    r.smoothedRttMicros);
            case P ->
                    "P %s sent=%d total=%d mrtt=%d retrans=%d seq=%d service=%d receive=%d recv=%d reorder=%d mss=%d"
                            .formatted(
                                    ends(r),
                                    r.sentBytes,
                                    r.totalMicros,
                                    r.minRttMicros,
                                    r.retransmits,
                                    r.taskNumber,
                                    r.serverTimeMicros,
                                    r.receiveTimeMicros,
                                    r.receivedBytes,
                                    r.reordered,
                                    r.mssBytes);
            case W ->
                    "W %s sent=%d total=%d mrtt=%d retrans=%d seq=%d service=%d upload=%d unacked=%d reorder=%d mss=%d"
                            .formatted(
                                    ends(r),
                                    r.sentBytes,
                                    r.totalMicros,
                                    r.minRttMicros,
                                    r.retransmits,
                                    r.taskNumber,
                                    r.serverTimeMicros,
                                    r.receiveTimeMicros,
                                    r.unackedBytes,
                                    r.reordered,
                                    r.mssBytes);
            case N ->
                    "N %s seq=%d total=%d recv=%d reorder=%d mss=%d"
                            .formatted(
                                    ends(r),
                                    r.taskNumber,
                                    r.totalMicros,
                                    r.receivedBytes,
                                    r.reordered,
                                    r.mssBytes);
            case E ->
                    "E %s seq=%d sent=%d unacked=%d recv=%d retrans=%d mrtt=%d"
                            .formatted(
                                    ends(r),
                                    r.taskNumber,
                                    r.sentBytes,
                                    r.unackedBytes,
                                    r.receivedBytes,
                                    r.retransmits,
                                    r.minRttMicros);
        };
    }

    private static String ends(TcpRtRecord r) {
        return "%d.%09d %x:%d %x:%d"
                .formatted(
                        Math.floorDiv(r.startTimeNs, 1_000_000_000L),
                        Math.floorMod(r.startTimeNs, 1_000_000_000L),
                        r.remoteAddressLow,
                        r.remotePort,
                        r.localAddressLow,
                        r.localPort);
    }
}
