package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A capture whose frames are up to a millisecond late, each or those of one direction, gives the
 * same records with the same bytes if there is a reorder window.
 *
 * <p>Times follow the frames: a start may be a millisecond off, a duration two, for both its ends
 * may be. RTT, retransmissions and the reorder flag depend on the order, and so does how much was
 * unacknowledged when the host reset a connection: not claimed. Seeds are fixed.
 */
class ShuffledCaptureTest {
    private static final long SEED = 20261203;
    private static final int LATE_NS = 1_000_000;
    private static final int LATE_MICROS = LATE_NS / 1000;

    /** Never differ. */
    private static final List<String> CLAIMED =
            List.of("num", "sent", "rcvd", "upload_data", "recv", "mss");

    /** Nor does this, unless it is about a connection that the host reset with data under way. */
    private static final String UNACKED = "unacked";

    /** Differ by as much as the frames at both ends do. */
    private static final List<String> TIMES =
            List.of("rt", "server_time", "upload_time", "recv_time");

    @TestFactory
    Stream<DynamicNode> shippedCaptures() throws IOException {
        return MirroredCapture.shipped().stream().map(ShuffledCaptureTest::checks);
    }

    @TestFactory
    Stream<DynamicNode> goldenPairs() throws IOException {
        return MirroredCapture.pairs().stream().map(ShuffledCaptureTest::checks);
    }

    /** How the capture came by its order. */
    private enum Mirror {
        EACH_FRAME_LATE,
        TO_SERVER_LATE,
        FROM_SERVER_LATE;

        List<StoredFrame> change(List<StoredFrame> frames) {
            return this == EACH_FRAME_LATE
                    ? shuffled(frames)
                    : late(frames, this == TO_SERVER_LATE);
        }
    }

    private static DynamicNode checks(MirroredCapture capture) {
        List<DynamicNode> checks = new ArrayList<>();
        for (Mirror mirror : Mirror.values()) {
            checks.add(dynamicTest(mirror.name(), () -> assertSameTasks(capture, mirror)));
        }
        return dynamicContainer(capture.toString(), checks);
    }

