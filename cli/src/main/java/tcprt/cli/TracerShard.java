package tcprt.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import tcprt.Tracer;
import tcprt.TracerCounters;
import tcprt.emit.LineSink;
import tcprt.emit.LineTarget;
import tcprt.emit.Outputs;
import tcprt.task.PortStats;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;

/** The shard that does the work: a tracer whose records become lines and statistics. */
final class TracerShard implements Shard, RecordSink {
    private final Tracer tracer;
    private final LineSink lines;
    private final PortStats stats;
    private boolean keepsStats;
    private final RecordCounts records = new RecordCounts();

    /**
     * Joins tracer and target.
     *
     * @param target gets the lines; owned from here on
     */
    TracerShard(Settings settings, LineTarget target) {
        this.tracer = new Tracer(settings.tracer(), this);
        this.lines =
                new LineSink(Outputs.formatter(settings.format(), settings.ipv6Text()), target);
        this.stats = new PortStats(settings.tracer().hz());
        this.keepsStats = settings.stats();
    }

    @Override
    public void onRecord(TcpRtRecord record) {
        lines.onRecord(record);
        records.add(record.type);
        if (keepsStats) {
            stats.onRecord(record);
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
        tracer.onFrame(timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
    }

    @Override
    public void onTime(long timeNs) {
        tracer.onTime(timeNs);
    }

    @Override
    public void endOfCapture() {
        tracer.endOfCapture();
    }

    @Override
    public void drainStats(PortStats master) {
        stats.drainTo(master);
    }

    @Override
    public void change(Parameters parameters) {
        tracer.setPortRules(parameters.rules());
        keepsStats = parameters.stats();
    }

    @Override
    public void flush() throws IOException {
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    @Override
    public TracerCounters counters() {
        return tracer.counters();
    }

    @Override
    public RecordCounts records() {
        return records;
    }
}
