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
        "LOOP,                 108, 00000002"
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
        "LOOP OpenBSD,         108, 00000018"
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
        "MPLS,                    NOT_IP,   1, 020000000001 020000000002 8847 00064140",
        "SLL netlink,             NOT_IP, 113, 0004 0338 0000 000000000000 0000 0010",
        "another address family,  NOT_IP,   0, 07000000",
        "raw of version 5,        NOT_IP, 101, 55000039",
        "no bytes,                FRAME_TRUNCATED, 101, ''",
        "half an Ethernet header, FRAME_TRUNCATED,   1, 020000000001 02000000",
        "half a VLAN tag,         FRAME_TRUNCATED,   1, 020000000001 020000000002 8100 00",
        "half a second VLAN tag,  FRAME_TRUNCATED,   1, 020000000001 020000000002 8100 0064 8100 00",
        "half an SLL header,      FRAME_TRUNCATED, 113, 0000 0001 0006 020000000001 0000 08",
        "half an SLL2 header,     FRAME_TRUNCATED, 276, 0800 0000 00000002 0001 00 06 0200",
        "half an address family,  FRAME_TRUNCATED,   0, 0200"
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
