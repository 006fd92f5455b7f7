package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.TcpMaximumSegmentSizeOption;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpHeader;
import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.TcpSackOption;
import org.pcap4j.packet.TcpSackPermittedOption;
import org.pcap4j.packet.TcpTimestampsOption;
import org.pcap4j.packet.TcpWindowScaleOption;

/** The views and pcap4j, which knows nothing of them, read the same from real frames. */
class IndependentDecoderTest {
    /** Files up to this size: enough frames of every kind, and soon read. */
    private static final long MAX_FILE_LENGTH = 100_000;

    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;

    private final PacketView view = new PacketView();

    @Test
    void shippedFramesAreReadAlike() throws IOException, IllegalRawDataException {
        int compared = 0;
        for (String line : resourceLines("frames.txt")) {
            if (!line.startsWith("#")) {
                byte[] frame = HexFormat.of().parseHex(line);
                assertTrue(isReadAlike(frame, frame.length, line));
                compared++;
            }
        }
        assertEquals(13, compared);
    }

    @Test
    void framesOfTheGoldenPairsAreReadAlike() throws IOException, IllegalRawDataException {
        Path pairs = shared().resolve("golden").resolve("pairs");
        assumeTrue(
                Files.isDirectory(pairs),
                pairs + " is absent; name the shared directory with -Dtcprt.shared=DIR");
        int compared = 0;
        for (Path file : smallCaptures(pairs)) {
            compared += compareFile(file);
        }
        assertTrue(compared > 1000, compared + " segments compared");
    }

    private static List<Path> smallCaptures(Path pairs) throws IOException {
        try (Stream<Path> files =
                Files.find(
                        pairs,
                        2,
                        (file, about) ->
                                file.endsWith("server.pcap") && about.size() <= MAX_FILE_LENGTH)) {
            return files.sorted().toList();
        }
    }

    private int compareFile(Path file) throws IOException, IllegalRawDataException {
        ByteBuffer capture =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int magic = capture.getInt(0);
        if (magic != MICROSECOND_MAGIC && magic != NANOSECOND_MAGIC) {
            return 0;
        }
        assertEquals(LinkType.ETHERNET, capture.getInt(20), file + ": link type");
        int compared = 0;
        int frameNumber = 1;
        int at = FILE_HEADER_LENGTH;
        while (at + RECORD_HEADER_LENGTH <= capture.capacity()) {
            byte[] frame = new byte[capture.getInt(at + 8)];
            int wireLength = capture.getInt(at + 12);
            capture.get(at + RECORD_HEADER_LENGTH, frame);
            compared += isReadAlike(frame, wireLength, file + ":" + frameNumber) ? 1 : 0;
            at += RECORD_HEADER_LENGTH + frame.length;
            frameNumber++;
        }
        return compared;
    }

    /** Whether it was TCP; fails if the two decoders differ. */
    private boolean isReadAlike(byte[] frame, int wireLength, String where)
            throws IllegalRawDataException {
        Defect defect = view.wrap(1, ByteBuffer.wrap(frame), 0, frame.length, wireLength);
        EthernetPacket ethernet = EthernetPacket.newPacket(frame, 0, frame.length);
        TcpPacket tcp = ethernet.get(TcpPacket.class);
        if (tcp == null) {
            assertTrue(defect == Defect.NOT_IP || defect == Defect.NOT_TCP, where + ": " + defect);
            return false;
        }
        assertEquals(Defect.NONE, defect, where);
        IpPacket ip = ethernet.get(IpPacket.class);
        assertSameAddresses(ip, where);
        assertSameHeader(tcp.getHeader(), where);
        assertSameOptions(tcp.getHeader(), where);
        assertSamePayload(ip, tcp, where);
        return true;
    }

    private void assertSameAddresses(IpPacket ip, String where) {
        IpPacket.IpHeader header = ip.getHeader();
        assertEquals(header.getSrcAddr() instanceof Inet6Address, view.ipv6(), where);
        assertEquals(
                new BigInteger(1, header.getSrcAddr().getAddress()),
                address(view.sourceHigh(), view.sourceLow()),
                where);
        assertEquals(
                new BigInteger(1, header.getDstAddr().getAddress()),
                address(view.destinationHigh(), view.destinationLow()),
                where);
    }

