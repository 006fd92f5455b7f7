package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.FrameReader;
import tcprt.FrameSettings;
import tcprt.pcaps.Shared;

/** Real captures of link layers, tunnels and fragments: TCP is found in the frames tshark names. */
class TsharkCountTest {
    private static final Set<String> TAGS =
            Set.of(
                    "vlan",
                    "qinq",
                    "mpls",
                    "pppoe",
                    "gre",
                    "erspan",
                    "vxlan",
                    "geneve",
                    "gtp",
                    "teredo",
                    "ip-fragments",
                    "ipv6-fragments");

    /** Its link type is the log of Linux's firewall (NFLOG), which is not read. */
    private static final String NOT_READ = "zeek/nflog-http.pcap";

    /** Names below {@code files}; damaged ones, of which little is read, are left out. */
    static List<String> captures() throws IOException {
        List<String> lines = Files.readAllLines(Shared.path("pcaps/catalogue.tsv"));
        List<String> columns = List.of(lines.get(0).split("\t", -1));
        int category = columns.indexOf("category");
        int exercises = columns.indexOf("exercises");
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(
                        row ->
                                row[category].startsWith("link layers")
                                        || (!row[category].startsWith("malformed")
                                                && Arrays.stream(row[exercises].split(" "))
                                                        .anyMatch(TAGS::contains)))
                .map(row -> row[0])
                .toList();
    }

    @Test
    void thereAreCapturesOfEveryKind() throws IOException {
        assertTrue(captures().size() > 40, captures().size() + " captures");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void tcpIsFoundWhereTsharkFindsIt(String name) throws IOException, InterruptedException {
        Path capture = Shared.path("pcaps/files/" + name);
        Set<Integer> expected = new TreeSet<>();
        for (String number : Tshark.ofTcpFrames(capture, "frame.number")) {
            expected.add(Integer.valueOf(number));
        }
        assertEquals(name.equals(NOT_READ) ? Set.of() : expected, framesOfOurs(capture));
    }

    private static Set<Integer> framesOfOurs(Path capture) throws IOException {
        Set<Integer> found = new TreeSet<>();
        FrameReader reader = new FrameReader(FrameSettings.defaults());
        int number = 0;
        for (Frame frame : Frame.read(capture)) {
            number++;
            if (reader.read(
                    frame.timeNs(),
                    frame.linkType(),
                    ByteBuffer.wrap(frame.captured()),
                    0,
                    frame.captured().length,
                    frame.wireLength())) {
                found.add(number);
            }
        }
        return found;
    }
}