    private static void assertSameTasks(MirroredCapture capture, Mirror mirror) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(capture.capture());
        Replayed expected = capture.replay(frames);
        Replayed actual = capture.replay(mirror.change(frames), "--reorder-window", "2ms");
        List<String> differences = compare(expected, actual).differences;
        assertTrue(
                differences.isEmpty(),
                () -> capture + "\n" + actual.said() + String.join("\n", differences));
    }

    /**
     * Without a given window a connection is read as captured until it shows that it is out of
     * step. Not all do: where the next frame of the other direction comes later than the skew,
     * nothing is in the wrong order.
     */
    @ParameterizedTest
    @EnumSource(Mirror.class)
    void nearlyAllIsTheSameWhereTheNeedHasToBeFoundOut(Mirror mirror) throws IOException {
        assertMostlyTheSame(MirroredCapture.shipped(), mirror);
    }

    @ParameterizedTest
    @EnumSource(Mirror.class)
    void nearlyAllIsTheSameInThePairsToo(Mirror mirror) throws IOException {
        List<MirroredCapture> captures = new ArrayList<>(MirroredCapture.pairs());
        captures.removeIf(capture -> capture.name().equals(GoldenPairs.SOAK));
        assertMostlyTheSame(captures, mirror);
    }

    private static void assertMostlyTheSame(List<MirroredCapture> captures, Mirror mirror)
            throws IOException {
        int records = 0;
        List<String> differences = new ArrayList<>();
        for (MirroredCapture capture : captures) {
            List<StoredFrame> frames = StoredFrame.read(capture.capture());
            Laid found =
                    compare(
                            capture.replay(frames),
                            capture.replay(mirror.change(frames), "--reorder-window", "auto"));
            records += found.records;
            differences.addAll(found.differences);
        }
        assertTrue(
                differences.size() * 50 < records,
                differences.size() + " of " + records + ":\n" + String.join("\n", differences));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anyNumberOfShardsPutsInTheSameOrder(MirroredCapture capture) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(capture.capture());
        for (String window : List.of("auto", "300us", "2ms")) {
            List<StoredFrame> shuffled = shuffled(frames);
            Replayed one = capture.replay(shuffled, "--reorder-window", window);
            Replayed three = capture.replay(shuffled, "--reorder-window", window, "--shards", "3");
            assertEquals(sorted(one), sorted(three), window);
        }
    }

    /** The window that is found out does nothing to a capture in which nothing is out of order. */
    @ParameterizedTest
    @MethodSource("shipped")
    void captureInOrderIsLeftAlone(MirroredCapture capture) throws IOException {
        assertLeftAlone(capture);
    }

    @TestFactory
    Stream<DynamicNode> pairsInOrderAreLeftAlone() throws IOException {
        return MirroredCapture.pairs().stream()
                .map(capture -> dynamicTest(capture.name(), () -> assertLeftAlone(capture)));
    }

    private static void assertLeftAlone(MirroredCapture capture) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(capture.capture());
        Replayed auto = capture.replay(frames, "--reorder-window", "auto");
        assertFalse(auto.lines().isEmpty());
        assertEquals(capture.replay(frames, "--reorder-window", "off").lines(), auto.lines());
        assertFalse(auto.said().contains("out of step"), auto.said());
    }

    static List<MirroredCapture> shipped() throws IOException {
        return MirroredCapture.shipped();
    }

    private static List<String> sorted(Replayed replayed) {
        return replayed.lines().stream().sorted().toList();
    }

    private static List<StoredFrame> shuffled(List<StoredFrame> frames) {
        Random random = new Random(SEED);
        return inTimeOrder(
                frames.stream().map(frame -> frame.at(frame.timeNs() + random.nextInt(LATE_NS))));
    }

    private static List<StoredFrame> late(List<StoredFrame> frames, boolean toServer) {
        return inTimeOrder(
                frames.stream()
                        .map(
                                frame ->
                                        isToServer(frame) == toServer
                                                ? frame.at(frame.timeNs() + LATE_NS)
                                                : frame));
    }

    private static List<StoredFrame> inTimeOrder(Stream<StoredFrame> frames) {
        return frames.sorted(Comparator.comparingLong(StoredFrame::timeNs)).toList();
    }

    private static boolean isToServer(StoredFrame frame) {
        ByteBuffer bytes = Headers.ethernet(frame);
        int network = Headers.networkOffset(frame);
        int version = bytes.get(network) >>> 4;
        int tcp = network + (version == 6 ? 40 : (bytes.get(network) & 0xf) * 4);
        return (bytes.getShort(tcp + 2) & 0xffff) < (bytes.getShort(tcp) & 0xffff);
    }

    /**
     * What was found when the lines of a changed capture were laid beside those of the original.
     *
     * @param records of the original
     * @param differences one for each record that differs more than is claimed
     */
    private record Laid(int records, List<String> differences) {}

    private static Laid compare(Replayed expected, Replayed actual) {
        Map<String, List<RecordLine>> others = byConnection(actual);
        List<String> differences = new ArrayList<>();
        byConnection(expected)
                .forEach(
                        (connection, lines) ->
                                addDifferences(
                                        lines,
                                        others.getOrDefault(connection, List.of()),
                                        differences));
        return new Laid(expected.lines().size(), differences);
    }

    private static void addDifferences(
            List<RecordLine> expected, List<RecordLine> actual, List<String> differences) {
        if (!types(expected).equals(types(actual))) {
            expected.forEach(line -> differences.add("records:\n  " + line + "\n  " + actual));
            return;
        }
        boolean reset = types(expected).contains("W");
        for (int i = 0; i < expected.size(); i++) {
            String found = difference(expected.get(i), actual.get(i), reset);
            if (!found.isEmpty()) {
                differences.add(found + ":\n  " + expected.get(i) + "\n  " + actual.get(i));
            }
        }
    }

    private static String types(List<RecordLine> lines) {
        return lines.stream()
                .map(line -> String.valueOf(line.type()))
                .collect(Collectors.joining());
    }

    /** Names of the fields that differ more than is claimed. */
    private static String difference(RecordLine expected, RecordLine actual, boolean reset) {
        List<String> differing = new ArrayList<>();
        if (Math.abs(expected.startMicros() - actual.startMicros()) > LATE_MICROS) {
            differing.add("start");
        }
        for (String field : RecordLine.fields(expected.type())) {
            long difference = Math.abs(expected.value(field) - actual.value(field));
            boolean exact = CLAIMED.contains(field) || (field.equals(UNACKED) && !reset);
            if (exact ? difference != 0 : TIMES.contains(field) && difference > 2 * LATE_MICROS) {
                differing.add(field);
            }
        }
        return String.join(" ", differing);
    }

    private static Map<String, List<RecordLine>> byConnection(Replayed replayed) {
        return replayed.records().stream().collect(Collectors.groupingBy(RecordLine::connection));
    }
}
