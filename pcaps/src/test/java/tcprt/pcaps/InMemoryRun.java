package tcprt.pcaps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.Tracer;
import tcprt.emit.Ipv6Text;
import tcprt.emit.LineFormatter;
import tcprt.emit.LineSink;
import tcprt.emit.StatsClock;
import tcprt.emit.StatsRows;
import tcprt.flow.PortRules;
import tcprt.task.PortStats;

/**
 * Runs a script in memory: frames into one {@link Tracer}, its records as lines, statistics on the
 * packet clock; at each expectation, what was written since the one before.
 *
 * <p>Nothing passes time but the script. What the tracer holds back is written when a later line of
 * the script says so; the last expectation of a script comes after the end of the capture.
 */
final class InMemoryRun {
    /** Frames do not begin at 0, as in a capture's read buffer; odd, so that nothing is aligned. */
    private static final int FRAME_OFFSET = 37;

    private final PacketScript script;
    private final int snapLength;
    private final WrittenLines log = new WrittenLines();
    private final WrittenLines stats = new WrittenLines();
    private final PortStats sums;
    private final StatsRows rows;
    private final Tracer tracer;
    private final FrameEncoder encoder = new FrameEncoder();
    private final ByteBuffer buffer = ByteBuffer.allocate(70_000);
    private final List<String> differences = new ArrayList<>();
    private @Nullable StatsClock clock;

    private InMemoryRun(PacketScript script, int snapLength) {
        this.script = script;
        this.snapLength = snapLength;
        PortRules rules = script.options().portRules();
        sums = new PortStats(script.options().hz());
        rows = new StatsRows(rules, sums);
        Ipv6Text ipv6 = script.options().ipv6AsModule() ? Ipv6Text.MODULE : Ipv6Text.REAL;
        LineSink lines = new LineSink(new LineFormatter(ipv6), log);
        tracer =
                new Tracer(
                        script.options().tracerSettings(),
                        record -> {
                            lines.onRecord(record);
                            sums.onRecord(record);
                        });
    }

    /** Runs a script and tells where it and the tracer disagree; empty if nowhere. */
    static List<String> differences(PacketScript script) {
        return differences(script, ScriptCapture.WHOLE_FRAMES);
    }

    /**
     * The same for frames that were cut off when captured.
     *
     * @param snapLength bytes kept of each frame
     */
    static List<String> differences(PacketScript script, int snapLength) {
        return new InMemoryRun(script, snapLength).run();
    }

    private List<String> run() {
        List<Step> steps = script.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Step.Segment segment) {
                passTime(segment.timeNs());
                frame(segment);
            } else if (step instanceof Step.PassTime time) {
                passTime(time.timeNs());
                tracer.onTime(time.timeNs());
            } else if (step instanceof Step.Expectation expectation) {
                if (i == steps.size() - 1) {
                    end();
                }
                compare(expectation);
            }
        }
        if (steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Step.Expectation)) {
            end();
            int line = steps.isEmpty() ? 1 : steps.get(steps.size() - 1).line();
            compare(new Step.Expectation(line, List.of(), List.of(), false));
        }
        return differences;
    }

    /** Statistics that are due come before whatever happens at this time. */
    private void passTime(long timeNs) {
        if (clock == null) {
            clock = new StatsClock(timeNs, script.options().statsIntervalSeconds());
        }
        while (clock.nextTickNs() <= timeNs) {
            tracer.onTime(clock.nextTickNs());
            writeRows(clock);
        }
    }

    private void frame(Step.Segment segment) {
        byte[] frame = encoder.encode(segment);
        int capturedLength = Math.min(frame.length, snapLength);
        Arrays.fill(buffer.array(), (byte) 0xA5);
        buffer.put(FRAME_OFFSET, frame, 0, capturedLength);
        tracer.onFrame(
                segment.timeNs(),
                0,
                FrameEncoder.LINK_TYPE,
                buffer,
                FRAME_OFFSET,
                capturedLength,
                frame.length);
    }

    /** The interval in progress is written at its due time, as the command does. */
    private void end() {
        tracer.endOfCapture();
        if (clock != null) {
            writeRows(clock);
        }
    }

    private void writeRows(StatsClock due) {
        if (script.options().stats()) {
            try {
                rows.writeRows(due.nextTickEpochSeconds(), stats);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        due.advance();
    }

    private void compare(Step.Expectation expected) {
        differences.addAll(
                LineDifference.between(
                        script.name(),
                        expected.line(),
                        expected.log(),
                        log.take(),
                        expected.anyOrder()));
        differences.addAll(
                LineDifference.between(
                        script.name(), expected.line(), expected.stats(), stats.take(), false));
    }
}
