package tcprt.pcaps.wrapped;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tcprt.FrameSettings;
import tcprt.Tracer;
import tcprt.TracerCounters;
import tcprt.TracerSettings;
import tcprt.emit.Ipv6Text;
import tcprt.emit.LineFormatter;
import tcprt.emit.LineSink;
import tcprt.emit.LineTarget;
import tcprt.flow.PortRules;

/**
 * What a tracer made of frames.
 *
 * @param lines in the order written
 * @param counters at the end
 */
record Traced(List<String> lines, TracerCounters counters) {
    /** Traces every server, in memory. */
    static Traced of(List<Frame> frames, FrameSettings settings) {
        List<String> lines = new ArrayList<>();
        TracerSettings tracing =
                TracerSettings.builder(PortRules.everyServer()).frames(settings).build();
        LineSink sink = new LineSink(new LineFormatter(Ipv6Text.REAL), new Kept(lines));
        Tracer tracer = new Tracer(tracing, sink);
        for (Frame frame : frames) {
            tracer.onFrame(
                    frame.timeNs(),
                    0,
                    frame.linkType(),
                    ByteBuffer.wrap(frame.captured()),
                    0,
                    frame.captured().length,
                    frame.wireLength());
        }
        tracer.endOfCapture();
        return new Traced(lines, tracer.counters());
    }

    static Traced of(List<Frame> frames) {
        return of(frames, Wrapping.READ_WITH);
    }

    private record Kept(List<String> lines) implements LineTarget {
        @Override
        public void write(byte[] line, int offset, int length) {
            lines.add(new String(line, offset, length - 1, StandardCharsets.US_ASCII));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
