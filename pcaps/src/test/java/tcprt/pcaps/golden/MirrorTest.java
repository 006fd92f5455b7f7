package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden captures as a mirror port would have shown them. Seeds are fixed. */
class MirrorTest {
    private static final long SEED = 20261203;
    private static final Pattern CAPTURED_TWICE =
            Pattern.compile("([\\d,]+) frames? captured twice");
    private static final int ETHERNET_LENGTH = 14;
    private static final int TTL = 8;
    private static final int HOP_LIMIT = 7;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static List<ShippedCase> cases() throws IOException {
        return ShippedCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doubledCaptureGivesTheLinesOfTheSingleOne(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Replayed single = replay(golden, frames, List.of());
        assertEquals(0, capturedTwice(single), "nothing in a golden capture is there twice");
        assertFalse(single.said().contains("out of step"), single.said());
        List<StoredFrame> doubled = doubled(frames, new Random(SEED), false);
        for (String shards : List.of("1", "3")) {
            Replayed twice = replay(golden, doubled, List.of("--shards", shards));
            assertEquals(sorted(single), sorted(twice), shards + " shards");
            assertAllDropped(frames, twice);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void copiesFromBehindARouterOrInAnotherVlanChangeNothing(ShippedCase golden)
            throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Replayed twice = replay(golden, doubled(frames, new Random(SEED), true), List.of());
        assertEquals(replay(golden, frames, List.of()).lines(), twice.lines());
        assertAllDropped(frames, twice);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shuffledFramesChangeNoTaskAndNoByte(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Replayed original = replay(golden, frames, List.of());
        for (long seed = SEED; seed < SEED + 3; seed++) {
            List<StoredFrame> shuffled = shuffled(frames, new Random(seed));
            Replayed replayed = replay(golden, shuffled, List.of("--reorder-window", "2ms"));
            assertSameTasks(original, replayed, 1000, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyNumberOfShardsPutsInTheSameOrder(ShippedCase golden) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        List<StoredFrame> shuffled = shuffled(frames, new Random(SEED));
        for (String window : List.of("auto", "300us", "2ms")) {
            Replayed one = replay(golden, shuffled, List.of("--reorder-window", window));
            Replayed three =
                    replay(golden, shuffled, List.of("--reorder-window", window, "--shards", "3"));
            assertEquals(sorted(one), sorted(three), window);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneDirectionTwoMillisecondsLateChangesNoTaskAndNoByte(ShippedCase golden)
            throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Replayed original = replay(golden, frames, List.of());
        for (boolean toLowerPort : new boolean[] {true, false}) {
            List<StoredFrame> skewed =
                    frames.stream()
                            .map(
                                    frame ->
                                            isToLowerPort(frame) == toLowerPort
                                                    ? frame.at(frame.timeNs() + 2_000_000)
                                                    : frame)
                            .sorted(Comparator.comparingLong(StoredFrame::timeNs))
                            .toList();
            Replayed replayed = replay(golden, skewed, List.of("--reorder-window", "2ms"));
            assertSameTasks(original, replayed, 2000, "to the lower port: " + toLowerPort);
        }
    }

    /** Each frame up to 1 ms late, so that frames closer than that change places. */
    private static List<StoredFrame> shuffled(List<StoredFrame> frames, Random random) {
        return frames.stream()
                .map(frame -> frame.at(frame.timeNs() + random.nextInt(1_000_000)))
                .sorted(Comparator.comparingLong(StoredFrame::timeNs))
                .toList();
    }

    private static boolean isToLowerPort(StoredFrame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.copy());
        int version = bytes.get(ETHERNET_LENGTH) >>> 4;
        int tcp = ETHERNET_LENGTH + (version == 6 ? 40 : (bytes.get(ETHERNET_LENGTH) & 0xf) * 4);
        return (bytes.getShort(tcp + 2) & 0xffff) < (bytes.getShort(tcp) & 0xffff);
    }

    /** Each connection has the same records with the same bytes, and times nearly the same. */
    private static void assertSameTasks(
            Replayed original, Replayed changed, long micros, String how) {
        Map<String, List<RecordLine>> expected = byConnection(original);
        Map<String, List<RecordLine>> actual = byConnection(changed);
        assertEquals(withoutTimes(expected), withoutTimes(actual), how);
        for (Map.Entry<String, List<RecordLine>> connection : expected.entrySet()) {
            List<RecordLine> others = actual.getOrDefault(connection.getKey(), List.of());
            for (int i = 0; i < others.size(); i++) {
                assertTimesAlike(connection.getValue().get(i), others.get(i), micros, how);
            }
        }
    }

    /** To the microsecond that rounding may cost. */
    private static void assertTimesAlike(
            RecordLine expected, RecordLine actual, long micros, String how) {
        boolean alike = Math.abs(expected.startMicros() - actual.startMicros()) <= micros + 1;
        List<String> fields = RecordLine.fields(expected.type());
        for (String field : List.of("rt", "server_time", "upload_time", "recv_time")) {
            if (fields.contains(field)) {
                alike &= Math.abs(expected.value(field) - actual.value(field)) <= micros + 1;
            }
        }
        assertTrue(alike, how + "\n" + expected + "\n" + actual);
    }

    private static Map<String, List<String>> withoutTimes(Map<String, List<RecordLine>> records) {
        Map<String, List<String>> texts = new TreeMap<>();
        records.forEach(
                (connection, lines) ->
                        texts.put(connection, lines.stream().map(MirrorTest::bytes).toList()));
        return texts;
    }

    private static String bytes(RecordLine line) {
        return line.type()
                + Stream.of("num", "sent", "unacked", "rcvd", "upload_data", "recv")
                        .filter(RecordLine.fields(line.type())::contains)
                        .map(field -> " " + field + " " + line.value(field))
                        .collect(Collectors.joining());
    }

    private static Map<String, List<RecordLine>> byConnection(Replayed replayed) {
        return replayed.records().stream().collect(Collectors.groupingBy(RecordLine::connection));
    }

    /**
     * Resets that answer one segment after the other can be equal, and nobody can tell which of
     * them is a copy; nor does it matter.
     */
    private static void assertAllDropped(List<StoredFrame> frames, Replayed twice) {
        long surplus = capturedTwice(twice) - frames.size();
        assertTrue(surplus >= 0 && surplus < frames.size() / 10, twice.said());
    }

    /** Each frame twice; the second is up to 200 us later, among the frames that came meanwhile. */
    private static List<StoredFrame> doubled(
            List<StoredFrame> frames, Random random, boolean otherWay) {
        List<StoredFrame> all = new ArrayList<>(frames);
        for (StoredFrame frame : frames) {
            StoredFrame copy = frame.at(frame.timeNs() + 1000L * (1 + random.nextInt(200)));
            all.add(otherWay ? otherWay(copy, random.nextBoolean()) : copy);
        }
        all.sort(Comparator.comparingLong(StoredFrame::timeNs));
        return all;
    }

    private static StoredFrame otherWay(StoredFrame frame, boolean vlan) {
        byte[] bytes = frame.copy();
        assertEquals(1, frame.linkType(), "Ethernet");
        if (vlan) {
            byte[] tagged = new byte[bytes.length + 4];
            System.arraycopy(bytes, 0, tagged, 0, 12);
            tagged[12] = (byte) 0x81;
            tagged[15] = 7;
            System.arraycopy(bytes, 12, tagged, 16, bytes.length - 12);
            return new StoredFrame(
                    frame.timeNs(), frame.linkType(), tagged, frame.wireLength() + 4);
        }
        boolean ipv6 = bytes[ETHERNET_LENGTH] >>> 4 == 6;
        bytes[ETHERNET_LENGTH + (ipv6 ? HOP_LIMIT : TTL)]--;
        return frame.with(bytes);
    }

    private static long capturedTwice(Replayed replayed) {
        Matcher matcher = CAPTURED_TWICE.matcher(replayed.said());
        long frames = 0;
        while (matcher.find()) {
            frames += Long.parseLong(matcher.group(1).replace(",", ""));
        }
        return frames;
    }

    private static List<String> sorted(Replayed replayed) {
        assertTrue(!replayed.lines().isEmpty());
        return replayed.lines().stream().sorted().toList();
    }

    private Replayed replay(ShippedCase golden, List<StoredFrame> frames, List<String> more)
            throws IOException {
        Path capture = directory.resolve("changed.pcap");
        StoredFrame.write(frames, capture);
        List<String> options = new ArrayList<>(golden.options());
        options.addAll(more);
        return Replayed.cleanly(capture, options);
    }
}