    private static BigInteger address(long high, long low) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return new BigInteger(1, bytes);
    }

    private void assertSameHeader(TcpHeader header, String where) {
        TcpView tcp = view.tcp();
        assertEquals(header.getSrcPort().valueAsInt(), tcp.sourcePort(), where);
        assertEquals(header.getDstPort().valueAsInt(), tcp.destinationPort(), where);
        assertEquals(header.getSequenceNumber(), tcp.seq(), where);
        assertEquals(header.getAcknowledgmentNumber(), tcp.ack(), where);
        assertEquals(header.getDataOffsetAsInt() * 4, tcp.headerLength(), where);
        assertEquals(header.getWindowAsInt(), tcp.window(), where);
        assertEquals(header.getFin(), tcp.isFin(), where);
        assertEquals(header.getSyn(), tcp.isSyn(), where);
        assertEquals(header.getRst(), tcp.isRst(), where);
        assertEquals(header.getPsh(), tcp.isPsh(), where);
        assertEquals(header.getAck(), tcp.isAck(), where);
        assertEquals(header.getUrg(), tcp.isUrg(), where);
    }

    private void assertSameOptions(TcpHeader header, String where) {
        TcpView tcp = view.tcp();
        boolean timestamps = false;
        boolean sackPermitted = false;
        int mss = 0;
        int windowScale = -1;
        int sackCount = 0;
        for (TcpOption option : header.getOptions()) {
            if (option instanceof TcpTimestampsOption stamps) {
                timestamps = true;
                assertEquals(stamps.getTsValue(), tcp.tsVal(), where);
                assertEquals(stamps.getTsEchoReply(), tcp.tsEcr(), where);
            } else if (option instanceof TcpMaximumSegmentSizeOption size) {
                mss = size.getMaxSegSizeAsInt();
            } else if (option instanceof TcpWindowScaleOption scale) {
                windowScale = scale.getShiftCountAsInt();
            } else if (option instanceof TcpSackPermittedOption) {
                sackPermitted = true;
            } else if (option instanceof TcpSackOption sack) {
                // It has no accessor for the blocks, only for the option's bytes.
                ByteBuffer raw = ByteBuffer.wrap(sack.getRawData());
                for (int at = 2; at < raw.capacity(); at += 8) {
                    assertEquals(raw.getInt(at), tcp.sackStart(sackCount), where);
                    assertEquals(raw.getInt(at + 4), tcp.sackEnd(sackCount), where);
                    sackCount++;
                }
            }
        }
        assertEquals(timestamps, tcp.hasTimestamps(), where);
        assertEquals(mss, tcp.mssOption(), where);
        assertEquals(windowScale, tcp.windowScale(), where);
        assertEquals(sackPermitted, tcp.sackPermitted(), where);
        assertEquals(sackCount, tcp.sackCount(), where);
    }

    private void assertSamePayload(IpPacket ip, TcpPacket tcp, String where) {
        int segmentLength;
        if (ip instanceof IpV4Packet ipv4) {
            segmentLength =
                    ipv4.getHeader().getTotalLengthAsInt() - ipv4.getHeader().getIhlAsInt() * 4;
        } else {
            segmentLength = ((IpV6Packet) ip).getHeader().getPayloadLengthAsInt();
        }
        int payloadLength = segmentLength - tcp.getHeader().length();
        int captured = tcp.getPayload() == null ? 0 : tcp.getPayload().length();
        assertEquals(payloadLength, view.tcp().payloadLength(), where);
        assertEquals(captured, view.tcp().capturedPayloadLength(), where);
    }

    /** Beside the repository, seen from the module or from its root. */
    private static Path shared() {
        String named = System.getProperty("tcprt.shared");
        if (named != null) {
            return Path.of(named);
        }
        Path fromModule = Path.of("..", "..", "shared");
        return Files.isDirectory(fromModule) ? fromModule : Path.of("..", "shared");
    }

    private static List<String> resourceLines(String name) throws IOException {
        try (InputStream stream = IndependentDecoderTest.class.getResourceAsStream(name)) {
            assertTrue(stream != null, name + " is not on the class path");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
