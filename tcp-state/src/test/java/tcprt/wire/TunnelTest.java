package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcprt.wire.Frames.ETHERNET_ADDRESSES;
import static tcprt.wire.Frames.ETHERNET_IPV4;
import static tcprt.wire.Frames.ETHERNET_IPV6;
import static tcprt.wire.Frames.IPV4;
import static tcprt.wire.Frames.IPV6;
import static tcprt.wire.Frames.SEGMENT;
import static tcprt.wire.Frames.outerIpv4;
import static tcprt.wire.Frames.outerIpv6;
import static tcprt.wire.Frames.udp;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnels around a segment: what was inside is found, what is no tunnel is left alone. */
class TunnelTest {
    private static final int NONE = PacketView.NO_TUNNEL;
    private static final int GRE = 47;

    /** Flags with I, network 0x000064. */
    private static final String VXLAN = "08000000 00006400 ";

    private static final String INNER_ETHERNET = ETHERNET_IPV4 + IPV4 + SEGMENT;
    private static final String INNER_IPV4 = IPV4 + SEGMENT;

    private final PacketView view = new PacketView(List.of(4789), true);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VXLAN,                        4789, 08000000 00006400,                      100",
        "VXLAN of network 0,           4789, 08000000 00000000,                      0",
        "VXLAN of network 16777215,    4789, 08000000 ffffff00,                      16777215",
        "VXLAN with a group policy,    4789, 88000007 00006400,                      100",
        "VXLAN GPE,                    4789, 0c000003 00006400,                      100",
        "Geneve,                       6081, 00006558 00006400,                      100",
        "Geneve with 4 option bytes,   6081, 01006558 00006400 01028000,             100",
        "Geneve with 252 of them,      6081, 3f406558 00006400 *,                    100",
        "TZSP,                        37008, 01000001 01,                            -1",
        "TZSP to be sent,             37008, 01010001 01,                            -1",
        "TZSP with tags,              37008, 01000001 00 00 0a01c4 2900 0c0106 01,   -1",
    })
    void ethernetIsFoundInUdp(String name, int port, String header, int tunnelId) {
        String tunnel = header.replace("*", "00".repeat(252));
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(17, udp(port, tunnel + INNER_ETHERNET)));
        assertIsTheIpv4Segment(tunnelId);
        wrap(Defect.NONE, ETHERNET_IPV6 + outerIpv6(17, udp(port, tunnel + INNER_ETHERNET)));
        assertIsTheIpv4Segment(tunnelId);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VXLAN GPE,              4790, 0c000001 00006400,                            100",
        "Geneve,                 6081, 00000800 00006400,                            100",
        "GTP-U,                  2152, 30ff 0039 00000001,                           -1",
        "GTP-U with a sequence,  2152, 32ff 003d 00000001 0001 00 00,                -1",
        "GTP-U with an N-PDU,    2152, 31ff 003d 00000001 0000 05 00,                -1",
        "its last field unused,  2152, 32ff 003d 00000001 0001 00 85,                -1",
        "an extension,           2152, 34ff 0041 00000001 0000 00 85 01100100,       -1",
        "no extension after all, 2152, 34ff 003d 00000001 0000 00 00,                -1",
        "two extensions,  2152, 34ff 0049 00000001 0000 00 c0 01000185 0200000000000000, -1",
    })
    void ipIsFoundInUdp(String name, int port, String header, int tunnelId) {
        PacketView withGpe = new PacketView(List.of(4789, 4790), true);
        byte[] frame = Frames.parse(ETHERNET_IPV4 + outerIpv4(17, udp(port, header + INNER_IPV4)));
        assertEquals(Defect.NONE, wrap(withGpe, frame, frame.length, frame.length));
        assertEquals(0xc0000201L, withGpe.sourceLow());
        assertEquals(40000, withGpe.tcp().sourcePort());
        assertEquals(5, withGpe.tcp().payloadLength());
        assertEquals(tunnelId, withGpe.tunnelId());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "plain,                  00000800,                                        -1",
        "checksum,               80000800 12340000,                               -1",
        "key,                    20000800 00000007,                               7",
        "sequence,               10000800 00000001,                               -1",
        "checksum and key,       a0000800 12340000 00000007,                      7",
        "key and sequence,       30000800 00000007 00000001,                      7",
        "checksum and sequence,  90000800 12340000 00000001,                      -1",
        "all three,              b0000800 12340000 00000007 00000001,             7",
        "routing,                40000800 00000000 00020004 cb007103 00000000,    -1",
        "two routing entries,    40000800 00000000 00020004 cb007103 00020004 cb007104 00000000, -1",
        "routing and all three,  f0000800 12340000 00000007 00000001 00000000,    7",
        "a strict source route,  48000800 00000000 00000000,                      -1",
        "MPLS inside,            00008847 00064140,                               -1",
    })
    void ipIsFoundInGre(String name, String header, int tunnelId) {
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, header + INNER_IPV4));
        assertIsTheIpv4Segment(tunnelId);
        wrap(Defect.NONE, ETHERNET_IPV6 + outerIpv6(GRE, header + INNER_IPV4));
        assertIsTheIpv4Segment(tunnelId);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bridged GRE,                00006558,                                           -1",
        "NVGRE of subnet 0x64,       20006558 00006407,                                  100",
        "ERSPAN I,                   000088be,                                           -1",
        "ERSPAN II of session 5,     100088be 00000001 1064 0005 00000000,               5",
        "ERSPAN II of session 1023,  100088be 00000001 1fff ffff 00000000,               1023",
        "ERSPAN II with a GRE key,   300088be 00000007 00000001 1064 0005 00000000,      5",
        "ERSPAN III,                 100022eb 00000001 2064 0005 00000000 0000 0000,     5",
        "ERSPAN III without number,  000022eb 2064 0005 00000000 0000 0000,              5",
        "ERSPAN III of a platform,   100022eb 00000001 2064 0005 00000000 0000 0001"
                + " 1122334455667788, 5",
    })
    void ethernetIsFoundInGre(String name, String header, int tunnelId) {
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, header + INNER_ETHERNET));
        assertIsTheIpv4Segment(tunnelId);
        String tagged = ETHERNET_ADDRESSES + "8100 0064 0800" + INNER_IPV4;
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, header + tagged));
        assertIsTheIpv4Segment(tunnelId);
    }

    @Test
    void ipIsFoundInErspanThatSaysSo() {
        String header = "100022eb 00000001 2064 0005 00000000 0000 0800";
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, header + INNER_IPV4));
        assertIsTheIpv4Segment(5);
    }

    @Test
    void ipIsFoundInIp() {
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(4, INNER_IPV4));
        assertIsTheIpv4Segment(NONE);
        wrap(Defect.NONE, ETHERNET_IPV6 + outerIpv6(4, INNER_IPV4));
        assertIsTheIpv4Segment(NONE);
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(41, IPV6 + SEGMENT));
        assertIsTheIpv6Segment();
        wrap(Defect.NONE, ETHERNET_IPV6 + outerIpv6(41, IPV6 + SEGMENT));
        assertIsTheIpv6Segment();
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, "000086dd" + IPV6 + SEGMENT));
        assertIsTheIpv6Segment();
    }

    @Test
    void innermostTunnelWithANumberGivesIt() {
        String ipInIp = ETHERNET_IPV4 + outerIpv4(4, INNER_IPV4);
        String vxlan = ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + ipInIp));
        wrap(Defect.NONE, vxlan);
        assertIsTheIpv4Segment(100);

        String erspan = "100088be 00000001 1000 0005 00000000 ";
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(GRE, erspan + vxlan));
        assertIsTheIpv4Segment(100);

        String geneve = outerIpv4(17, udp(6081, "00006558 00000700" + vxlan));
        wrap(Defect.NONE, ETHERNET_IPV4 + geneve);
        assertIsTheIpv4Segment(100);
    }

    @Test
    void numberOfAFrameIsForgottenWithTheNext() {
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + INNER_ETHERNET)));
        wrap(Defect.NONE, INNER_ETHERNET);
        assertIsTheIpv4Segment(NONE);
    }

    @Test
    void withoutBeingAskedNoNumberIsGiven() {
        byte[] frame =
                Frames.parse(ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + INNER_ETHERNET)));
        PacketView merging = new PacketView();
        assertEquals(Defect.NONE, wrap(merging, frame, frame.length, frame.length));
        assertEquals(NONE, merging.tunnelId());
    }

    @Test
    void fiveTunnelsArePeeledAndManyAreTooMany() {
        String frame = INNER_ETHERNET;
        for (int i = 0; i < 5; i++) {
            String tagged = ETHERNET_ADDRESSES + "8100 0064 0800";
            frame = tagged + outerIpv4(17, udp(4789, VXLAN + frame));
        }
        wrap(Defect.NONE, frame);
        assertIsTheIpv4Segment(100);

        String packet = INNER_IPV4;
        for (int i = 0; i < 200; i++) {
            packet = outerIpv4(4, packet);
        }
        wrap(Defect.LAYERS, ETHERNET_IPV4 + packet);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "UDP that is no tunnel,            NOT_TCP,   5353, 08000000 00006400",
        "VXLAN without its flag,           NOT_TCP,   4789, 00000000 00006400",
        "VXLAN on a port nobody named,     NOT_TCP,   8472, 08000000 00006400",
        "VXLAN GPE with NSH,               NOT_IP,    4789, 0c000004 00006400",
        "Geneve of version 1,              NOT_TCP,   6081, 40006558 00006400",
        "a Geneve control packet,          NOT_TCP,   6081, 00806558 00006400",
        "Geneve with another protocol,     NOT_IP,    6081, 00000806 00006400",
        "a GTP echo,                       NOT_TCP,   2152, 3201 0004 00000000 0001 00 00",
        "GTP version 2,                    NOT_TCP,   2152, 48ff 0004 00000000",
        "GTP',                             NOT_TCP,   2152, 20ff 0004 00000000",
        "GTP with an empty extension,      TUNNEL_HEADER, 2152, 34ff 0041 00000001 00000085 00000000",
        "PPP in GTP,                       NOT_IP,    2152, 30ff 0041 00000001 ff030021",
        "TZSP of version 2,                NOT_TCP,  37008, 02000001 01",
        "a TZSP keep-alive,                NOT_TCP,  37008, 01040001 01",
        "802.11 in TZSP,                   WIRELESS, 37008, 01000012 01",
    })
    void setAsideInUdp(String name, Defect expected, int port, String header) {
        wrap(expected, ETHERNET_IPV4 + outerIpv4(17, udp(port, header + INNER_ETHERNET)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PPTP,                       NOT_TCP,          3001880b 00210001 00000001",
        "another protocol,           NOT_IP,           0000fefe",
        "a keep-alive,               NOT_IP,           00000000",
        "ERSPAN II of version 2,     TUNNEL_HEADER,    100088be 00000001 2064 0005 00000000",
        "ERSPAN III of version 1,    TUNNEL_HEADER,    100022eb 00000001 1064 0005 00000000 00000000",
        "ERSPAN III of another kind, NOT_IP,           100022eb 00000001 2064 0005 00000000 00000c00",
        "routing beyond the end,     TUNNEL_TRUNCATED, 40000800 00000000 000200ff",
        "IPv6 that says IPv4,        IP_VERSION,       00000800 60000000",
    })
    void setAsideInGre(String name, Defect expected, String header) {
        wrap(expected, ETHERNET_IPV4 + outerIpv4(GRE, header + INNER_ETHERNET));
    }

    @Test
    void whatIsInsideIsSetAsideAsOutside() {
        String arp = ETHERNET_ADDRESSES + "0806 0001";
        wrap(Defect.NOT_IP, ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + arp)));
        String icmp = ETHERNET_IPV4 + outerIpv4(1, "0800 0000 00000000");
        wrap(Defect.NOT_TCP, ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + icmp)));
        String fragment = "45000039 12342000 40060000 c0000201 c6336401" + SEGMENT;
        wrap(Defect.IP_FRAGMENT, ETHERNET_IPV4 + outerIpv4(4, fragment));
        String tunnelOverTcp = outerIpv4(6, SEGMENT);
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(4, tunnelOverTcp));
    }

    @Test
    void datagramThatEndsTooEarlyIsNoTunnel() {
        String padding = "00".repeat(18);
        wrap(
                Defect.TUNNEL_TRUNCATED,
                ETHERNET_IPV4 + outerIpv4(17, udp(4789, "08000000")) + padding);
        wrap(Defect.TUNNEL_TRUNCATED, ETHERNET_IPV4 + outerIpv4(17, "c00012b5") + padding);
        wrap(Defect.TUNNEL_TRUNCATED, ETHERNET_IPV4 + outerIpv4(GRE, "0000") + padding);
        wrap(Defect.IPV4_HEADER_TRUNCATED, ETHERNET_IPV4 + outerIpv4(4, "4500") + padding);
    }

    @Test
    void lengthsAreThoseOfTheInnerHeader() {
        String inner =
                ETHERNET_IPV4
                        + "45000028 12344000 40060000 c0000201 c6336401"
                        + Frames.PURE_ACK
                        + "000000000000";
        wrap(Defect.NONE, ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + inner)));
        assertEquals(0, view.tcp().payloadLength());
        assertEquals(0, view.tcp().capturedPayloadLength());
    }

    @Test
    void snapLengthInsideATunnelCutsThePayloadThatIsPresentOnly() {
        byte[] frame =
                Frames.parse(ETHERNET_IPV4 + outerIpv4(17, udp(4789, VXLAN + INNER_ETHERNET)));
        assertEquals(Defect.NONE, wrap(view, frame, frame.length - 3, frame.length));
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(2, view.tcp().capturedPayloadLength());
    }

    @Test
    void superSegmentInATunnelWithoutAnyLengthTakesTheWireLength() {
        String inner = "45000000 12344000 40060000 c0000201 c6336401" + SEGMENT;
        String tunnel = outerIpv4(17, udp(4789, VXLAN + ETHERNET_IPV4 + inner));
        byte[] frame = Frames.parse(ETHERNET_IPV4 + "45000000" + tunnel.substring(8));
        int headers = 14 + 20 + 8 + 8 + 14 + 20 + 32;
        assertEquals(Defect.NONE, wrap(view, frame, frame.length, headers + 70000));
        assertEquals(70000, view.tcp().payloadLength());
        assertEquals(5, view.tcp().capturedPayloadLength());
    }

    private void assertIsTheIpv4Segment(int tunnelId) {
        assertFalse(view.ipv6());
        assertEquals(0xc0000201L, view.sourceLow());
        assertEquals(0xc6336401L, view.destinationLow());
        assertIsTheSegment();
        assertEquals(tunnelId, view.tunnelId());
    }

    private void assertIsTheIpv6Segment() {
        assertTrue(view.ipv6());
        assertEquals(0x20010db8_00000000L, view.sourceHigh());
        assertEquals(1, view.sourceLow());
        assertEquals(2, view.destinationLow());
        assertIsTheSegment();
        assertEquals(NONE, view.tunnelId());
    }

    private void assertIsTheSegment() {
        TcpView tcp = view.tcp();
        assertEquals(40000, tcp.sourcePort());
        assertEquals(80, tcp.destinationPort());
        assertEquals(0x3ade68b2, tcp.seq());
        assertEquals(5, tcp.payloadLength());
        assertEquals(5, tcp.capturedPayloadLength());
    }

    private void wrap(Defect expected, String hex) {
        byte[] frame = Frames.parse(hex);
        assertEquals(expected, wrap(view, frame, frame.length, frame.length));
    }

    private static Defect wrap(PacketView view, byte[] frame, int captured, int wireLength) {
        ByteBuffer buffer = Frames.atEndOfBuffer(frame, captured, 0);
        return view.wrap(1, buffer, 0, captured, wireLength);
    }
}
