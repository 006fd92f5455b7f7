package tcprt.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tcprt.TracerCounters;
import tcprt.task.PortStats;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/** A shard that writes down what it is told; every frame counts as one R of port 80. */
final class FakeShard implements Shard {
    final List<String> told = new ArrayList<>();
    final List<Frames.Frame> frames = new ArrayList<>();
    private final TracerCounters counters = new TracerCounters();
    private final RecordCounts records = new RecordCounts();
    private final PortStats stats = new PortStats(1000);
    private final TcpRtRecord record = new TcpRtRecord();
    private int failingFrame = -1;
    private Runnable failure = () -> {};

    /** Fails at a frame, counted from 0 within this shard. */
    void failAt(int frame, Runnable failure) {
        this.failingFrame = frame;
        this.failure = failure;
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
        if (frames.size() == failingFrame) {
            failure.run();
        }
        byte[] bytes = new byte[capturedLength];
        buffer.get(offset, bytes);
        frames.add(new Frames.Frame(timeNs, bytes));
        counters.frames++;
        counters.tcpSegments++;
        told.add("frame " + timeNs);
        record.type = RecordType.R;
        record.localPort = 80;
        record.sentBytes = 1000;
        record.mssBytes = 1448;
        records.add(record.type);
        stats.onRecord(record);
    }

    @Override
    public void onTime(long timeNs) {
        told.add("time " + timeNs);
    }

    @Override
    public void endOfCapture() {
        told.add("end");
    }

    @Override
    public void drainStats(PortStats master) {
        stats.drainTo(master);
    }

    @Override
    public void change(Parameters parameters) {
        told.add("change " + parameters);
    }

    @Override
    public void flush() throws IOException {}

    @Override
    public void close() throws IOException {}

    @Override
    public TracerCounters counters() {
        return counters;
    }

    @Override
    public RecordCounts records() {
        return records;
    }
}
