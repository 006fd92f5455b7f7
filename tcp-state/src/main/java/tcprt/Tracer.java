package tcprt;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tcprt.flow.Connections;
import tcprt.flow.Duplicates;
import tcprt.flow.LocalAddresses;
import tcprt.flow.OpenEndHandler;
import tcprt.flow.PortRules;
import tcprt.stream.StreamContext;
import tcprt.task.RecordSink;
import tcprt.task.RecordWriter;
import tcprt.tcp.TcpContext;

/**
 * One shard of the tracer: frames in, records out.
 *
 * <p>Sans-I/O: starts no thread, reads no clock, opens no file. Time is the frames' time. Not
 * thread-safe.
 */
public final class Tracer {
    private final FrameReader frames;
    private final TracerCounters counters;
    private final RecordWriter writer;
    private final TcpContext context;
    private final StreamContext streams;
    private final Connections connections;
    private final @Nullable Duplicates duplicates;

    /**
     * Makes an idle tracer.
     *
     * @param settings what to trace and how
     * @param sink gets every finished record, on the thread that calls this tracer
     */
    public Tracer(TracerSettings settings, RecordSink sink) {
        frames = new FrameReader(settings.frames());
        counters = frames.counters();
        writer = new RecordWriter(sink);
        context =
                new TcpContext(
                        settings.hz(),
                        settings.vantage() == TracerSettings.Vantage.MIRROR,
                        settings.release() == TracerSettings.Release.CLOSE,
                        settings.defaultMssBytes(),
                        settings.undecidedCloseNs(),
                        settings.segmentLimit());
        MirrorSettings mirror = settings.mirror();
        duplicates = mirror.dropDuplicates() ? new Duplicates(mirror.duplicateWindowNs()) : null;
        streams = new StreamContext(settings.payloadLimitBytes());
        connections =
                new Connections(
                        settings.portRules(),
                        new LocalAddresses(settings.localAddresses()),
                        context,
                        streams,
                        writer,
                        duplicates,
                        mirror.reorderWindowNs(),
                        settings.connectionLimit(),
                        settings.requireSyn());
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
            int wireLength) {
        connections.expire(timeNs);
        if (frames.read(timeNs, linkType, buffer, offset, capturedLength, wireLength)) {
            counters.tcpSegments++;
            if (connections.mayBeFollowed(frames.packet())) {
                connections.onSegment(frames.packet(), interfaceId, timeNs);
            }
        }
    }

    /**
     * Tells the time on a quiet line, or before a statistics tick: whatever was waiting for a time
     * up to {@code timeNs} happens now.
     *
     * @param timeNs nanoseconds since 1970-01-01 UTC
     */
    public void onTime(long timeNs) {
        connections.expire(timeNs);
    }

    /**
     * Replaces the rules of {@link TracerSettings}, between two frames, for connections that begin
     * from now on. Those that are traced finish as they began; rules without any port trace nothing
     * more.
     */
    public void setPortRules(PortRules rules) {
        connections.setRules(rules);
    }

    /**
     * The capture is over: what was waiting for later frames is decided without them. Called once,
     * last.
     */
    public void endOfCapture() {
        frames.endOfCapture();
        connections.endOfCapture();
    }

    /** Names every traced end that has not been released; meant for the end of the capture. */
    public void forEachOpenEnd(OpenEndHandler handler) {
        connections.forEachOpenEnd(handler);
    }

    /** What was read and what was set aside so far; the same object each time. */
    public TracerCounters counters() {
        frames.counters(); // brings it up to date
        counters.tracedSegments = connections.tracedSegments();
        counters.putInOrder = connections.putInOrder();
        counters.outOfStep = connections.outOfStep();
        counters.tracedFlows = connections.tracedFlows();
        counters.midStreamFlows = connections.midStreamFlows();
        counters.evictedConnections = connections.evicted();
        counters.openFlows = connections.openFlows();
        counters.records = writer.written();
        counters.holes = context.holes;
        counters.holeBytes = context.holeBytes;
        counters.sequenceBytes = context.sequenceBytes;
        counters.oneWayFlows = context.oneWayFlows + connections.openOneWayFlows();
        counters.refusedSegments = connections.refusedSegments();
        counters.queuesCutShort = context.queuesCutShort();
        if (duplicates != null) {
            counters.duplicatesById = duplicates.sameId();
            counters.duplicatesByPath = duplicates.otherPath();
            counters.duplicatesAllEqual = duplicates.allEqual();
        }
        counters.parsedFlows = streams.parsedFlows;
        counters.parsersLost = streams.timesLost + connections.openTimesLost();
        counters.payloadLimitHits = streams.timesFull;
        return counters;
    }
}
