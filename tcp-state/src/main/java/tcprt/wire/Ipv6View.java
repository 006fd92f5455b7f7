package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * An IPv6 header with its extension headers seen in place (RFC 8200 3 and 4).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Traffic Class |           Flow Label                  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Source Address (16 bytes)                  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                 Destination Address (16 bytes)                |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Extension headers begin alike, with the next header and their own length; only the fragment
 * header has a fixed one.
 *
 * <pre>
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Next Header  |  Hdr Ext Len  |  in 8 bytes, the first 8 not counted (RFC 8200 4.3);
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  AH: in 4 bytes, the first 8 not counted (RFC 4302 2.2)
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Ipv6View {
    /** More than every extension header there is, twice. */
    static final int MAX_EXTENSIONS = 16;

    private static final int VERSION = 0;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;
    private static final int HEADER_LENGTH = 40;

    private static final int EXTENSION_NEXT_HEADER = 0;
    private static final int EXTENSION_LENGTH = 1;
    private static final int EXTENSION_FRAGMENT_OFFSET = 2;
    private static final int EXTENSION_MIN_LENGTH = 8;

    private static final int EXTENSION_IDENTIFICATION = 4;
    private static final int FRAGMENT_OFFSET = 0xfff8;
    private static final int MORE_FRAGMENTS = 0x0001;

    /** Fragment offset and M; all 0 in an atomic fragment, which is a whole packet (RFC 6946). */
    private static final int OFFSET_OR_MORE_FRAGMENTS = 0xfff9;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int headerLength;
    private int payloadLength;
    private int protocol;
    private boolean fragment;

    /**
     * Places this view over a packet. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes.
     *
     * @param capturedLength bytes present in {@code buffer} from {@code offset} on
     * @param wireLength bytes that were on the wire from there on, link-layer padding included; at
     *     least {@code capturedLength}
     */
    Defect wrap(ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.IPV6_HEADER_TRUNCATED;
        }
        if ((buffer.get(offset + VERSION) & 0xff) >>> 4 != 6) {
            return Defect.IP_VERSION;
        }
        int totalLength = HEADER_LENGTH + (buffer.getShort(offset + PAYLOAD_LENGTH) & 0xffff);
        if (totalLength == HEADER_LENGTH) {
            // A jumbogram (RFC 2675), which is how BIG TCP appears in a capture with its hop-by-hop
            // option; later kernels leave the option out.
            totalLength = wireLength;
        }
        this.buffer = buffer;
        this.offset = offset;
        this.fragment = false;
        this.headerLength = HEADER_LENGTH;
        this.protocol = buffer.get(offset + NEXT_HEADER) & 0xff;
        return isExtension(protocol)
                ? walkExtensions(capturedLength, totalLength)
                : settle(totalLength);
    }

    private Defect walkExtensions(int capturedLength, int totalLength) {
        for (int count = 0; isExtension(protocol) && !fragment; count++) {
            if (count == MAX_EXTENSIONS) {
                return Defect.IPV6_EXTENSION_CHAIN;
            }
            if (capturedLength - headerLength < EXTENSION_MIN_LENGTH) {
                return Defect.IPV6_HEADER_TRUNCATED;
            }
            int extension = offset + headerLength;
            if (protocol == IpProtocol.FRAGMENT) {
                int offsetAndMore = buffer.getShort(extension + EXTENSION_FRAGMENT_OFFSET);
                fragment = (offsetAndMore & OFFSET_OR_MORE_FRAGMENTS) != 0;
            }
            headerLength += extensionLength(protocol, buffer.get(extension + EXTENSION_LENGTH));
            protocol = buffer.get(extension + EXTENSION_NEXT_HEADER) & 0xff;
        }
        return settle(totalLength);
    }

    private Defect settle(int totalLength) {
        payloadLength = totalLength - headerLength;
        return payloadLength < 0 ? Defect.IPV6_EXTENSION_CHAIN : Defect.NONE;
    }

    private static int extensionLength(int protocol, byte lengthField) {
        int units = lengthField & 0xff;
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> EXTENSION_MIN_LENGTH;
            case IpProtocol.AUTHENTICATION -> EXTENSION_MIN_LENGTH + 4 * units;
            default -> EXTENSION_MIN_LENGTH + 8 * units;
        };
    }

    /** Whether a next-header value names a header that is walked over. ESP hides what follows. */
    static boolean isExtension(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS,
                    IpProtocol.MOBILITY ->
                    true;
            default -> false;
        };
    }

    /**
     * What follows the extension headers, an {@link IpProtocol}. Of a fragment: what follows its
     * fragment header once the packet is whole, possibly another extension header.
     */
    int protocol() {
        return protocol;
    }

    /** Whether this is a part of a packet, the first one included. */
    boolean isFragment() {
        return fragment;
    }

    /**
     * Says which part of a packet this is; it must be one.
     *
     * @param capturedLength bytes present from the header on
     */
    void describe(Fragment fragment, int capturedLength) {
        int extension = offset + headerLength - EXTENSION_MIN_LENGTH;
        int offsetAndMore = buffer.getShort(extension + EXTENSION_FRAGMENT_OFFSET);
        fragment.ipv6 = true;
        fragment.sourceHigh = sourceHigh();
        fragment.sourceLow = sourceLow();
        fragment.destinationHigh = destinationHigh();
        fragment.destinationLow = destinationLow();
        fragment.identification = buffer.getInt(extension + EXTENSION_IDENTIFICATION);
        fragment.protocol = 0;
        fragment.buffer = buffer;
        fragment.headerOffset = offset;
        fragment.headerLength = headerLength;
        fragment.capturedLength = capturedLength - headerLength;
        fragment.length = payloadLength;
        fragment.start = offsetAndMore & FRAGMENT_OFFSET;
        fragment.last = (offsetAndMore & MORE_FRAGMENTS) == 0;
    }

    /** First half of the address. */
    long sourceHigh() {
        return buffer.getLong(offset + SOURCE);
    }

    /** Second half of the address. */
    long sourceLow() {
        return buffer.getLong(offset + SOURCE + Long.BYTES);
    }

    /** First half of the address. */
    long destinationHigh() {
        return buffer.getLong(offset + DESTINATION);
    }

    /** Second half of the address. */
    long destinationLow() {
        return buffer.getLong(offset + DESTINATION + Long.BYTES);
    }

    /** Bytes of header, extension headers included; at least 40. */
    int headerLength() {
        return headerLength;
    }

    /** Bytes after the headers as they were on the wire, without link-layer padding. */
    int payloadLength() {
        return payloadLength;
    }

    /** Routers that the packet may still pass, u8. */
    int hopLimit() {
        return buffer.get(offset + HOP_LIMIT) & 0xff;
    }
}
