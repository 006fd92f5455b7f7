package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;

/** What the frames of an Ethernet capture say about themselves before TCP. */
enum Headers {
    /** As captured: most systems number their IPv4 packets. */
    AS_CAPTURED,
    /** IPv4 packets without a number (RFC 6864 4.1: they are not to be fragmented). */
    WITHOUT_IP_ID,
    /** The same segments in IPv6. */
    IPV6,
    /** The same without TCP timestamps, which would tell a segment sent again from a copy. */
    IPV6_WITHOUT_TIMESTAMPS;

    private static final int LINK_TYPE = 1;
    private static final int ADDRESSES_LENGTH = 12;
    private static final int VLAN = 0x8100;
    private static final int IPV6_LENGTH = 40;
    private static final int TCP_LENGTH = 20;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int TIMESTAMPS = 8;
    private static final long DOCUMENTATION = 0x2001_0db8_0000_0000L;

    /** The frames with these headers. */
    List<StoredFrame> of(List<StoredFrame> frames) {
        return frames.stream().map(this::change).toList();
    }

    private StoredFrame change(StoredFrame frame) {
        return switch (this) {
            case AS_CAPTURED -> frame;
            case WITHOUT_IP_ID -> withoutId(frame);
            case IPV6 -> inIpv6(frame);
            case IPV6_WITHOUT_TIMESTAMPS -> withoutTimestamps(inIpv6(frame));
        };
    }

    /** A frame's bytes, a copy. */
    static ByteBuffer ethernet(StoredFrame frame) {
        assertEquals(LINK_TYPE, frame.linkType(), "link type");
        return ByteBuffer.wrap(frame.copy());
    }

    /** Where the IP header of a frame begins. */
    static int networkOffset(StoredFrame frame) {
        ByteBuffer bytes = ethernet(frame);
        int etherType = ADDRESSES_LENGTH;
        while ((bytes.getShort(etherType) & 0xffff) == VLAN) {
            etherType += 4;
        }
        return etherType + 2;
    }

    private static StoredFrame withoutId(StoredFrame frame) {
        byte[] copy = frame.copy();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        int network = networkOffset(frame);
        if (bytes.get(network) >>> 4 == 4) {
            bytes.putShort(network + 4, (short) 0);
        }
        return frame.with(copy);
    }

    private static StoredFrame inIpv6(StoredFrame frame) {
        ByteBuffer bytes = ethernet(frame);
        int network = networkOffset(frame);
        if (bytes.get(network) >>> 4 != 4) {
            return frame;
        }
        int headerLength = (bytes.get(network) & 0xf) * 4;
        int tcp = network + headerLength;
        ByteBuffer other = ByteBuffer.allocate(bytes.capacity() - headerLength + IPV6_LENGTH);
        other.put(bytes.slice(0, network - 2)).putShort((short) 0x86dd);
        other.putInt(0x6000_0000);
        other.putShort((short) ((bytes.getShort(network + 2) & 0xffff) - headerLength));
        other.put(bytes.get(network + 9)).put(bytes.get(network + 8));
        other.putLong(DOCUMENTATION).putLong(bytes.getInt(network + 12));
        other.putLong(DOCUMENTATION).putLong(bytes.getInt(network + 16));
        other.put(bytes.slice(tcp, bytes.capacity() - tcp));
        return new StoredFrame(
                frame.timeNs(),
                frame.linkType(),
                other.array(),
                frame.wireLength() - headerLength + IPV6_LENGTH);
    }

    private static StoredFrame withoutTimestamps(StoredFrame frame) {
        byte[] copy = frame.copy();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        int tcp = networkOffset(frame) + IPV6_LENGTH;
        int end = Math.min(tcp + (bytes.get(tcp + 12) >> 4 & 0xf) * 4, bytes.capacity());
        int option = tcp + TCP_LENGTH;
        while (option + 1 < end && bytes.get(option) != END_OF_OPTIONS) {
            int length = bytes.get(option) == NO_OPERATION ? 1 : bytes.get(option + 1);
            if (bytes.get(option) == TIMESTAMPS) {
                for (int i = option; i < Math.min(option + length, end); i++) {
                    bytes.put(i, (byte) NO_OPERATION);
                }
            }
            option += length;
        }
        return frame.with(copy);
    }
}
