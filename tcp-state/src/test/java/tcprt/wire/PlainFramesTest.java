package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The short way over plain frames finds what the way over one layer after the other finds: in
 * shipped captures, and in their frames changed and cut.
 */
class PlainFramesTest {
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int FRAMES_OF_A_FILE = 100;

    /** Ethernet, IPv4 and TCP with all the options there is room for. */
    private static final int HEADERS = 14 + 20 + 60;

    /** What decides in one of the fields: neighbours of the usual values, tunnels, extremes. */
    private static final int[] DECISIVE = {
        0x00, 0x01, 0x04, 0x06, 0x08, 0x11, 0x13, 0x14, 0x20, 0x27, 0x28, 0x29, 0x2f, 0x3f, 0x40,
        0x44, 0x45, 0x46, 0x50, 0x65, 0x68, 0x80, 0x86, 0xb5, 0xc1, 0xf0, 0xff
    };

    private final PacketView shortWay = new PacketView();
    private final Random random = new Random(20261122);
    private int usable;
    private int setAside;

    @Test
    void udpToNoTunnelIsNotTcp() {
        assertDefect(Defect.NOT_TCP, Frames.outerIpv4(17, Frames.udp(53, "0000000000000000")));
    }

    @Test
    void udpToATunnelIsLookedInto() {
        String inner = Frames.ETHERNET_IPV4 + Frames.IPV4 + Frames.SEGMENT;
        String vxlan = Frames.udp(4789, "08000000 00006400 " + inner);
        assertDefect(Defect.NONE, Frames.outerIpv4(17, vxlan));
        assertEquals(40000, shortWay.tcp().sourcePort());
    }

    @Test
    void udpThatIsCutIsStillATunnelCutShort() {
        byte[] frame = Frames.parse(Frames.ETHERNET_IPV4 + Frames.outerIpv4(17, "c0000035 0008"));
        assertEquals(Defect.TUNNEL_TRUNCATED, wrap(1, frame, frame.length, 60));
    }

    @Test
    void aFragmentWaitsWhateverItHolds() {
        for (int protocol : new int[] {IpProtocol.TCP, IpProtocol.UDP}) {
            String whole = Frames.outerIpv4(protocol, Frames.SEGMENT);
            assertDefect(Defect.IP_FRAGMENT, whole.replace("00004000", "00002000"));
            assertDefect(Defect.IP_FRAGMENT, whole.replace("00004000", "00000001"));
        }
    }

    @Test
    void whatAHandMadeFrameHoldsIsTheSameOnBothWays() {
        for (Frames.Frame frame : Frames.usable()) {
            compareVariants(frame.linkType(), frame.bytes(), frame.wireLength(), 2000);
        }
        assertTrue(usable > 20_000 && setAside > 10_000, usable + " usable, " + setAside);
    }

    @Test
    void whatAShippedFrameHoldsIsTheSameOnBothWays() throws IOException {
        assertTrue(compareFiles(Path.of("..", "pcaps", "golden")) > 500);
    }

    @Test
    void whatAFrameOfTheGoldenPairsHoldsIsTheSameOnBothWays() throws IOException {
        Path shared = Path.of(System.getProperty("tcprt.shared", "../../shared"));
        Path pairs = shared.resolve("golden").resolve("pairs");
        assumeTrue(
                Files.isDirectory(pairs),
                pairs + " is absent; name the shared directory with -Dtcprt.shared=DIR");
        assertTrue(compareFiles(pairs) > 5000);
    }

    private void assertDefect(Defect expected, String ipv4) {
        byte[] frame = Frames.parse(Frames.ETHERNET_IPV4 + ipv4);
        assertEquals(expected, wrap(1, frame, frame.length, frame.length), ipv4);
    }

