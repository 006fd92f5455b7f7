package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A capture in which every frame is there twice gives exactly the lines of the single one. The
 * golden captures have retransmissions too, and they stay. Seeds are fixed.
 */
class DoubledCaptureTest {
    private static final long SEED = 20261203;
    private static final Pattern CAPTURED_TWICE =
            Pattern.compile("([\\d,]+) frames? captured twice");

    @TestFactory
    Stream<DynamicTest> shippedCaptures() throws IOException {
        return eachOf(MirroredCapture.shipped());
    }

    @TestFactory
    Stream<DynamicTest> goldenPairs() throws IOException {
        return eachOf(MirroredCapture.pairs());
    }

    private static Stream<DynamicTest> eachOf(List<MirroredCapture> captures) {
        List<DynamicTest> tests = new ArrayList<>();
        for (MirroredCapture capture : captures) {
            for (Headers headers : Headers.values()) {
                if (headers == Headers.AS_CAPTURED || !capture.name().equals(GoldenPairs.SOAK)) {
                    tests.add(
                            dynamicTest(
                                    capture + " " + headers,
                                    () -> copiesChangeNothing(capture, headers)));
                }
            }
        }
        return tests.stream();
    }

    private static void copiesChangeNothing(MirroredCapture capture, Headers headers)
            throws IOException {
        List<StoredFrame> captured = StoredFrame.read(capture.capture());
        List<StoredFrame> frames = headers.of(captured);
        Replayed single = capture.replay(frames);
        assertEquals(
                counts(capture.replay(captured)), counts(single), "counts of " + capture + headers);
        for (Doubled doubled : Doubled.values()) {
            String how = capture + " " + headers + " " + doubled + "\n";
            Replayed twice = capture.replay(doubled.of(frames, new Random(SEED)));
            assertEquals(single.lines(), twice.lines(), () -> how + twice.said());
            assertAllDropped(frames, twice, doubled, how);
        }
    }

    /**
     * What a segment sent again counts in. The kernel has been asked about the capture itself; so
     * those are the kernel's, also with headers that tell a copy less easily.
     */
    private static List<String> counts(Replayed replayed) {
        List<String> counts = new ArrayList<>();
        for (RecordLine line : replayed.records()) {
            StringBuilder text = new StringBuilder().append(line.type());
            for (String field : List.of("num", "sent", "retrans", "upload_data", "rcvd", "recv")) {
                if (RecordLine.fields(line.type()).contains(field)) {
                    text.append(' ').append(field).append(' ').append(line.value(field));
                }
            }
            counts.add(text.toString());
        }
        assertFalse(counts.isEmpty());
        return counts;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anyNumberOfShardsDropsTheSameCopies(MirroredCapture capture) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(capture.capture());
        Replayed single = capture.replay(frames);
        assertEquals(0, capturedTwice(single), "nothing in these captures is there twice");
        for (Doubled doubled : Doubled.values()) {
            List<StoredFrame> all = doubled.of(frames, new Random(SEED));
            for (String shards : List.of("2", "3")) {
                Replayed twice = capture.replay(all, "--shards", shards);
                assertEquals(sorted(single), sorted(twice), () -> doubled + "\n" + twice.said());
            }
        }
    }

    static List<MirroredCapture> shipped() throws IOException {
        return MirroredCapture.shipped();
    }

    /**
     * Nearly all: resets that answer one segment after the other can be equal, and nobody can tell
     * which of them is a copy. And the copy of the first ACK can come before that of the SYN, which
     * tells that frames come twice. Neither matters.
     */
    private static void assertAllDropped(
            List<StoredFrame> frames, Replayed twice, Doubled doubled, String how) {
        long surplus = capturedTwice(twice) - frames.size();
        int fewest = doubled == Doubled.LATER ? -frames.size() / 20 : 0;
        assertTrue(surplus >= fewest && surplus < frames.size() / 10, how + twice.said());
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
        return replayed.lines().stream().sorted().toList();
    }
}
