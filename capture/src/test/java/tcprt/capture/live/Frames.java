package tcprt.capture.live;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames by hand: each method puts one header in front of what it is given. */
final class Frames {
    /** Tells our frames from those the kernel sends by itself. */
    static final byte[] SOURCE = HexFormat.of().parseHex("02aabbcc0001");

    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int PORTS_LENGTH = 20;

    private Frames() {}

    private static byte[] bytes(String hex, byte[]... rest) {
        byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));
        int length = head.length;
        for (byte[] each : rest) {
            length += each.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length).put(head);
        for (byte[] each : rest) {
            all.put(each);
        }
        return all.array();
    }

    /** An Ethernet frame to everybody. */
    static byte[] ethernet(int etherType, byte[] payload) {
        return bytes("ffffffffffff", SOURCE, bytes("%04x".formatted(etherType), payload));
    }

    /** What follows the type 0x8100: a tag, then a type and what it announces. */
    static byte[] tag(int etherType, byte[] payload) {
        return bytes("0064 %04x".formatted(etherType), payload);
    }

    /** An IPv4 packet; {@code fragment} is the field of flags and offset (RFC 791 3.1). */
    static byte[] ipv4(int protocol, int fragment, byte[] payload) {
        return bytes(
                "4500 %04x 0001 %04x 40%02x 0000 0a000001 0a000002"
                        .formatted(IPV4_LENGTH + payload.length, fragment, protocol),
                payload);
    }

    /** An IPv6 packet (RFC 8200 3). */
    static byte[] ipv6(int nextHeader, byte[] payload) {
        return bytes(
                "60000000 %04x %02x40".formatted(payload.length, nextHeader)
                        + "20010db8000000000000000000000001"
                        + "20010db8000000000000000000000002",
                payload);
    }

    /** A header that begins with two ports, as TCP's and UDP's do, and is as long as TCP's. */
    static byte[] ports(int source, int destination) {
        return bytes("%04x %04x".formatted(source, destination), new byte[PORTS_LENGTH - 4]);
    }

    /** Any bytes, the first ones given. */
    static byte[] raw(String hex) {
        return bytes(hex, new byte[IPV6_LENGTH]);
    }
}
