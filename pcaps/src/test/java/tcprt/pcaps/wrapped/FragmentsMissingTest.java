package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.wire.Defect;

/** A fragment that the capture lost takes its packet with it, and only that; both are said. */
class FragmentsMissingTest {
    private static final int PART_LENGTH = 24;
    private static final int LONGEST_LENGTH = 1500;

    @TempDir private Path directory = Path.of("");

    /**
     * A capture in fragments without one of them.
     *
     * @param firstFrame number of the first frame with another part of the same packet
     */
    private record Damaged(List<Frame> frames, int firstFrame) {
        static Damaged of(List<Packet> packets, int lostPacket, int lostPart) {
            List<Frame> frames = new ArrayList<>();
            int firstFrame = 0;
            for (int i = 0; i < packets.size(); i++) {
                Packet packet = packets.get(i);
                List<Layer> parts = new ArrayList<>(Fragmenting.cut(packet.ip(), PART_LENGTH));
                if (i == lostPacket) {
                    parts.remove(lostPart);
                    firstFrame = frames.size() + 1;
                }
                for (Layer part : parts) {
                    Layer frame = Headers.ethernet(part);
                    frames.add(new Frame(packet.timeNs(), 1, frame.captured(), frame.wireLength()));
                }
            }
            return new Damaged(frames, firstFrame);
        }
    }

    static List<GoldenCapture> captures() throws IOException {
        return GoldenCapture.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theLinesAreThoseOfACaptureWithoutThePacket(GoldenCapture capture) {
        List<Packet> packets = capture.packets();
        int lost = aPacketWithData(packets);
        List<Packet> others = new ArrayList<>(packets);
        others.remove(lost);
        Traced expected = Traced.of(Wrapping.PLAIN.of(others));
        assertTrue(expected.counters().holeBytes > 0, "no hole where packet " + lost + " was");

        int parts = Fragmenting.cut(packets.get(lost).ip(), PART_LENGTH).size();
        for (int lostPart : new int[] {0, parts / 2, parts - 1}) {
            Damaged damaged = Damaged.of(packets, lost, lostPart);
            Traced actual = Traced.of(damaged.frames);
            assertEquals(expected.lines(), actual.lines(), "part " + lostPart);
            assertEquals(1, actual.counters().defects(Defect.IP_FRAGMENTS_MISSING));
            assertEquals(
                    damaged.firstFrame, actual.counters().firstFrame(Defect.IP_FRAGMENTS_MISSING));
            assertEquals(expected.counters().holes, actual.counters().holes);
            assertEquals(expected.counters().holeBytes, actual.counters().holeBytes);
        }
    }

    @Test
    void theSummarySaysSo() throws IOException {
        List<Packet> packets = GoldenCapture.of("http-small-keepalive").packets();
        int lost = aPacketWithData(packets);
        Damaged damaged = Damaged.of(packets, lost, 0);
        String said = Summaries.of(damaged.frames, directory);
        assertTrue(
                said.contains(
                        "\n  1 not traced: IP packet with fragments missing, first in frame "
                                + damaged.firstFrame
                                + " at "),
                said);
        assertTrue(said.contains(" per mille of the traced data is not in the capture: "), said);
    }

    /** In the middle, where its loss shows. */
    private static int aPacketWithData(List<Packet> packets) {
        for (int i = packets.size() / 3; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            int length = packet.ip().wireLength();
            int headers = packet.cutToHeaders().ip().captured().length;
            if (length > headers && length <= LONGEST_LENGTH) {
                return i;
            }
        }
        throw new AssertionError("no packet with data");
    }
}
