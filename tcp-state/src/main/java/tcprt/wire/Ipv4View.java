package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * An IPv4 header seen in place (RFC 791 3.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version|  IHL  |Type of Service|          Total Length         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Identification        |Flags|      Fragment Offset    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Time to Live |    Protocol   |         Header Checksum       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Source Address                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Destination Address                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Options                    |    Padding    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * The checksum is not verified: it is often left to the network card, after the capture.
 */
final class Ipv4View {
    private static final int VERSION_IHL = 0;
    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FLAGS_FRAGMENT_OFFSET = 6;
    private static final int TIME_TO_LIVE = 8;
    private static final int PROTOCOL = 9;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int MIN_HEADER_LENGTH = 20;

    /** The bits of flags and fragment offset that are 0 in a whole packet: MF and the offset. */
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int headerLength;
    private int totalLength;

    /**
     * Places this view over a packet. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes.
     *
     * @param capturedLength bytes present in {@code buffer} from {@code offset} on
     * @param wireLength bytes that were on the wire from there on, link-layer padding included; at
     *     least {@code capturedLength}
     */
    Defect wrap(ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        if (capturedLength < MIN_HEADER_LENGTH) {
            return Defect.IPV4_HEADER_TRUNCATED;
        }
        int versionIhl = buffer.get(offset + VERSION_IHL) & 0xff;
        if (versionIhl >>> 4 != 4) {
            return Defect.IP_VERSION;
        }
        int headerLength = (versionIhl & 0xf) << 2;
        if (headerLength < MIN_HEADER_LENGTH) {
            return Defect.IPV4_HEADER_LENGTH;
        }
        if (capturedLength < headerLength) {
            return Defect.IPV4_HEADER_TRUNCATED;
        }
        int totalLength = buffer.getShort(offset + TOTAL_LENGTH) & 0xffff;
        if (totalLength == 0) {
            // An offloaded super-segment, captured before the card (or BIG TCP) settled its length.
            totalLength = wireLength;
        } else if (totalLength < headerLength) {
            return Defect.IPV4_TOTAL_LENGTH;
        }
        this.buffer = buffer;
        this.offset = offset;
        this.headerLength = headerLength;
        this.totalLength = totalLength;
        return Defect.NONE;
    }

    /** An {@link IpProtocol}. */
    int protocol() {
        return buffer.get(offset + PROTOCOL) & 0xff;
    }

    /** Whether this is a part of a packet, the first one included. */
    boolean isFragment() {
        return (buffer.getShort(offset + FLAGS_FRAGMENT_OFFSET) & MORE_FRAGMENTS_OR_OFFSET) != 0;
    }

    /**
     * Says which part of a packet this is.
     *
     * @param capturedLength bytes present from the header on
     */
    void describe(Fragment fragment, int capturedLength) {
        int flagsAndOffset = buffer.getShort(offset + FLAGS_FRAGMENT_OFFSET);
        fragment.ipv6 = false;
        fragment.sourceHigh = 0;
        fragment.sourceLow = source();
        fragment.destinationHigh = 0;
        fragment.destinationLow = destination();
        fragment.identification = buffer.getShort(offset + IDENTIFICATION) & 0xffff;
        fragment.protocol = protocol();
        fragment.buffer = buffer;
        fragment.headerOffset = offset;
        fragment.headerLength = headerLength;
        fragment.capturedLength = capturedLength - headerLength;
        fragment.length = payloadLength();
        fragment.start = (flagsAndOffset & FRAGMENT_OFFSET) << 3;
        fragment.last = (flagsAndOffset & MORE_FRAGMENTS) == 0;
    }

    /** The address as an unsigned number in the low 32 bits. */
    long source() {
        return Integer.toUnsignedLong(buffer.getInt(offset + SOURCE));
    }

    /** The address as an unsigned number in the low 32 bits. */
    long destination() {
        return Integer.toUnsignedLong(buffer.getInt(offset + DESTINATION));
    }

    /** Bytes of header, options included: 20..60. */
    int headerLength() {
        return headerLength;
    }

    /** Bytes after the header as they were on the wire, without link-layer padding. */
    int payloadLength() {
        return totalLength - headerLength;
    }

    /** What tells this packet from the sender's others, u16; 0 if the sender does not care. */
    int identification() {
        return buffer.getShort(offset + IDENTIFICATION) & 0xffff;
    }

    /** Routers that the packet may still pass, u8. */
    int timeToLive() {
        return buffer.get(offset + TIME_TO_LIVE) & 0xff;
    }
}
