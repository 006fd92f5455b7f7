package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.wire.Defect;

/** A fragment that the capture lost takes its packet with it, and only that; both are said. */
class FragmentsMissingTest {
    private static final int PART_LENGTH = 24;

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

        int parts = Fragmenting.cut(packets.get(lost).ip(), PART_LENGTH).size();
        for (int missing : new int[] {0, parts / 2, parts - 1}) {
            List<Frame> frames = new ArrayList<>();
            int firstFrame = 0;
            for (int i = 0; i < packets.size(); i++) {
                Packet packet = packets.get(i);
                List<Layer> layers = new ArrayList<>(Fragmenting.cut(packet.ip(), PART_LENGTH));
                if (i == lost) {
                    layers.remove(missing);
                    firstFrame = frames.size() + 1;
                }
                for (Layer layer : layers) {
                    Layer frame = Headers.ethernet(layer);
                    frames.add(new Frame(packet.timeNs(), 1, frame.captured(), frame.wireLength()));
                }
            }
            Traced actual = Traced.of(frames);
            assertEquals(expected.lines(), actual.lines(), "part " + missing);
            assertEquals(1, actual.counters().defects(Defect.IP_FRAGMENTS_MISSING));
            assertEquals(firstFrame, actual.counters().firstFrame(Defect.IP_FRAGMENTS_MISSING));
            assertEquals(expected.counters().holes, actual.counters().holes);
            assertEquals(expected.counters().holeBytes, actual.counters().holeBytes);
        }
        assertTrue(expected.counters().holeBytes > 0, "no hole where packet " + lost + " was");
    }

    /** In the middle, where its loss shows. */
    private static int aPacketWithData(List<Packet> packets) {
        for (int i = packets.size() / 3; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            int length = packet.ip().wireLength();
            if (length > packet.cutToHeaders().ip().captured().length && length <= 1500) {
                return i;
            }
        }
        throw new AssertionError("no packet with data");
    }
}
