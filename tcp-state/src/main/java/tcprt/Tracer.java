package tcprt;

import java.nio.ByteBuffer;
import tcprt.task.RecordSink;

/**
 * One shard of the tracer: frames in, records out.
 *
 * <p>Sans-I/O: starts no thread, reads no clock, opens no file. Time is the frames' time. Not
 * thread-safe.
 */
public final class Tracer {
    @SuppressWarnings("UnusedVariable")
    private final TracerSettings settings;

    @SuppressWarnings("UnusedVariable")
    private final RecordSink sink;

    /**
     * Makes an idle tracer.
     *
     * @param settings what to trace and how
     * @param sink gets every finished record, on the thread that calls this tracer
     */
    public Tracer(TracerSettings settings, RecordSink sink) {
        this.settings = settings;
        this.sink = sink;
    }

    /**
     * Takes one frame; the arguments are those of {@code FrameHandler.onFrame} in the capture
     * module. Never throws because of the bytes.
     */
    public void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {}

    /**
     * Tells the time on a quiet line, or before a statistics tick: whatever was waiting for a time
     * up to {@code timeNs} happens now.
     *
     * @param timeNs nanoseconds since 1970-01-01 UTC
     */
    public void onTime(long timeNs) {}

    /**
     * The capture is over: what was waiting for later frames is decided without them. Called once,
     * last.
     */
    public void endOfCapture() {}

    /** What was read and what was set aside. Owned by this tracer and updated in place. */
    public TracerCounters counters() {
        return counters;
    }

    private final TracerCounters counters = new TracerCounters();
}
