package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A frame seen down to its TCP segment: link layer, VLAN tags, IPv4 or IPv6, TCP.
 *
 * <p>Made once and wrapped over one frame after the other; it copies nothing and allocates nothing.
 * Not thread-safe.
 *
 * <p>How long a segment was on the wire is what its IP header says, also where that is more than
 * the capture's own wire length: some tools that cut frames forget how long they were.
 */
public final class PacketView {
    private final LinkType linkTypes = new LinkType();
    private final VlanTags vlanTags = new VlanTags();
    private final Ipv4View ipv4View = new Ipv4View();
    private final Ipv6View ipv6View = new Ipv6View();
    private final TcpView tcp = new TcpView();

    private boolean ipv6;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ipId;
    private int hopLimit;
    private int passage;

    /**
     * Places this view over a frame. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes, until the next call. Never throws because of the bytes.
     *
     * @param linkType what the frame begins with, a LINKTYPE_ value of the tcpdump registry
     * @param buffer big-endian, lent as long as this view is used; read with absolute getters only
     * @param offset index of the frame's first byte
     * @param capturedLength bytes of the frame present in {@code buffer}
     * @param wireLength bytes of the frame on the wire; if less than captured, the captured count
     * @return {@link Defect#NONE}, or why the frame is set aside; then no accessor may be called
     */
    public Defect wrap(
            int linkType, ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        LinkView link = linkTypes.viewOf(linkType);
        Defect defect = link.wrap(buffer, offset, capturedLength);
        if (defect != Defect.NONE) {
            return defect;
        }
        passage = link.passage();
        int afterLink = link.payloadOffset();
        int captured = capturedLength - (afterLink - offset);
        defect = vlanTags.wrap(buffer, afterLink, captured, link.etherType());
        if (defect != Defect.NONE) {
            return defect;
        }
        int network = vlanTags.payloadOffset();
        captured = capturedLength - (network - offset);
        int wire = Math.max(wireLength, capturedLength) - (network - offset);
        return wrapNetwork(vlanTags.etherType(), buffer, network, captured, wire);
    }

    // The place for what lies between link layer and IP (MPLS, PPPoE), and, in the two methods
    // below, between IP and TCP (tunnels, fragments): each is peeled and comes here again.
    private Defect wrapNetwork(
            int etherType, ByteBuffer buffer, int offset, int captured, int wire) {
        return switch (etherType) {
            case EtherType.IPV4 -> wrapIpv4(buffer, offset, captured, wire);
            case EtherType.IPV6 -> wrapIpv6(buffer, offset, captured, wire);
            default -> Defect.NOT_IP;
        };
    }

    private Defect wrapIpv4(ByteBuffer buffer, int offset, int captured, int wire) {
        Defect defect = ipv4View.wrap(buffer, offset, captured, wire);
        if (defect != Defect.NONE) {
            return defect;
        }
        if (ipv4View.protocol() != IpProtocol.TCP) {
            return Defect.NOT_TCP;
        }
        if (ipv4View.isFragment()) {
            return Defect.IP_FRAGMENT;
        }
        ipv6 = false;
        ipId = ipv4View.identification();
        hopLimit = ipv4View.timeToLive();
        sourceHigh = 0;
        sourceLow = ipv4View.source();
        destinationHigh = 0;
        destinationLow = ipv4View.destination();
        int skipped = ipv4View.headerLength();
        return tcp.wrap(buffer, offset + skipped, captured - skipped, ipv4View.payloadLength());
    }

    private Defect wrapIpv6(ByteBuffer buffer, int offset, int captured, int wire) {
        Defect defect = ipv6View.wrap(buffer, offset, captured, wire);
        if (defect != Defect.NONE) {
            return defect;
        }
        int protocol = ipv6View.protocol();
        if (ipv6View.isFragment()
                && (protocol == IpProtocol.TCP || Ipv6View.isExtension(protocol))) {
            return Defect.IP_FRAGMENT;
        }
        if (protocol != IpProtocol.TCP) {
            return Defect.NOT_TCP;
        }
        ipv6 = true;
        ipId = 0;
        hopLimit = ipv6View.hopLimit();
        sourceHigh = ipv6View.sourceHigh();
        sourceLow = ipv6View.sourceLow();
        destinationHigh = ipv6View.destinationHigh();
        destinationLow = ipv6View.destinationLow();
        if (isMappedIpv4(sourceHigh, sourceLow) && isMappedIpv4(destinationHigh, destinationLow)) {
            ipv6 = false;
            sourceLow &= 0xffffffffL;
            destinationLow &= 0xffffffffL;
        }
        int skipped = ipv6View.headerLength();
        return tcp.wrap(buffer, offset + skipped, captured - skipped, ipv6View.payloadLength());
    }

    /** Whether an address is ::ffff:a.b.c.d (RFC 4291 2.5.5.2). */
    private static boolean isMappedIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Whether the addresses are IPv6. Where both are IPv4-mapped (::ffff:a.b.c.d) they are given as
     * IPv4.
     */
    public boolean ipv6() {
        return ipv6;
    }

    /** First eight bytes of an IPv6 source address, big-endian; 0 for IPv4. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** Last eight bytes of an IPv6 source address, or the IPv4 one as an unsigned number. */
    public long sourceLow() {
        return sourceLow;
    }

    /** First eight bytes of an IPv6 destination address, big-endian; 0 for IPv4. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** Last eight bytes of an IPv6 destination address, or the IPv4 one as an unsigned number. */
    public long destinationLow() {
        return destinationLow;
    }

    /** The segment; wrapped anew with each frame. */
    public TcpView tcp() {
        return tcp;
    }

    /** IPv4's identification, u16; 0 for IPv6, and for a sender that gives none. */
    public int ipId() {
        return ipId;
    }

    /** Time to live or hop limit, u8. */
    public int hopLimit() {
        return hopLimit;
    }

    /** The same number for frames with the same VLAN tags; 0 for none. */
    public int vlanTags() {
        return vlanTags.tags();
    }

    /**
     * Where on the capturing host the frame passed, as far as the link layer's header says: the
     * same number for the same interface and direction, 0 if it says nothing.
     */
    public int passage() {
        return passage;
    }
}
