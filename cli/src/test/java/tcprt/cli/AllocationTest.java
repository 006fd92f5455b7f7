package tcprt.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcprt.TracerSettings;
import tcprt.capture.CaptureSource;
import tcprt.capture.Sources;
import tcprt.emit.Ipv6Text;
import tcprt.emit.Outputs;
import tcprt.emit.StreamTarget;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules;
import tcprt.parse.ParsingModes;

/**
 * The whole way from a capture file to a log file, with the real parsers and the real formatters:
 * once connections are under way, neither a packet nor a record costs an allocation.
 */
class AllocationTest {
    private static final int PORT = 80;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 2000;

    /** What the JVM may need meanwhile, in all. An object per record would be half a megabyte. */
    private static final long ALLOWED_BYTES = 4096;

    /** Looks at the tracing thread's allocations in the middle and at the end. */
    private static final class Watch implements RunDisplay {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final long middle;
        private long fromBytes = -1;
        private long toBytes;
        private long fromFrame;
        private long toFrame;

        /** Begins to count after so many frames. */
        Watch(long middle) {
            this.middle = middle;
        }

        @Override
        public void show(long frames, List<? extends Shard> shards) {
            if (frames < middle) {
                return;
            }
            toBytes = threads.getCurrentThreadAllocatedBytes();
            toFrame = frames;
            if (fromBytes < 0) {
                fromBytes = toBytes;
                fromFrame = frames;
            }
        }

        @Override
        public void clear() {}
    }

    @TempDir private Path directory;

    @Test
    void defaultModeAllocatesNothing() throws IOException {
        plainTextAllocatesNothing(PortMode.DEFAULT, Outputs.LINE);
        assertEquals(0, lines().filter(line -> line.startsWith("V7")).count());
    }

    @Test
    void httpModeAllocatesNothing() throws IOException {
        plainTextAllocatesNothing(
                new PortMode(ParsingModes.parser("http"), List.of(1, 100)), Outputs.LINE);
        // The parser did its work: a quarter of the requests waited for a 100-continue.
        assertEquals(CONNECTIONS * ROUNDS / 4, lines().filter(AllocationTest::isContinued).count());
    }

    @Test
    void httpsModeAllocatesNothing() throws IOException {
        tlsAllocatesNothing(Outputs.LINE);
        // Each connection's handshake was recognised.
        assertEquals(CONNECTIONS, lines().filter(line -> letters(line).contains("H")).count());
    }

    @Test
    void jsonAllocatesNothing() throws IOException {
        tlsAllocatesNothing("json");
    }

    private void plainTextAllocatesNothing(PortMode mode, String format) throws IOException {
        LongTalks talks = new LongTalks(CONNECTIONS, PORT);
        talks.write(
                directory.resolve("capture"),
                ROUNDS,
                LongTalks::httpRequest,
                LongTalks::httpResponse);
        assertNothingIsAllocated(talks.frames(), mode, format);
    }

    private void tlsAllocatesNothing(String format) throws IOException {
        LongTalks talks = new LongTalks(CONNECTIONS, PORT);
        talks.writeTls(directory.resolve("capture"), ROUNDS);
        assertNothingIsAllocated(
                talks.frames(), new PortMode(ParsingModes.parser("https"), List.of(1)), format);
    }

    private void assertNothingIsAllocated(long frames, PortMode mode, String format)
            throws IOException {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this JVM does not count allocated bytes");
        Settings settings =
                new Settings(
                        TracerSettings.of(PortRules.builder().addLocalPort(PORT, mode).build()),
                        true,
                        60,
                        new BufferSize(8, 16384),
                        new BufferSize(8, 16384),
                        Ipv6Text.REAL,
                        format);
        Watch watch = new Watch(frames / 2);
        try (CaptureSource source =
                        Sources.open(
                                List.of(directory.resolve("capture").toString()),
                                false,
                                InputStream.nullInputStream());
                TracerShard shard = new TracerShard(settings, file("log"));
                Statistics statistics = new Statistics(settings, file("stats"))) {
            Pipeline pipeline =
                    new Pipeline(
                            List.of(shard),
                            settings.tracer().frames(),
                            statistics,
                            () -> false,
                            watch);
            assertTrue(pipeline.run(source));
            assertEquals(frames, pipeline.counters().frames);
            assertEquals(0, pipeline.counters().parsersLost);
            assertTrue(pipeline.records().total() >= CONNECTIONS * (ROUNDS - 1));
        }
        long counted = watch.toFrame - watch.fromFrame;
        assertTrue(counted > frames / 3, counted + " frames of " + frames + " were watched");
        long allocated = watch.toBytes - watch.fromBytes;
        assertTrue(
                allocated <= ALLOWED_BYTES,
                allocated + " bytes allocated for " + counted + " frames");
    }

    private StreamTarget file(String name) throws IOException {
        return StreamTarget.file(
                directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private Stream<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("log"), US_ASCII).stream();
    }

    private static boolean isContinued(String line) {
        return letters(line).contains("C");
    }

    /** The second word, the kind of the record and its letters. */
    private static String letters(String line) {
        return line.split(" ", 3)[1];
    }
}
