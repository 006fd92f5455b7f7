package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.FrameSettings;
import tcprt.cli.CommandInProcess;
import tcprt.pcaps.Shared;
import tcprt.wire.Defect;

/** The golden captures in every link layer and tunnel give the lines they give unwrapped. */
class WrapperMatrixTest {
    private static final int SNAP_LENGTH = 128;
    private static final Wrapping PLAIN =
            new Wrapping("plain", 1, ip -> List.of(Headers.ethernet(ip)));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.walk(Shared.repository().resolve("pcaps/golden"))) {
            return files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("capture.pcap"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreAtLeastTenCaptures() throws IOException {
        assertTrue(captures().size() >= 10, captures().size() + " captures");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyWrappingGivesTheSameLines(Path capture) throws IOException {
        List<Frame> plain = Packet.frames(capture);
        List<Packet> packets = Packet.of(plain);
        Traced expected = Traced.of(plain);
        assertFalse(expected.lines().isEmpty());
        for (Wrapping wrapping : Wrapping.all()) {
            Traced actual = Traced.of(wrapping.of(packets));
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
    void headersAreAllThatIsNeededInsideATunnelToo(Path capture) throws IOException {
        List<Frame> plain = Packet.frames(capture);
        List<Packet> packets = Packet.of(plain);
        Traced expected = Traced.of(plain);
        for (Wrapping wrapping : Wrapping.all()) {
            int snapLength = SNAP_LENGTH + wrapping.addedLength();
            List<Frame> cut =
                    wrapping.of(packets).stream().map(frame -> frame.cutTo(snapLength)).toList();
            assertEquals(expected.lines(), Traced.of(cut).lines(), wrapping.name());
        }
    }

    @Test
    void networksWithTheSameAddressesAreKeptApartWhenAsked() throws IOException {
        List<Frame> plain = Packet.frames(keepAlive());
        List<Packet> packets = Packet.of(plain);
        List<Frame> both = new ArrayList<>();
        for (Packet packet : packets) {
            for (int network : new int[] {100, 200}) {
                Layer frame =
                        Headers.ethernet(Headers.vxlan(network, Headers.ethernet(packet.ip())));
                // The second network does the same a little later.
                long timeNs = packet.timeNs() + (network == 100 ? 0 : 5_000_000);
                both.add(new Frame(timeNs, 1, frame.captured(), frame.wireLength()));
            }
        }
        both.sort(Comparator.comparingLong(Frame::timeNs));
        FrameSettings defaults = FrameSettings.defaults();
        FrameSettings apart =
                new FrameSettings(defaults.vxlanPorts(), true, defaults.fragmentLimit());

        int lines = Traced.of(plain).lines().size();
        List<String> kept = Traced.of(both, apart).lines();
        assertEquals(2 * lines, kept.size());
        assertTrue(kept.containsAll(Traced.of(plain).lines()));
        assertNotEquals(2 * lines, Traced.of(both).lines().size());
        assertEquals(Traced.of(plain).lines(), Traced.of(ofNetwork(packets, 100), apart).lines());
    }

    /** Else the matrix would only show that two programs of ours agree. */
    @Test
    void tsharkFindsTheSameSegmentsInEveryWrapping() throws IOException, InterruptedException {
        for (String golden : List.of("http-small-keepalive", "v6-native")) {
            List<Packet> packets = Packet.of(Packet.frames(capture(golden))).subList(0, 40);
            List<String> expected = tshark(packets, PLAIN);
            assertEquals(40, expected.size());
            for (Wrapping wrapping : Wrapping.all()) {
                assertEquals(expected, tshark(packets, wrapping), wrapping.name());
            }
        }
    }

    private List<String> tshark(List<Packet> packets, Wrapping wrapping)
            throws IOException, InterruptedException {
        Path capture = directory.resolve("tshark.pcap");
        PcapFile.write(wrapping.of(packets), capture);
        return Tshark.ofTcpFrames(capture, "tcp.seq_raw");
    }

    private static List<Frame> ofNetwork(List<Packet> packets, int network) {
        return new Wrapping(
                        "VXLAN",
                        1,
                        ip ->
                                List.of(
                                        Headers.ethernet(
                                                Headers.vxlan(network, Headers.ethernet(ip)))))
                .of(packets);
    }

    @Test
    void anyNumberOfShardsWritesTheSameLinesOfFragments() throws IOException {
        List<Frame> plain = Packet.frames(keepAlive());
        List<String> expected = Traced.of(plain).lines().stream().sorted().toList();
        for (Wrapping wrapping : Wrapping.all()) {
            if (!wrapping.name().contains("fragments")) {
                continue;
            }
            Path capture = directory.resolve(wrapping.name() + ".pcap");
            PcapFile.write(wrapping.of(Packet.of(plain)), capture);
            for (String shards : List.of("1", "2", "3")) {
                Path out = directory.resolve(wrapping.name() + shards);
                CommandInProcess.replay(capture, out, List.of("--shards", shards));
                assertEquals(expected, lines(out), wrapping.name() + ", " + shards + " shards");
            }
        }
    }

    private static List<String> lines(Path out) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith("rt-network-log")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines.stream().sorted().toList();
    }

    private static Path keepAlive() throws IOException {
        return capture("http-small-keepalive");
    }

    private static Path capture(String golden) throws IOException {
        return captures().stream()
                .filter(capture -> capture.toString().contains("/" + golden + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no capture of " + golden));
    }
}
