package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.wire.Defect;

/** The golden captures in every link layer and tunnel give the lines they give unwrapped. */
class WrapperMatrixTest {
    private static final int COMBINATIONS = 100;
    private static final int TSHARK_PACKETS = 30;

    @TempDir private Path directory = Path.of("");

    static List<GoldenCapture> captures() throws IOException {
        return GoldenCapture.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyWrappingGivesTheSameLines(GoldenCapture capture) {
        Traced expected = Traced.of(capture.frames());
        assertFalse(expected.lines().isEmpty());
        for (Wrapping wrapping : Wrapping.all()) {
            Traced actual = Traced.of(wrapping.of(capture.packets()));
            assertEquals(expected.lines(), actual.lines(), wrapping.name());
            assertEquals(
                    expected.counters().tcpSegments,
                    actual.counters().tcpSegments,
                    wrapping.name());
            assertEquals(0, actual.counters().defects(Defect.IP_FRAGMENTS_MISSING));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void headersAreAllThatIsNeeded(GoldenCapture capture) {
        Traced expected = Traced.of(capture.frames());
        List<Packet> cut = capture.packets().stream().map(Packet::cutToHeaders).toList();
        for (Wrapping wrapping : Wrapping.all()) {
            assertEquals(expected.lines(), Traced.of(wrapping.of(cut)).lines(), wrapping.name());
        }
    }

    /** Any format, with any link layer, around one or two tunnels, snapped or not. */
    @Test
    void combinationsGiveTheSameLines() throws IOException {
        List<GoldenCapture> captures = captures();
        Random random = new Random(20261122);
        for (int i = 0; i < COMBINATIONS; i++) {
            GoldenCapture capture = captures.get(random.nextInt(captures.size()));
            Wrapping wrapping = any(Wrapping.linkLayers(), random);
            for (int tunnels = 1 + random.nextInt(2); tunnels > 0; tunnels--) {
                wrapping = wrapping.around(any(Wrapping.tunnels(), random));
            }
            if (random.nextInt(3) == 0) {
                wrapping = wrapping.around(any(Wrapping.fragmented(), random));
            }
            FileFormat format = any(FileFormat.ofAnyLinkType(), random);
            boolean snapped = random.nextBoolean();
            String combination =
                    i
                            + ": "
                            + capture
                            + (snapped ? ", snapped, " : ", ")
                            + wrapping
                            + ", "
                            + format;

            List<Packet> packets =
                    capture.packets().stream()
                            .map(packet -> snapped ? packet.cutToHeaders() : packet)
                            .toList();
            Path file = directory.resolve(i + ".capture");
            Files.write(file, format.write().apply(wrapping.of(packets)));
            assertEquals(
                    Traced.of(format.cutTimes(capture.frames())).lines(),
                    Traced.of(Frame.read(file)).lines(),
                    combination);
        }
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    @Test
    void layersBeyondTheLimitAreSetAsideAndNamed() throws IOException {
        GoldenCapture capture = GoldenCapture.of("http-small-keepalive");
        Traced deep = Traced.of(Wrapping.ipInIp(15).of(capture.packets()));
        assertEquals(Traced.of(capture.frames()).lines(), deep.lines());
        assertEquals(0, deep.counters().defects(Defect.LAYERS));

        List<Frame> frames = Wrapping.ipInIp(16).of(capture.packets());
        Traced tooDeep = Traced.of(frames);
        assertEquals(List.of(), tooDeep.lines());
        assertEquals(frames.size(), tooDeep.counters().defects(Defect.LAYERS));
        String said = Summaries.of(frames, directory);
        assertTrue(
                said.contains(
                        "\n  264 not traced: too many layers inside one another, first in frame 1 "),
                said);
    }

    /** Else the matrix would only show that two programs of ours agree. */
    @ParameterizedTest
    @MethodSource("captures")
    void tsharkFindsTheSameSegmentsInEveryWrapping(GoldenCapture capture)
            throws IOException, InterruptedException {
        // It does not put fragments together that a snap length has cut.
        List<Packet> packets =
                capture.packets().stream()
                        .filter(packet -> packet.ip().captured().length == packet.ip().wireLength())
                        .limit(TSHARK_PACKETS)
                        .toList();
        List<Wrapping> wrappings = new ArrayList<>(Wrapping.all());
        wrappings.add(0, Wrapping.PLAIN);
        List<List<String>> found = tshark(packets, wrappings);

        List<String> expected = found.get(0);
        assertFalse(packets.isEmpty());
        assertEquals(packets.size(), expected.size());
        for (int i = 1; i < wrappings.size(); i++) {
            assertEquals(expected, found.get(i), wrappings.get(i).name());
        }
    }

    /** One run for all of them, each on an interface of its own. */
    private List<List<String>> tshark(List<Packet> packets, List<Wrapping> wrappings)
            throws IOException, InterruptedException {
        PcapngFile file = new PcapngFile().section(ByteOrder.LITTLE_ENDIAN);
        List<List<String>> found = new ArrayList<>();
        for (Wrapping wrapping : wrappings) {
            int id = file.addInterface(wrapping.linkType());
            wrapping.of(packets).forEach(frame -> file.addFrame(id, frame));
            found.add(new ArrayList<>());
        }
        Path capture = directory.resolve("tshark.pcapng");
        file.write(capture);
        for (String line :
                Tshark.ofTcpFrames(
                        capture,
                        "frame.interface_id",
                        "tcp.srcport",
                        "tcp.dstport",
                        "tcp.seq_raw",
                        "tcp.ack_raw",
                        "tcp.flags",
                        "tcp.len",
                        "tcp.payload")) {
            int tab = line.indexOf('\t');
            found.get(Integer.parseInt(line.substring(0, tab))).add(line.substring(tab + 1));
        }
        return found;
    }
}
