package tcprt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcprt.FrameSettings;
import tcprt.TracerSettings;
import tcprt.capture.FrameHandler;
import tcprt.capture.FrameSource;
import tcprt.emit.Ipv6Text;
import tcprt.emit.Outputs;
import tcprt.emit.StreamTarget;
import tcprt.flow.PortRules;

/** What time does in a live run, on clocks that the test moves. */
@Timeout(60)
class LivePipelineTest {
    private static final long MS = 1_000_000L;
    private static final long EPOCH_MS = 1_700_000_000_000L;
    private static final byte[] FRAME = Frames.tcp(1, 40000, 2, 80, Frames.ACK, 1, 1, 10);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private final FakeShard shard = new FakeShard();
    private long epochMs = EPOCH_MS;
    private long steadyNs;
    private boolean stop;

    /** A line on which a frame comes, or nothing does, and a tenth of a second passes each time. */
    private final class Line implements FrameSource {
        private final List<Runnable> events;
        private int next;

        Line(Runnable... events) {
            this.events = List.of(events);
        }

        private boolean sends;

        @Override
        public int poll(FrameHandler handler, int frameLimit) {
            if (next == events.size()) {
                stop = true;
                return 0;
            }
            sends = false;
            events.get(next++).run();
            if (sends) {
                handler.onFrame(
                        epochMs * MS,
                        0,
                        Frames.ETHERNET,
                        ByteBuffer.wrap(FRAME),
                        0,
                        FRAME.length,
                        FRAME.length);
            }
            return sends ? 1 : 0;
        }

        @Override
        public void awaitFrames(int timeoutMs) {
            pass(100);
        }

        @Override
        public void close() {}
    }

    private void pass(long ms) {
        epochMs += ms;
        steadyNs += ms * MS;
    }

    private void run(Line line) throws IOException {
        Settings settings =
                new Settings(
                        TracerSettings.of(PortRules.builder().addLocalPort(80).build()),
                        true,
                        60,
                        new BufferSize(8, 1024),
                        new BufferSize(8, 1024),
                        Ipv6Text.REAL,
                        Outputs.LINE);
        WallClock clock = new WallClock(() -> epochMs, () -> steadyNs);
        Notices notices = new Notices(new PrintStream(said, true, UTF_8));
        try (Statistics statistics = new Statistics(settings, new StreamTarget("rows", rows))) {
            Pipeline pipeline =
                    new Pipeline(
                            List.of(shard),
                            FrameSettings.defaults(),
                            statistics,
                            () -> stop,
                            new Nothing());
            assertFalse(pipeline.run(line, new LivePace(clock, notices)));
        }
    }

    private static final class Nothing implements RunDisplay {
        @Override
        public void show(long frames, List<? extends Shard> shards) {}

        @Override
        public void clear() {}
    }

    private List<Long> timesTold() {
        return shard.told.stream()
                .filter(what -> what.startsWith("time "))
                .map(what -> Long.parseLong(what.substring("time ".length())))
                .toList();
    }

    @Test
    void onAQuietLineTheHostsClockIsTold() throws IOException {
        Line line = new Line(() -> {}, () -> pass(5000), () -> {});
        run(line);
        // A second late, since a frame may still be on its way.
        assertEquals((EPOCH_MS - 1000) * MS, timesTold().get(0));
        assertTrue(timesTold().contains((EPOCH_MS + 5100 + 100 - 1000) * MS), shard.told::toString);
        assertEquals("end", shard.told.get(shard.told.size() - 1));
        assertEquals("", said.toString(UTF_8));
    }

    @Test
    void rowsAreWrittenOnAQuietLine() throws IOException {
        run(new Line(() -> {}, () -> pass(12_000), () -> {}));
        // Armed a second late at the start, so due at :09, which is seen at :11 or later; the
        // interval in progress is written at the end.
        assertEquals(
                "1700000009 all 80 0 0 0 0 0 0 0 0 0\n1700000069 all 80 0 0 0 0 0 0 0 0 0\n",
                rows.toString(UTF_8));
    }

    @Test
    void clockSetBackHoldsNothingUpAndIsSaidOnce() throws IOException {
        Line line =
                new Line(
                        () -> {},
                        () -> epochMs -= 3_600_000,
                        () -> {},
                        () -> epochMs -= 3_600_000,
                        () -> {});
        run(line);
        // What waited for a time of before the step happens at once.
        assertTrue(
                timesTold().stream().anyMatch(time -> time >= EPOCH_MS * MS), shard.told::toString);
        assertEquals(
                "the clock was set back by 3,600.000 s; tasks under way at that moment have wrong"
                        + " times (later steps are not reported)\n",
                said.toString(UTF_8));
        // One row at the end: no row was due, and none was written for the hours that were not.
        assertEquals(1, rows.toString(UTF_8).lines().count());
    }

    @Test
    void clockSetForwardWritesNoRowsForTheTimeThatDidNotPass() throws IOException {
        run(new Line(() -> {}, () -> epochMs += 3_600_000, () -> {}, () -> {}));
        assertEquals(1, rows.toString(UTF_8).lines().count());
        assertTrue(said.toString(UTF_8).startsWith("the clock was set forward by 3,600.000 s; "));
    }

    @Test
    void afterTheRequestToStopFramesOnTheirWayAreStillTraced() throws IOException {
        Line[] line = new Line[1];
        line[0] =
                new Line(() -> stop = true, () -> line[0].sends = true, () -> line[0].sends = true);
        run(line[0]);
        assertEquals(2, shard.frames.size());
    }
}
