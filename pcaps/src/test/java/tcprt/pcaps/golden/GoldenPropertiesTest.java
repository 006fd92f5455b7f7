package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.pcaps.Shared;

/** What must hold for every capture, tried on the golden ones. Seeds are fixed. */
class GoldenPropertiesTest {
    private static final long SEED = 20261121;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int CUTS = 10;

    /** Version, type and start of a line, and the rest. */
    private static final Pattern START_SECONDS = Pattern.compile("^(V6 . )(\\d+)( .*)$");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static List<ShippedCase> cases() throws IOException {
        return ShippedCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyNumberOfShardsWritesTheSameLines(ShippedCase golden) throws IOException {
        List<String> withStats = new ArrayList<>(golden.options());
        withStats.add("--stats");
        Replayed one = Replayed.cleanly(golden.capture(), withStats);
        assertFalse(one.lines().isEmpty());
        assertFalse(one.statsRows().isEmpty());
        for (String shards : List.of("2", "3", "4")) {
            List<String> options = new ArrayList<>(withStats);
            options.addAll(List.of("--shards", shards));
            Replayed several = Replayed.cleanly(golden.capture(), options);
            assertEquals(sorted(one.lines()), sorted(several.lines()), shards + " shards");
            assertEquals(one.statsRows(), several.statsRows(), shards + " shards");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void otherInitialSequenceNumbersChangeNothing(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Replayed original = replay(golden, frames);
        for (long seed = SEED; seed < SEED + 3; seed++) {
            Replayed shifted = replay(golden, SequenceShift.of(frames, seed));
            assertEquals(original.lines(), shifted.lines(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wholeSecondsMoveOnlyTheStart(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        List<String> original = replay(golden, frames).lines();
        for (long seconds : new long[] {1, 86_400 * 365, -1_700_000_000}) {
            List<StoredFrame> moved =
                    frames.stream()
                            .map(frame -> frame.at(frame.timeNs() + seconds * SECOND_NS))
                            .toList();
            List<String> expected = original.stream().map(line -> moved(line, seconds)).toList();
            assertEquals(expected, replay(golden, moved).lines(), seconds + " s");
        }
    }

    private static String moved(String line, long seconds) {
        Matcher matcher = START_SECONDS.matcher(line);
        assertTrue(matcher.matches(), line);
        return matcher.group(1) + (Long.parseLong(matcher.group(2)) + seconds) + matcher.group(3);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void headersAreAllThatIsNeeded(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        List<StoredFrame> cut = frames.stream().map(frame -> frame.cutTo(128)).toList();
        assertEquals(replay(golden, frames).lines(), replay(golden, cut).lines());
    }

    /**
     * The kernel's own log says when a task was complete: when the next one of its connection
     * started. What was complete by then must be in the output, wherever the capture ends.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void cutCaptureKeepsEveryTaskThatWasComplete(ShippedCase golden) throws IOException {
        GoldenJudge judge = GoldenJudge.ofOnePair(ShippedCase.tolerances());
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Random random = new Random(SEED);
        for (int i = 0; i < CUTS; i++) {
            int count = 1 + random.nextInt(frames.size());
            long endMicros = frames.get(count - 1).timeNs() / 1000;
            Comparison comparison =
                    Comparison.of(
                            completeBy(endMicros, golden.kernel()),
                            replay(golden, frames.subList(0, count)).records(),
                            judge.tolerances(),
                            Comparison.Excuses.NONE);
            comparison.forgetExtra(); // what the end of the capture made complete
            assertEquals(
                    List.of(), judge.failures(comparison), golden + " cut after frame " + count);
        }
    }

    @Test
    void someTasksAreCompleteBeforeTheEnd() throws IOException {
        ShippedCase golden =
                new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));
        List<RecordLine> kernel = golden.kernel();
        assertEquals(57, completeBy(Long.MAX_VALUE, kernel).size(), "all but one per connection");
        assertEquals(List.of(kernel.get(0)), completeBy(kernel.get(1).startMicros(), kernel));
    }

    /** Tasks that another task of the same connection has followed by a time. */
    private static List<RecordLine> completeBy(long endMicros, List<RecordLine> kernel) {
        Map<String, RecordLine> lastTasks = new HashMap<>();
        List<RecordLine> complete = new ArrayList<>();
        List<RecordLine> byStart = new ArrayList<>(kernel);
        byStart.sort(Comparator.comparingLong(RecordLine::startMicros));
        for (RecordLine line : byStart) {
            if (line.type() == 'E' || line.startMicros() > endMicros) {
                continue;
            }
            RecordLine before = lastTasks.put(line.connection(), line);
            if (before != null) {
                complete.add(before);
            }
        }
        return complete;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void losingFramesLosesNoConnection(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        int connections = replay(golden, frames).connectionCount();
        for (long seed = SEED; seed < SEED + 5; seed++) {
            LossyReplay lossy = LossyReplay.of(frames, golden.options(), golden.kernel(), seed);
            assertEquals(connections, lossy.connections(), "seed " + seed);
        }
    }

    @Test
    void fileThatEndsInsideAFrameKeepsWhatWasBefore() throws IOException {
        ShippedCase golden =
                new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));
        List<StoredFrame> frames = StoredFrame.read(golden.capture()).subList(0, 200);
        List<String> expected = replay(golden, frames.subList(0, 199)).lines();
        Path whole = directory.resolve("whole.pcap");
        StoredFrame.write(frames, whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path damaged = directory.resolve("damaged.pcap");
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 7));

        Replayed replayed = Replayed.of(damaged, golden.options());
        assertEquals(3, replayed.exitCode(), replayed.said());
        assertEquals(expected, replayed.lines());
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private Replayed replay(ShippedCase golden, List<StoredFrame> frames) throws IOException {
        Path capture = directory.resolve("changed.pcap");
        StoredFrame.write(frames, capture);
        return Replayed.cleanly(capture, golden.options());
    }
}
