package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The headers that nearly every frame begins with, read in three words of eight bytes: Ethernet,
 * then IPv4 without options, which is no fragment.
 *
 * <pre>
 *  12 type | 14 version, IHL | 15 TOS | 16 total length | 18 identification               first
 *  20 flags, fragment offset | 22 TTL | 23 protocol | 24 checksum | 26 half the source    second
 *  26 source | 30 destination                                                             addresses
 * </pre>
 *
 * What is in them is said by {@link EthernetView} and {@link Ipv4View}, which find the same.
 */
final class PlainHeaders {
    /** Bytes up to IP's payload. */
    static final int LENGTH = 34;

    private static final int IPV4_OFFSET = 14;
    private static final int FIRST_WORD = 12;
    private static final int SECOND_WORD = 20;
    private static final int ADDRESSES = 26;

    /** EtherType IPv4, version 4, a header of five words: what the first word begins with. */
    private static final int TYPE_VERSION_IHL = EtherType.IPV4 << 8 | 0x45;

    /** MF and the fragment offset, 0 in a whole packet. */
    private static final long MORE_FRAGMENTS_OR_OFFSET = 0x3fffL << 48;

    private PlainHeaders() {}

    static long first(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + FIRST_WORD);
    }

    static long second(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + SECOND_WORD);
    }

    /** Source in the high half, destination in the low one. */
    static long addresses(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + ADDRESSES);
    }

    /** Whether the frame has this shape. */
    static boolean areThere(long first, long second) {
        return first >>> 40 == TYPE_VERSION_IHL && (second & MORE_FRAGMENTS_OR_OFFSET) == 0;
    }

    /** Bytes after the headers as they were on the wire; less than 0 if no total length is set. */
    static int payloadLength(long first) {
        return ((int) (first >>> 16) & 0xffff) - (LENGTH - IPV4_OFFSET);
    }

    /** As {@link Ipv4View#identification}. */
    static int identification(long first) {
        return (int) first & 0xffff;
    }

    /** As {@link Ipv4View#timeToLive}. */
    static int timeToLive(long second) {
        return (int) (second >>> 40) & 0xff;
    }

    /** As {@link Ipv4View#protocol}. */
    static int protocol(long second) {
        return (int) (second >>> 32) & 0xff;
    }
}
