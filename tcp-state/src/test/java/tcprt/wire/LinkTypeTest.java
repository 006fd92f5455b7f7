package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcprt.wire.Frames.ETHERNET_ADDRESSES;
import static tcprt.wire.Frames.IPV4;
import static tcprt.wire.Frames.IPV6;
import static tcprt.wire.Frames.SEGMENT;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and layouts: tcpdump's registry of link-layer header types. */
class LinkTypeTest {
    private static final String VLAN_TAG = "8100 0064 ";

    private final PacketView view = new PacketView();

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "Ethernet,               1, 020000000001 020000000002 0800",
        "802.1Q,                 1, 020000000001 020000000002 8100 0064 0800",
        "QinQ 802.1ad,           1, 020000000001 020000000002 88a8 0064 8100 2065 0800",
        "QinQ of old,            1, 020000000001 020000000002 9100 0064 9100 2065 0800",
        "SLL,                  113, 0000 0001 0006 020000000001 0000 0800",
        "SLL loopback,         113, 0000 0304 0006 000000000000 0000 0800",
        "SLL with VLAN,        113, 0004 0001 0006 020000000001 0000 8100 0064 0800",
        "SLL2,                 276, 0800 0000 00000002 0001 00 06 020000000001 0000",
        "SLL2 with VLAN,       276, 8100 0000 00000002 0001 00 06 020000000001 0000 0064 0800",
        "raw,                  101, ''",
        "raw (DLT),             12, ''",
        "raw (OpenBSD's DLT),   14, ''",
        "raw IPv4,             228, ''",
        "NULL little-endian,     0, 02000000",
        "NULL big-endian,        0, 00000002",
        "LOOP,                 108, 00000002",
        // MPLS: label 100, TTL 64, bottom of stack 0x100; the last one's control word is 0
        "MPLS,                   1, 020000000001 020000000002 8847 00064140",
        "MPLS multicast,         1, 020000000001 020000000002 8848 00064140",
        "three labels,           1, 020000000001 020000000002 8847 00064040 00065040 00000140",
        "MPLS in a VLAN,         1, 020000000001 020000000002 8100 0064 8847 00064140",
        "a pseudowire, 1, 02000000000102000000000288470006414000000000 020000000003020000000004 0800",
        "a pseudowire's VLAN, 1, 0200000000010200000000028847 00064140 00000007"
                + " 020000000003020000000004 8100 0064 0800",
        "PPPoE,                  1, 020000000001 020000000002 8864 11 00 0001 003b 0021",
        "PPPoE short protocol,   1, 020000000001 020000000002 8864 11 00 0001 003a 21",
        "PPPoE in QinQ,          1, 020000000001 020000000002 88a8 0064 8100 2065 8864"
                + " 11 00 0001 003b 0021",
        "PPPoE with MPLS,        1, 020000000001 020000000002 8864 11 00 0001 003f 0281 00064140",
        "PPPoE without Ethernet, 51, 11 00 0001 003b 0021",
        "PPP,                    9, ff03 0021",
        "PPP without address,    9, 0021",
        "PPP short protocol,     9, ff03 21",
        "PPP serial,            50, ff03 0021",
        "Cisco HDLC in PPP,     50, 0f00 0800",
        "Cisco HDLC,           104, 8f00 0800",
        "PPP sent,             204, 01 ff03 0021",
        "PPP received,         204, 00 0021",
        "SNAP,                   1, 020000000001 020000000002 0041 aaaa03 000000 0800",
        "bridged SNAP,           1, 020000000001 020000000002 0041 aaaa03 0000f8 0800",
        "SNAP in a VLAN,         1, 020000000001 020000000002 8100 0064 0041 aaaa03 000000 0800",
        "SNAP in SLL,          113, 0000 0001 0006 020000000001 0000 0004 aaaa03 000000 0800",
        "IP in LLC,              1, 020000000001 020000000002 003c 060603"
    })
    void ipv4IsFoundBehind(String name, int linkType, String header) {
        wrap(Defect.NONE, linkType, header + IPV4 + SEGMENT);

        assertEquals(false, view.ipv6());
        assertEquals(0, view.sourceHigh());
        assertEquals(0xc0000201L, view.sourceLow());
        assertEquals(0, view.destinationHigh());
        assertEquals(0xc6336401L, view.destinationLow());
        assertIsTheSegment();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "Ethernet,               1, 020000000001 020000000002 86dd",
        "802.1Q,                 1, 020000000001 020000000002 8100 0064 86dd",
        "SLL,                  113, 0000 0001 0006 020000000001 0000 86dd",
        "SLL2,                 276, 86dd 0000 00000002 0001 00 06 020000000001 0000",
        "raw,                  101, ''",
        "raw IPv6,             229, ''",
        "NULL NetBSD,            0, 18000000",
        "NULL FreeBSD,           0, 1c000000",
        "NULL macOS,             0, 1e000000",
        "NULL big-endian,        0, 0000001e",
        "LOOP OpenBSD,         108, 00000018",
        "MPLS,                   1, 020000000001 020000000002 8847 00002140",
        "PPPoE,                  1, 020000000001 020000000002 8864 11 00 0001 004f 0057",
        "PPP,                    9, ff03 0057",
        "SNAP,                   1, 020000000001 020000000002 0055 aaaa03 000000 86dd"
    })
    void ipv6IsFoundBehind(String name, int linkType, String header) {
        wrap(Defect.NONE, linkType, header + IPV6 + SEGMENT);

        assertEquals(true, view.ipv6());
        assertEquals(0x20010db8_00000000L, view.sourceHigh());
        assertEquals(1, view.sourceLow());
        assertEquals(0x20010db8_00000000L, view.destinationHigh());
        assertEquals(2, view.destinationLow());
        assertIsTheSegment();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an unknown link type,    LINK_TYPE_UNKNOWN, 147, 45000039",
        "ARP,                     NOT_IP,   1, 020000000001 020000000002 0806 0001",
        "an 802.3 frame,          NOT_IP,   1, 0180c2000000 020000000002 0026 424203",
        "ARP in a VLAN,           NOT_IP,   1, 020000000001 020000000002 8100 0064 0806 0001",
        "802.11,                  WIRELESS, 105, 0800 0000",
        "802.11 with radiotap,    WIRELESS, 127, 0000 0800",
        "a raw 802.3 frame,       NOT_IP,   1, 020000000001 020000000002 0026 ffff 0022",
        "Cisco's OUI in SNAP,     NOT_IP,   1, 0180c2000000 020000000002 0026 aaaa03 00000c 2000",
        "an MPLS echo channel,    NOT_IP,   1, 020000000001 020000000002 8847 00064140 10000007",
        "PPPoE discovery,         NOT_IP,   1, 020000000001 020000000002 8863 11 09 0000 0000",
        "an end of PPPoE,         NOT_IP,   1, 020000000001 020000000002 8864 11 a7 0001 0000",
        "PPPoE version 2,         NOT_IP,   1, 020000000001 020000000002 8864 21 00 0001 0002 0021",
        "LCP in PPP,              NOT_IP,   9, ff03 c021 0101",
        "Cisco's keep-alive,      NOT_IP, 104, 8f00 8035 00000002",
        "SLL netlink,             NOT_IP, 113, 0004 0338 0000 000000000000 0000 0010",
        "another address family,  NOT_IP,   0, 07000000",
        "raw of version 5,        NOT_IP, 101, 55000039",
        "no bytes,                FRAME_TRUNCATED, 101, ''",
        "half an Ethernet header, FRAME_TRUNCATED,   1, 020000000001 02000000",
        "half a VLAN tag,         FRAME_TRUNCATED,   1, 020000000001 020000000002 8100 00",
        "half a second VLAN tag,  FRAME_TRUNCATED,   1, 020000000001 020000000002 8100 0064 8100 00",
        "half an SLL header,      FRAME_TRUNCATED, 113, 0000 0001 0006 020000000001 0000 08",
        "half an SLL2 header,     FRAME_TRUNCATED, 276, 0800 0000 00000002 0001 00 06 0200",
        "half an address family,  FRAME_TRUNCATED,   0, 0200",
        "half a label,            FRAME_TRUNCATED,   1, 020000000001 020000000002 8847 0006",
        "a label and no more,     FRAME_TRUNCATED,   1, 020000000001 020000000002 8847 00064140",
        "half a control word,     FRAME_TRUNCATED,   1, 020000000001 020000000002 8847 00064140 0000",
        "half a PPPoE header,     FRAME_TRUNCATED,   1, 020000000001 020000000002 8864 11 00 0001",
        "half a PPP protocol,     FRAME_TRUNCATED,   9, ff03 00",
        "no PPP direction,        FRAME_TRUNCATED, 204, ''",
        "half an LLC header,      FRAME_TRUNCATED,   1, 020000000001 020000000002 0026 aaaa",
        "half a SNAP header,      FRAME_TRUNCATED,   1, 020000000001 020000000002 0026 aaaa03 0000"
    })
    void setAsideAtTheLinkLayer(String name, Defect expected, int linkType, String hex) {
        wrap(expected, linkType, hex);
    }

    @Test
    void eightVlanTagsAreWalkedOver() {
        wrap(Defect.NONE, 1, ETHERNET_ADDRESSES + VLAN_TAG.repeat(8) + "0800" + IPV4 + SEGMENT);
        assertIsTheSegment();
    }

    @Test
    void nineVlanTagsAreTooMany() {
        wrap(
                Defect.VLAN_TAG_CHAIN,
                1,
                ETHERNET_ADDRESSES + VLAN_TAG.repeat(9) + "0800" + IPV4 + SEGMENT);
    }

    @Test
    void sixteenLabelsAreWalkedOverAndSeventeenAreTooMany() {
        String label = "00064040 ";
        String last = "00064140 ";
        String mpls = ETHERNET_ADDRESSES + "8847";
        wrap(Defect.NONE, 1, mpls + label.repeat(15) + last + IPV4 + SEGMENT);
        wrap(Defect.MPLS_LABEL_STACK, 1, mpls + label.repeat(16) + last + IPV4 + SEGMENT);
    }

    @Test
    void sixteenLayersArePeeledAndSeventeenAreTooMany() {
        String pseudowire = ETHERNET_ADDRESSES + "8847 00064140 00000000 ";
        String ethernet = ETHERNET_ADDRESSES + "0800 ";
        // Two layers each, and the last frame's own header.
        wrap(Defect.NONE, 1, pseudowire.repeat(7) + ethernet + IPV4 + SEGMENT);
        assertIsTheSegment();
        String tagged = ETHERNET_ADDRESSES + "8100 0064 0800 ";
        wrap(Defect.NONE, 1, pseudowire.repeat(7) + tagged + IPV4 + SEGMENT);
        wrap(Defect.LAYERS, 1, pseudowire.repeat(8) + ethernet + IPV4 + SEGMENT);
        wrap(Defect.LAYERS, 1, pseudowire.repeat(500) + ethernet + IPV4 + SEGMENT);
    }

    private void wrap(Defect expected, int linkType, String hex) {
        byte[] bytes = Frames.parse(hex);
        ByteBuffer buffer = Frames.atEndOfBuffer(bytes, bytes.length, 3);
        assertEquals(expected, view.wrap(linkType, buffer, 3, bytes.length, bytes.length));
    }

    private void assertIsTheSegment() {
        TcpView tcp = view.tcp();
        assertEquals(40000, tcp.sourcePort());
        assertEquals(80, tcp.destinationPort());
        assertEquals(0x3ade68b2, tcp.seq());
        assertEquals(5, tcp.payloadLength());
        assertEquals(5, tcp.capturedPayloadLength());
    }
}
