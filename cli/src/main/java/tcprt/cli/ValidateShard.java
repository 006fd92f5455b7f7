package tcprt.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import tcprt.Tracer;
import tcprt.TracerCounters;
import tcprt.TracerSettings;
import tcprt.task.PortStats;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;
import tcprt.validate.CaptureReplay;
import tcprt.validate.judge.Facts;
import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;
import tcprt.validate.record.RecordEntry;

/** The shard of a validation: records are not written but handed over, with what was seen. */
final class ValidateShard implements Shard, RecordSink {
    private final Tracer tracer;
    private final CaptureReplay.Handler handler;
    private final RecordCounts records = new RecordCounts();
    private final Entry entry = new Entry();
    private final Entry endpoints = new Entry();
    private final Set<Connection> openAtEnd = new HashSet<>();
    private final Set<Connection> unanswered = new HashSet<>();
    private long firstNs = Long.MAX_VALUE;
    private long nowNs;
    private long largestSegment;

    ValidateShard(TracerSettings settings, CaptureReplay.Handler handler) {
        this.tracer = new Tracer(settings, this);
        this.handler = handler;
    }

    @Override
    public void onRecord(TcpRtRecord record) {
        records.add(record.type);
        RecordEntry.fill(record, nowNs, entry);
        try {
            handler.onEntry(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        firstNs = Math.min(firstNs, timeNs);
        nowNs = Math.max(nowNs, timeNs);
        largestSegment = Math.max(largestSegment, wireLength);
        tracer.onFrame(timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
    }

    @Override
    public void onTime(long timeNs) {
        tracer.onTime(timeNs);
    }

    @Override
    public void endOfCapture() {
        tracer.endOfCapture();
        tracer.forEachOpenEnd(
                (end, isUnanswered) -> {
                    endpoints.ipv6 = end.ipv6;
                    endpoints.remoteLow = end.remoteAddressLow;
                    endpoints.remotePort = end.remotePort;
                    endpoints.localLow = end.localAddressLow;
                    endpoints.localPort = end.localPort;
                    Connection connection = Connection.of(endpoints);
                    openAtEnd.add(connection);
                    if (isUnanswered) {
                        unanswered.add(connection);
                    }
                });
    }

    @Override
    public void drainStats(PortStats master) {
        // The kernel's intervals are not ours; what a row holds is summed up by the validation.
    }

    @Override
    public void change(Parameters parameters) {
        throw new IllegalStateException("what a validation traces is fixed at its start");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public TracerCounters counters() {
        return tracer.counters();
    }

    @Override
    public RecordCounts records() {
        return records;
    }

    /** What is known of the capture as a whole; after the end. */
    Facts.Capture capture() {
        return new Facts.Capture(
                Math.floorDiv(Math.min(firstNs, nowNs), 1000L),
                Math.floorDiv(nowNs, 1000L),
                largestSegment,
                openAtEnd,
                unanswered);
    }
}
