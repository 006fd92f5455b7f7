package tcprt.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/**
 * Frames worked out by hand, as hex. All but those that say otherwise carry {@link #SEGMENT}: from
 * port 40000 to 80, five data bytes.
 */
final class Frames {
    /** A frame with what its link type is and how long it was on the wire. */
    record Frame(String name, int linkType, String hex, int wireLength) {
        Frame(String name, int linkType, String hex) {
            this(name, linkType, hex, parse(hex).length);
        }

        byte[] bytes() {
            return parse(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final String ETHERNET_IPV4 = "020000000001 020000000002 0800 ";
    static final String ETHERNET_IPV6 = "020000000001 020000000002 86dd ";
    static final String ETHERNET_ADDRESSES = "020000000001 020000000002 ";

    /** 192.0.2.1 to 198.51.100.1, DF, total length 57 = 20 + 37. */
    static final String IPV4 = "45000039 12344000 40060000 c0000201 c6336401 ";

    /** 2001:db8::1 to 2001:db8::2, payload length 37, TCP. */
    static final String IPV6 =
            "60000000 0025 06 40 "
                    + "20010db8 00000000 00000000 00000001 "
                    + "20010db8 00000000 00000000 00000002 ";

    /** PSH ACK, window 502, NOP NOP TS 101 1000, "hello": 32 + 5 = 37 bytes. */
    static final String SEGMENT =
            "9c40 0050 3ade68b2 5eed0001 8018 01f6 0000 0000 "
                    + "0101080a 00000065 000003e8 68656c6c6f ";

    /** An ACK without options: 20 bytes. */
    static final String PURE_ACK = "9c40 0050 3ade68b7 5eed0001 5010 01f6 0000 0000 ";

    /** SYN: MSS 1460, SACK permitted, TS 100 0, NOP, window scale 7: 40 bytes. */
    static final String SYN =
            "9c40 0050 3ade68b1 00000000 a002 ffff 0000 0000 "
                    + "020405b4 0402 080a 00000064 00000000 01 030307 ";

    private Frames() {}

    /** The IPv6 header with another payload length and next header. */
    static String ipv6(int payloadLength, int nextHeader) {
        return String.format("60000000 %04x %02x 40 ", payloadLength, nextHeader)
                + IPV6.substring("60000000 0025 06 40 ".length());
    }

    /** From 203.0.113.1 to 203.0.113.2, the outside of a tunnel. */
    static String outerIpv4(int protocol, String payload) {
        return String.format("4500%04x 00004000 40%02x0000 ", 20 + length(payload), protocol)
                + "cb007101 cb007102 "
                + payload;
    }

    /** From 2001:db8:ff::1 to 2001:db8:ff::2, the outside of a tunnel. */
    static String outerIpv6(int nextHeader, String payload) {
        return String.format("60000000 %04x %02x 40 ", length(payload), nextHeader)
                + "20010db8 00ff0000 00000000 00000001 "
                + "20010db8 00ff0000 00000000 00000002 "
                + payload;
    }

    private static String ipInIpInIp() {
        return outerIpv4(41, outerIpv6(4, IPV4 + SEGMENT));
    }

    /** A datagram from port 49152; without checksum. */
    static String udp(int destinationPort, String payload) {
        return String.format("c000 %04x %04x 0000 ", destinationPort, 8 + length(payload))
                + payload;
    }

    private static int length(String hex) {
        return parse(hex).length;
    }

    static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** One of every kind of frame that is usable. */
    static List<Frame> usable() {
        return List.of(
                new Frame("Ethernet, IPv4", 1, ETHERNET_IPV4 + IPV4 + SEGMENT),
                new Frame("Ethernet, IPv6", 1, ETHERNET_IPV6 + IPV6 + SEGMENT),
                new Frame("VLAN", 1, ETHERNET_ADDRESSES + "8100 0064 0800" + IPV4 + SEGMENT),
                new Frame(
                        "QinQ",
                        1,
                        ETHERNET_ADDRESSES + "88a8 0065 9100 0066 8100 0064 86dd" + IPV6 + SEGMENT),
                new Frame("SLL", 113, "0000 0001 0006 0200000000010000 0800" + IPV4 + SEGMENT),
                new Frame(
                        "SLL2",
                        276,
                        "86dd 0000 00000002 0001 00 06 0200000000010000" + IPV6 + SEGMENT),
                new Frame(
                        "MPLS", 1, ETHERNET_ADDRESSES + "8847 00064040 00065140" + IPV4 + SEGMENT),
                new Frame(
                        "pseudowire",
                        1,
                        ETHERNET_ADDRESSES
                                + "8100 0064 8847 00064140 00000000"
                                + ETHERNET_IPV6
                                + IPV6
                                + SEGMENT),
                new Frame(
                        "PPPoE",
                        1,
                        ETHERNET_ADDRESSES + "8864 11 00 0001 003b 0021" + IPV4 + SEGMENT),
                new Frame("PPPoE alone", 51, "11 00 0001 003b 0021" + IPV4 + SEGMENT),
                new Frame("Cisco HDLC", 104, "0f00 86dd" + IPV6 + SEGMENT),
                new Frame("PPP", 9, "ff03 0057" + IPV6 + SEGMENT),
                new Frame("PPP with direction", 204, "00 ff03 21" + IPV4 + SEGMENT),
                new Frame(
                        "SNAP", 1, ETHERNET_ADDRESSES + "0041 aaaa03 000000 0800" + IPV4 + SEGMENT),
                new Frame(
                        "VXLAN",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        17,
                                        udp(
                                                4789,
                                                "08000000 00006400 "
                                                        + ETHERNET_ADDRESSES
                                                        + "8100 0064 86dd"
                                                        + IPV6
                                                        + SEGMENT))),
                new Frame(
                        "Geneve with options in IPv6",
                        1,
                        ETHERNET_IPV6
                                + outerIpv6(
                                        17,
                                        udp(
                                                6081,
                                                "02006558 00006400 0102800100000007 "
                                                        + ETHERNET_IPV4
                                                        + IPV4
                                                        + SEGMENT))),
                new Frame(
                        "GRE with every field",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        47,
                                        "f0000800 00000000 00000007 00000001 "
                                                + "00020004 cb007103 00000000 "
                                                + IPV4
                                                + SEGMENT)),
                new Frame(
                        "NVGRE",
                        1,
                        ETHERNET_IPV6
                                + outerIpv6(
                                        47, "20006558 00006407" + ETHERNET_IPV4 + IPV4 + SEGMENT)),
                new Frame(
                        "ERSPAN I",
                        1,
                        ETHERNET_IPV4 + outerIpv4(47, "000088be" + ETHERNET_IPV6 + IPV6 + SEGMENT)),
                new Frame(
                        "ERSPAN II",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        47,
                                        "100088be 00000001 1064 0064 00000000 "
                                                + ETHERNET_IPV4
                                                + IPV4
                                                + SEGMENT)),
                new Frame(
                        "ERSPAN III",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        47,
                                        "100022eb 00000001 2064 0064 00000000 00000001"
                                                + "0000000000000000"
                                                + ETHERNET_IPV4
                                                + IPV4
                                                + SEGMENT)),
                new Frame("IP in IP in IP", 1, ETHERNET_IPV4 + ipInIpInIp()),
                new Frame("6in4", 1, ETHERNET_IPV4 + outerIpv4(41, IPV6 + SEGMENT)),
                new Frame(
                        "GTP-U with an extension",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        17,
                                        udp(
                                                2152,
                                                "34ff0041 00000001 00000085 01100100 "
                                                        + IPV4
                                                        + SEGMENT))),
                new Frame(
                        "TZSP",
                        1,
                        ETHERNET_IPV4
                                + outerIpv4(
                                        17,
                                        udp(
                                                37008,
                                                "01000001 00 0a01c4 01"
                                                        + ETHERNET_IPV4
                                                        + IPV4
                                                        + SEGMENT))),
                new Frame("raw", 101, IPV4 + SEGMENT),
                new Frame("BSD NULL", 0, "02000000" + IPV4 + SEGMENT),
                new Frame("BSD LOOP", 108, "00000018" + IPV6 + SEGMENT),
                new Frame("put together", Reassembly.LINK_TYPE, "00000064" + IPV4 + SEGMENT),
                new Frame(
                        "padded to 60 bytes",
                        1,
                        ETHERNET_IPV4
                                + "45000028 12344000 40060000 c0000201 c6336401"
                                + PURE_ACK
                                + "ffffffffffff"),
                new Frame(
                        "IPv4 options",
                        1,
                        ETHERNET_IPV4
                                + "48000045 12344000 40060000 c0000201 c6336401"
                                + "94040000 01010101 00000000"
                                + SEGMENT),
                new Frame(
                        "IPv6 extension headers",
                        1,
                        ETHERNET_IPV6
                                + ipv6(8 + 24 + 8 + 12 + 16 + 37, 0)
                                + "2b 00 050200000100"
                                + "2c 02 0000 00000000 20010db8000000000000000000000003"
                                + "33 00 0000 12345678"
                                + "3c 01 0000 00000001 00000001"
                                + "06 01 010c000000000000000000000000"
                                + SEGMENT),
                new Frame("SYN", 1, ETHERNET_IPV4 + "4500003c" + IPV4.substring(8) + SYN),
                new Frame(
                        "super-segment without a length",
                        1,
                        ETHERNET_IPV4 + "45000000" + IPV4.substring(8) + SEGMENT,
                        14 + 20 + 32 + 70000));
    }

    /** The captured bytes at the end of a buffer, so that a read beyond them fails. */
    static ByteBuffer atEndOfBuffer(byte[] bytes, int capturedLength, int offset) {
        ByteBuffer buffer = ByteBuffer.allocate(offset + capturedLength);
        buffer.put(offset, bytes, 0, capturedLength);
        return buffer;
    }
}