    private int compareFiles(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.filter(PlainFramesTest::isPcap).sorted().toList();
        }
        int compared = 0;
        for (Path file : files) {
            compared += compareFile(file);
        }
        return compared;
    }

    private static boolean isPcap(Path file) {
        return file.toString().endsWith(".pcap") || file.toString().endsWith(".pcap.gz");
    }

    private int compareFile(Path file) throws IOException {
        ByteBuffer capture = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
        int linkType = capture.getInt(20);
        int compared = 0;
        int at = FILE_HEADER_LENGTH;
        while (compared < FRAMES_OF_A_FILE && at + RECORD_HEADER_LENGTH <= capture.capacity()) {
            byte[] frame = new byte[capture.getInt(at + 8)];
            int wireLength = capture.getInt(at + 12);
            capture.get(at + RECORD_HEADER_LENGTH, frame);
            compareVariants(linkType, frame, wireLength, 20);
            at += RECORD_HEADER_LENGTH + frame.length;
            compared++;
        }
        return compared;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream stored = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return plain.readAllBytes();
        }
    }

    /** Compares a frame as it is, cut anywhere in its headers, and so often with bytes changed. */
    private void compareVariants(int linkType, byte[] frame, int wireLength, int changed) {
        wrap(linkType, frame, frame.length, wireLength);
        int headers = Math.min(frame.length, HEADERS);
        for (int captured = 0; captured < headers; captured++) {
            wrap(linkType, frame, captured, wireLength);
        }
        for (int i = 0; i < changed; i++) {
            byte[] copy = Arrays.copyOf(frame, frame.length);
            for (int changes = 1 + random.nextInt(3); changes > 0 && headers > 0; changes--) {
                int value = DECISIVE[random.nextInt(DECISIVE.length)];
                copy[random.nextInt(headers)] =
                        (byte) (random.nextBoolean() ? value : random.nextInt());
            }
            boolean cut = random.nextInt(4) == 0;
            wrap(linkType, copy, cut ? random.nextInt(headers + 1) : copy.length, wireLength);
        }
    }

    /** Goes both ways over a frame and compares; returns what they found. */
    private Defect wrap(int linkType, byte[] frame, int captured, int wireLength) {
        ByteBuffer buffer = Frames.atEndOfBuffer(frame, captured, 3);
        PacketView layers = new PacketView(); // so that nothing is left from the frame before
        Defect expected = layers.wrapLayers(linkType, buffer, 3, captured, wireLength);
        Defect actual = shortWay.wrap(linkType, buffer, 3, captured, wireLength);
        if (expected != actual
                || (actual == Defect.NONE && !facts(layers).equals(facts(shortWay)))) {
            assertEquals(
                    expected + " " + (expected == Defect.NONE ? facts(layers) : ""),
                    actual + " " + (actual == Defect.NONE ? facts(shortWay) : ""),
                    () ->
                            "%d of %s, link type %d, wire length %d"
                                    .formatted(
                                            captured,
                                            HexFormat.of().formatHex(frame),
                                            linkType,
                                            wireLength));
        }
        if (actual == Defect.NONE) {
            usable++;
        } else {
            setAside++;
        }
        return actual;
    }

    private static List<Object> facts(PacketView packet) {
        TcpView tcp = packet.tcp();
        return List.of(
                List.of(packet.ipv6(), packet.sourceHigh(), packet.sourceLow()),
                List.of(packet.destinationHigh(), packet.destinationLow()),
                List.of(packet.tunnelId(), packet.ipId(), packet.hopLimit(), packet.passage()),
                List.of(tcp.sourcePort(), tcp.destinationPort(), tcp.seq(), tcp.ack()),
                List.of(tcp.flags(), tcp.window(), tcp.checksum(), tcp.headerLength()),
                List.of(tcp.payloadLength(), tcp.capturedPayloadLength(), tcp.payloadOffset()),
                List.of(tcp.hasPredictableHeader(), tcp.hasTimestamps(), tcp.tsVal(), tcp.tsEcr()),
                List.of(tcp.mssOption(), tcp.windowScale(), tcp.sackPermitted(), tcp.sackCount()),
                List.of(tcp.buffer()));
    }
}
