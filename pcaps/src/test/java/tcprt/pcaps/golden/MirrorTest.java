package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden captures as a mirror port would have shown them. Seeds are fixed. */
class MirrorTest {
    private static final long SEED = 20261203;
    private static final Pattern CAPTURED_TWICE =
            Pattern.compile("([\\d,]+) frames captured twice");
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
