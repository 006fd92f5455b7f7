package tcprt.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.FrameSettings;
import tcprt.TracerSettings;
import tcprt.capture.CaptureSource;
import tcprt.capture.PcapWriter;
import tcprt.capture.Sources;
import tcprt.emit.Ipv6Text;
import tcprt.emit.Outputs;
import tcprt.emit.StreamTarget;
import tcprt.flow.PortRules;
import tcprt.wire.Defect;

@Timeout(60)
class PipelineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;
    private static final int SYN_ACK = Frames.SYN | Frames.ACK;

    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyFrameArrivesOnceUnchangedAndInOrder(int shardCount) throws IOException {
        List<Frames.Frame> capture = connections(300, 40);
        List<FakeShard> shards = shards(shardCount);

        assertTrue(pipeline(shards, null).run(new ListSource(capture)));

        List<Frames.Frame> arrived = new ArrayList<>();
        for (FakeShard shard : shards) {
            assertEquals("end", shard.told.get(shard.told.size() - 1));
            long[] times = shard.frames.stream().mapToLong(Frames.Frame::timeNs).toArray();
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            assertArrayEquals(sorted, times);
            arrived.addAll(shard.frames);
        }
        arrived.sort((a, b) -> Long.compare(a.timeNs(), b.timeNs()));
        assertEquals(capture.size(), arrived.size());
        for (int i = 0; i < arrived.size(); i++) {
            assertArrayEquals(capture.get(i).bytes(), arrived.get(i).bytes());
        }
    }

    @Test
    void bothDirectionsOfAConnectionMeetInOneShardAndConnectionsAreSpread() throws IOException {
        List<FakeShard> shards = shards(4);
        pipeline(shards, null).run(new ListSource(connections(1000, 2)));

        Set<Integer> seen = new HashSet<>();
        for (FakeShard shard : shards) {
            Set<Integer> own = new HashSet<>();
            for (Frames.Frame frame : shard.frames) {
                own.add(clientPort(frame.bytes()));
            }
            assertEquals(2 * own.size(), shard.frames.size());
            assertTrue(own.size() > 150, "of 1000 connections a shard has " + own.size());
            assertTrue(seen.stream().noneMatch(own::contains));
            seen.addAll(own);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void framesThatAreNotTcpKeepTheirNumberInTheCapture(int shardCount) throws IOException {
        List<Frames.Frame> capture = new ArrayList<>(connections(3, 1));
        capture.add(new Frames.Frame(START + SECOND, Frames.arp()));
        List<FakeShard> shards = shards(shardCount);
        Pipeline pipeline = pipeline(shards, null);

        pipeline.run(new ListSource(capture));

        assertEquals(4, pipeline.counters().frames);
        if (shardCount > 1) { // with one shard it is the tracer that looks into frames
            assertEquals(1, pipeline.counters().defects(Defect.NOT_IP));
            assertEquals(4, pipeline.counters().firstFrame(Defect.NOT_IP));
            assertEquals(START + SECOND, pipeline.counters().firstTimeNs(Defect.NOT_IP));
        }
    }

    @Test
    void frameLargerThanABatchIsHandedOverWhole() throws IOException {
        List<FakeShard> shards = shards(2);
        byte[] giant = Frames.tcp(1, 40000, 2, 80, Frames.ACK, 1, 1, 65000);
        byte[] padded = Arrays.copyOf(giant, 600_000);
        padded[599_999] = 42;
        pipeline(shards, null)
                .run(
                        new ListSource(
                                List.of(
                                        new Frames.Frame(START, giant),
                                        new Frames.Frame(START + 1, padded),
                                        new Frames.Frame(START + 2, giant))));
        FakeShard shard = shards.get(shards.get(0).frames.isEmpty() ? 1 : 0);
        assertEquals(3, shard.frames.size());
        assertArrayEquals(padded, shard.frames.get(1).bytes());
        assertArrayEquals(giant, shard.frames.get(2).bytes());
    }

    /** Pieces of memory so small that each goes round hundreds of times. */
    @ParameterizedTest
    @ValueSource(strings = {"one file", "two files", "standard input"})
    void framesThatStayInTheReadBufferArriveUnchanged(String kind, @TempDir Path directory)
            throws IOException {
        List<Frames.Frame> capture = new ArrayList<>(connections(50, 200));
        byte[] giant = Arrays.copyOf(Frames.tcp(1, 9999, 2, 80, Frames.ACK, 1, 1, 9000), 200_000);
        giant[199_999] = 42;
        capture.set(777, new Frames.Frame(capture.get(777).timeNs(), giant));
        List<String> files = files(capture, kind.equals("two files") ? 2 : 1, directory);
        SharedMemory memory = new SharedMemory(4096, 3);
        List<FakeShard> shards = shards(3);
        boolean piped = kind.equals("standard input");
        try (InputStream in = Files.newInputStream(Path.of(files.get(0)));
                CaptureSource source =
                        Sources.open(piped ? List.of("-") : files, false, in, memory, pipe -> {})) {
            assertTrue(
                    new Pipeline(
                                    shards,
                                    FrameSettings.defaults(),
                                    null,
                                    () -> false,
                                    silent(),
                                    memory)
                            .run(source));
        }
        List<Frames.Frame> arrived = new ArrayList<>();
        shards.forEach(shard -> arrived.addAll(shard.frames));
        arrived.sort((a, b) -> Long.compare(a.timeNs(), b.timeNs()));
        assertEquals(capture.size(), arrived.size());
        for (int i = 0; i < arrived.size(); i++) {
            assertEquals(capture.get(i).timeNs(), arrived.get(i).timeNs());
            assertArrayEquals(capture.get(i).bytes(), arrived.get(i).bytes());
        }
    }

    /** Writes frames to files in turn. */
    private static List<String> files(List<Frames.Frame> frames, int count, Path directory)
            throws IOException {
        List<String> names = new ArrayList<>();
        for (int file = 0; file < count; file++) {
            Path path = directory.resolve(file + ".pcap");
            try (PcapWriter writer =
                    new PcapWriter(path, Frames.ETHERNET, 262_144, Long.MAX_VALUE)) {
                for (int i = file; i < frames.size(); i += count) {
                    Frames.Frame frame = frames.get(i);
                    int length = frame.bytes().length;
                    writer.onFrame(
                            frame.timeNs(),
                            0,
                            Frames.ETHERNET,
                            ByteBuffer.wrap(frame.bytes()),
                            0,
                            length,
                            length);
                }
            }
            names.add(path.toString());
        }
        return names;
    }

    /**
     * Ticks: 10 s after the first frame, then every 20 s. Frames at 0, 9.999999999, 10 and 55 s:
     * two tasks in the first interval, one in the second, none in the third, one in the fourth,
     * which is in progress at the end and due at 70 s.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rowsAreWrittenOnThePacketClock(int shardCount) throws IOException {
        byte[] frame = Frames.tcp(1, 40000, 2, 80, Frames.ACK, 1, 1, 10);
        List<Frames.Frame> capture =
                List.of(
                        new Frames.Frame(START, frame),
                        new Frames.Frame(START + 10 * SECOND - 1, frame),
                        new Frames.Frame(START + 10 * SECOND, frame),
                        new Frames.Frame(START + 55 * SECOND, frame));
        List<FakeShard> shards = shards(shardCount);

        pipeline(shards, statistics(20)).run(new ListSource(capture));

        // number is the last field; of 1000 bytes each the average is 1000, without a task 0.
        assertEquals(
                """
                1700000010 all 80 0 0 0 0 0 1000 0 0 2
                1700000030 all 80 0 0 0 0 0 1000 0 0 1
                1700000050 all 80 0 0 0 0 0 0 0 0 0
                1700000070 all 80 0 0 0 0 0 1000 0 0 1
                """,
                rows.toString(US_ASCII));
        for (FakeShard shard : shards) {
            List<String> times =
                    shard.told.stream().filter(line -> line.startsWith("time")).toList();
            assertEquals(
                    List.of(
                            "time " + (START + 10 * SECOND),
                            "time " + (START + 30 * SECOND),
                            "time " + (START + 50 * SECOND),
                            // How late the capture got, for shards that saw no late frame.
                            "time " + (START + 55 * SECOND)),
                    times);
        }
        FakeShard busy = shards.stream().filter(s -> !s.frames.isEmpty()).findFirst().get();
        assertEquals(
                List.of(
                        "frame " + START,
                        "frame " + (START + 10 * SECOND - 1),
                        "time " + (START + 10 * SECOND),
                        "frame " + (START + 10 * SECOND)),
                busy.told.subList(0, 4));
    }

    @Test
    void jumpOfTheClockIsNotFilledWithRows() throws IOException {
        byte[] frame = Frames.tcp(1, 40000, 2, 80, Frames.ACK, 1, 1, 10);
        pipeline(shards(1), statistics(60))
                .run(
                        new ListSource(
                                List.of(
                                        new Frames.Frame(SECOND, frame),
                                        new Frames.Frame(START, frame))));
        assertEquals(
                """
                11 all 80 0 0 0 0 0 1000 0 0 1
                1700000010 all 80 0 0 0 0 0 1000 0 0 1
                """,
                rows.toString(US_ASCII));
    }

    @Test
    void captureWithoutFramesHasNoRows() throws IOException {
        pipeline(shards(1), statistics(60)).run(new ListSource(List.of()));
        assertEquals("", rows.toString(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void failureOfAShardEndsTheRunWithIt(int shardCount) {
        List<FakeShard> shards = shards(shardCount);
        IllegalStateException failure = new IllegalStateException("shard");
        for (FakeShard shard : shards) {
            shard.failAt(
                    100,
                    () -> {
                        throw failure;
                    });
        }
        Pipeline pipeline = pipeline(shards, statistics(1));
        // Far more than fits into the queues.
        ListSource source = new ListSource(connections(500, 100));
        assertSame(failure, assertThrows(IllegalStateException.class, () -> pipeline.run(source)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void outputThatCannotBeWrittenIsAnIoException(int shardCount) {
        List<FakeShard> shards = shards(shardCount);
        IOException full = new IOException("disk full");
        for (FakeShard shard : shards) {
            shard.failAt(
                    3,
                    () -> {
                        throw new UncheckedIOException(full);
                    });
        }
        Pipeline pipeline = pipeline(shards, null);
        ListSource source = new ListSource(connections(50, 10));
        assertSame(full, assertThrows(IOException.class, () -> pipeline.run(source)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everythingBeforeAnUnreadablePlaceIsTraced(int shardCount) {
        List<FakeShard> shards = shards(shardCount);
        List<Frames.Frame> capture = connections(20, 10);
        IOException damage = new IOException("damaged");
        Pipeline pipeline = pipeline(shards, statistics(60));
        assertSame(
                damage,
                assertThrows(
                        IOException.class, () -> pipeline.run(new ListSource(capture, damage))));
        assertEquals(200, pipeline.records().total());
        for (FakeShard shard : shards) {
            assertEquals("end", shard.told.get(shard.told.size() - 1));
        }
        assertTrue(rows.toString(US_ASCII).endsWith(" 200\n"), rows.toString(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void stopRequestEndsTheCaptureWhereItIs(int shardCount) throws IOException {
        List<FakeShard> shards = shards(shardCount);
        AtomicInteger polls = new AtomicInteger();
        Pipeline pipeline =
                new Pipeline(
                        shards,
                        FrameSettings.defaults(),
                        null,
                        () -> polls.getAndIncrement() == 2,
                        silent());
        assertFalse(pipeline.run(new ListSource(connections(100, 100))));
        assertEquals(2 * 256, pipeline.records().total());
        for (FakeShard shard : shards) {
            assertEquals("end", shard.told.get(shard.told.size() - 1));
        }
    }

    /** Client 10.0.0.1 at ports from 10000, server 10.0.0.2:80, a microsecond between frames. */
    private static List<Frames.Frame> connections(int count, int framesEach) {
        List<Frames.Frame> frames = new ArrayList<>();
        for (int i = 0; i < framesEach; i++) {
            for (int client = 0; client < count; client++) {
                byte[] bytes =
                        i % 2 == 0
                                ? Frames.tcp(1, 10000 + client, 2, 80, Frames.SYN, i, 0, i)
                                : Frames.tcp(2, 80, 1, 10000 + client, SYN_ACK, i, 0, i);
                frames.add(new Frames.Frame(START + 1000L * frames.size(), bytes));
            }
        }
        return frames;
    }

    private static int clientPort(byte[] frame) {
        int source = (frame[34] & 0xff) << 8 | (frame[35] & 0xff);
        int destination = (frame[36] & 0xff) << 8 | (frame[37] & 0xff);
        return Math.max(source, destination);
    }

    private static List<FakeShard> shards(int count) {
        return IntStream.range(0, count).mapToObj(i -> new FakeShard()).toList();
    }

    private Statistics statistics(int intervalS) {
        Settings settings =
                new Settings(
                        TracerSettings.of(PortRules.builder().addLocalPort(80).build()),
                        true,
                        intervalS,
                        new BufferSize(8, 16384),
                        new BufferSize(8, 16384),
                        Ipv6Text.REAL,
                        Outputs.LINE);
        return new Statistics(settings, new StreamTarget("rows", rows));
    }

    private static Pipeline pipeline(List<FakeShard> shards, @Nullable Statistics statistics) {
        return new Pipeline(shards, FrameSettings.defaults(), statistics, () -> false, silent());
    }

    private static Progress silent() {
        return new Progress(
                new ListSource(List.of()),
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new PrintStream(new ByteArrayOutputStream(), false, US_ASCII),
                        false,
                        new Stop()));
    }
}
