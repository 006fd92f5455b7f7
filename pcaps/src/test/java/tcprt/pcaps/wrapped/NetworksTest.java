package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.cli.CommandInProcess;

/** Two networks with the same addresses and ports in them, and shards. */
class NetworksTest {
    private static final long LATER_NS = 5_000_000;

    @TempDir private Path directory = Path.of("");

    static List<Wrapping> fragmented() {
        return Wrapping.fragmented();
    }

    @Test
    void networksAreOneUnlessAskedToBeKeptApart() throws IOException {
        GoldenCapture capture = GoldenCapture.of("http-small-keepalive");
        List<Frame> both = twoNetworks(capture);
        Traced plain = Traced.of(capture.frames());

        Traced apart = Traced.of(both, Wrapping.READ_BY_VNI);
        assertEquals(linesOfBoth(capture), sorted(apart.lines()));
        assertEquals(2 * plain.counters().tracedFlows, apart.counters().tracedFlows);

        // Merged, the second network repeats what the first has said.
        Traced merged = Traced.of(both);
        assertEquals(plain.counters().tracedFlows, merged.counters().tracedFlows);
        assertNotEquals(linesOfBoth(capture), sorted(merged.lines()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void shardsKeepNetworksApart(String shards) throws IOException {
        GoldenCapture capture = GoldenCapture.of("http-small-keepalive");
        Path file = directory.resolve("both.pcap");
        PcapFile.write(twoNetworks(capture), file);
        List<String> options = List.of("--by-vni", "--shards", shards);
        assertEquals(linesOfBoth(capture), linesOf(file, options));
        assertEquals(
                sorted(Traced.of(Frame.read(file)).lines()),
                linesOf(file, List.of("--shards", shards)));
    }

    @ParameterizedTest
    @MethodSource("fragmented")
    void anyNumberOfShardsWritesTheSameLinesOfFragments(Wrapping wrapping) throws IOException {
        GoldenCapture capture = GoldenCapture.of("http-small-keepalive");
        Path file = directory.resolve("fragments.pcap");
        PcapFile.write(wrapping.of(capture.packets()), file);
        for (String shards : List.of("1", "2", "3")) {
            assertEquals(
                    sorted(Traced.of(capture.frames()).lines()),
                    linesOf(file, List.of("--shards", shards)),
                    shards + " shards");
        }
    }

    /** The second network does the same a little later. */
    private static List<Frame> twoNetworks(GoldenCapture capture) {
        List<Frame> both = new ArrayList<>(inNetwork(100).of(capture.packets()));
        inNetwork(200).of(capture.packets()).stream()
                .map(frame -> frame.at(frame.timeNs() + LATER_NS))
                .forEach(both::add);
        both.sort(Comparator.comparingLong(Frame::timeNs));
        return both;
    }

    private static Wrapping inNetwork(int number) {
        return Wrapping.ethernet(
                "VXLAN " + number, ip -> Headers.vxlan(number, Headers.ethernet(ip)));
    }

    private static List<String> linesOfBoth(GoldenCapture capture) {
        List<Frame> later =
                capture.frames().stream()
                        .map(frame -> frame.at(frame.timeNs() + LATER_NS))
                        .toList();
        List<String> lines = new ArrayList<>(Traced.of(capture.frames()).lines());
        lines.addAll(Traced.of(later).lines());
        return sorted(lines);
    }

    /** What the command writes, of all shards. */
    private List<String> linesOf(Path capture, List<String> options) throws IOException {
        Path out = directory.resolve(String.join("", options));
        CommandInProcess.replay(capture, out, options);
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith("rt-network-log")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return sorted(lines);
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }
}
