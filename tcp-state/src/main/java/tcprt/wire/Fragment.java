package tcprt.wire;

import java.nio.ByteBuffer;

/** What a part of an IP packet says: which packet it is a part of, which part, and where it is. */
final class Fragment {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int identification;

    /** An {@link IpProtocol}; 0 in IPv6, where only the first fragment's counts (RFC 8200 4.5). */
    int protocol;

    /** As {@link TunnelView#identifier()}. */
    int tunnelId;

    /** Lent with the frame. */
    ByteBuffer buffer = NOTHING;

    /** Index of the IP header's first byte. */
    int headerOffset;

    /** Up to and with the fragment header in IPv6. */
    int headerLength;

    /** Bytes after the header that are present in {@link #buffer}. */
    int capturedLength;

    /** Bytes after the header as they were on the wire. */
    int length;

    /** Where in the packet's payload these bytes belong. */
    int start;

    /** Whether no more follow. */
    boolean last;

    /** Where in the packet's payload these bytes end. */
    int end() {
        return start + length;
    }

    boolean belongsTo(Datagram datagram) {
        return identification == datagram.identification
                && sourceLow == datagram.sourceLow
                && destinationLow == datagram.destinationLow
                && sourceHigh == datagram.sourceHigh
                && destinationHigh == datagram.destinationHigh
                && protocol == datagram.protocol
                && tunnelId == datagram.tunnelId
                && ipv6 == datagram.ipv6;
    }

    /** Equal for all parts of a packet. */
    int hash() {
        long hash = sourceHigh * 31 + sourceLow;
        hash = hash * 31 + destinationHigh * 31 + destinationLow;
        hash = hash * 31 + identification;
        return (int) (hash ^ hash >>> 32);
    }
}
