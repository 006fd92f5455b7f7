package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Captures of which every frame is cut short. With 96 bytes nothing is missed. With 68, the old
 * default of tcpdump, IPv4 headers are there but not all TCP options: MSS, RTT, retransmissions,
 * reordering and times may differ, tasks and bytes do not; IPv6 cannot be read.
 */
class SnapLengthTest {
    private static final int ALL_HEADERS = 96;
    private static final int TCPDUMP_OF_OLD = 68;

    /** What does not depend on TCP options. */
    private static final List<String> CLAIMED =
            List.of("num", "sent", "unacked", "rcvd", "upload_data", "recv");

    @TestFactory
    Stream<DynamicTest> shippedCaptures() throws IOException {
        return eachOf(MirroredCapture.shipped());
    }

    @TestFactory
    Stream<DynamicTest> goldenPairs() throws IOException {
        return eachOf(MirroredCapture.pairs());
    }

    private static Stream<DynamicTest> eachOf(List<MirroredCapture> captures) {
        return captures.stream()
                .map(capture -> dynamicTest(capture.name(), () -> lessIsEnough(capture)));
    }

    private static void lessIsEnough(MirroredCapture capture) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(capture.capture());
        Replayed whole = capture.replay(frames);
        assertFalse(whole.lines().isEmpty());
        Replayed headers = capture.replay(cut(frames, ALL_HEADERS));
        assertEquals(whole.lines(), headers.lines(), headers.said());
        Replayed less = capture.replay(cut(frames, TCPDUMP_OF_OLD));
        if (less.said().contains("TCP header")) {
            // IPv6: 14 + 40 + 20 bytes are more than that, so nothing is left to read.
            assertEquals(List.of(), less.lines(), less.said());
        } else {
            assertEquals(claims(whole), claims(less), capture + "\n" + less.said());
        }
    }

    private static List<StoredFrame> cut(List<StoredFrame> frames, int snapLength) {
        return frames.stream().map(frame -> frame.cutTo(snapLength)).toList();
    }

    private static List<String> claims(Replayed replayed) {
        List<String> claims = new ArrayList<>();
        for (RecordLine line : replayed.records()) {
            StringBuilder text = new StringBuilder(line.connection()).append(line.type());
            for (String field : CLAIMED) {
                if (RecordLine.fields(line.type()).contains(field)) {
                    text.append(' ').append(field).append(' ').append(line.value(field));
                }
            }
            claims.add(text.toString());
        }
        return claims;
    }
}
