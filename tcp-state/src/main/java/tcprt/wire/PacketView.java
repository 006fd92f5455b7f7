package tcprt.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame seen down to its TCP segment: link layer, VLAN tags, labels, tunnels, IPv4 or IPv6, TCP.
 * Addresses, ports and lengths are the innermost ones.
 *
 * <p>Made once and wrapped over one frame after the other; it copies nothing and allocates nothing.
 * Not thread-safe.
 *
 * <p>How long a segment was on the wire is what its IP header says, also where that is more than
 * the capture's own wire length: some tools that cut frames forget how long they were.
 */
public final class PacketView {
    /** Where VXLAN is looked for unless told otherwise (RFC 7348). */
    public static final int DEFAULT_VXLAN_PORT = 4789;

    /** Answer of {@link #tunnelId()} outside any tunnel that has one. */
    public static final int NO_TUNNEL = TunnelView.NO_IDENTIFIER;

    /**
     * Headers that may lie inside one another before TCP's, each run of VLAN tags or labels and
     * each tunnel with the IP it is in counted once: five tunnels of Ethernet with tags.
     */
    static final int MAX_LAYERS = 16;

    /** Captured bytes of a plain frame that are looked at before TCP's: up to UDP's payload. */
    private static final int LEAST_PLAIN = PlainHeaders.LENGTH + UdpTunnels.HEADER_LENGTH;

    private static final int HASH_FACTOR = 31;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LinkType linkTypes = new LinkType();
    private final StackedLinks stackedLinks = new StackedLinks();
    private final boolean byTunnel;
    private final TunnelView greTunnel = new GreView();
    private final UdpTunnels udpTunnels;
    private final Ipv4View ipv4View = new Ipv4View();
    private final Ipv6View ipv6View = new Ipv6View();
    private final TcpView tcp = new TcpView();
    private final TunnelView reassembled = new Reassembly.View();
    private final Fragment fragment = new Fragment();

    private ByteBuffer buffer = NOTHING;
    private int tunnelId;
    private boolean ipv6;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ipId;
    private int hopLimit;
    private int passage;

    /** Makes a view that looks for VXLAN on its usual port and does not tell tunnels apart. */
    public PacketView() {
        this(List.of(DEFAULT_VXLAN_PORT), false);
    }

    /**
     * Makes a view.
     *
     * @param vxlanPorts UDP ports to which VXLAN is sent
     * @param byTunnel whether {@link #tunnelId()} is told
     */
    public PacketView(List<Integer> vxlanPorts, boolean byTunnel) {
        this.byTunnel = byTunnel;
        udpTunnels = new UdpTunnels(vxlanPorts);
    }

    /**
     * Places this view over a frame. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes, until the next call. Never throws because of the bytes.
     *
     * @param linkType what the frame begins with, a LINKTYPE_ value of the tcpdump registry, or
     *     {@link Reassembly#LINK_TYPE}
     * @param buffer big-endian, lent as long as this view is used; read with absolute getters only
     * @param offset index of the frame's first byte
     * @param capturedLength bytes of the frame present in {@code buffer}
     * @param wireLength bytes of the frame on the wire; if less than captured, the captured count
     * @return {@link Defect#NONE}, or why the frame is set aside; then no accessor may be called
     */
    public Defect wrap(
            int linkType, ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        if (linkType == LinkType.ETHERNET && capturedLength >= LEAST_PLAIN) {
            Defect defect = wrapPlain(buffer, offset, capturedLength);
            if (defect != null) {
                return defect;
            }
        }
        return wrapLayers(linkType, buffer, offset, capturedLength, wireLength);
    }

    /**
     * Sees at a glance what nearly every frame is; what it answers is what {@link #wrapLayers}
     * would.
     *
     * @return null if the frame is something else
     */
    private @Nullable Defect wrapPlain(ByteBuffer buffer, int offset, int captured) {
        long first = PlainHeaders.first(buffer, offset);
        long second = PlainHeaders.second(buffer, offset);
        int length = PlainHeaders.payloadLength(first);
        if (length < UdpTunnels.HEADER_LENGTH || !PlainHeaders.areThere(first, second)) {
            return null;
        }
        int payload = offset + PlainHeaders.LENGTH;
        int protocol = PlainHeaders.protocol(second);
        if (protocol != IpProtocol.TCP) {
            return protocol == IpProtocol.UDP && !udpTunnels.mayBeOne(buffer, payload)
                    ? Defect.NOT_TCP
                    : null;
        }
        long addresses = PlainHeaders.addresses(buffer, offset);
        tunnelId = NO_TUNNEL;
        passage = 0;
        ipv6 = false;
        ipId = PlainHeaders.identification(first);
        hopLimit = PlainHeaders.timeToLive(second);
        sourceHigh = 0;
        sourceLow = addresses >>> 32;
        destinationHigh = 0;
        destinationLow = addresses & 0xffff_ffffL;
        return tcp.wrap(buffer, payload, captured - PlainHeaders.LENGTH, length);
    }

    /** Takes off header after header, whatever they are. */
    Defect wrapLayers(
            int linkType, ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        this.buffer = buffer;
        this.tunnelId = NO_TUNNEL;
        this.passage = 0;
        int wire = Math.max(wireLength, capturedLength);
        return linkType == Reassembly.LINK_TYPE
                ? wrapTunnel(reassembled, offset, capturedLength, wire, 0)
                : wrapLink(linkTypes.viewOf(linkType), offset, capturedLength, wire, 0);
    }

    // Each of the methods below takes off one header and hands what it holds to wrapNext: a layer
    // inside a layer is a call inside a call. The arguments are alike: where the layer begins, how
    // many of its bytes were captured, how many were on the wire, and how many layers are off.

    private Defect wrapLink(LinkView link, int offset, int captured, int wire, int layers) {
        Defect defect = link.wrap(buffer, offset, captured);
        if (defect != Defect.NONE) {
            return defect;
        }
        passage = passage * HASH_FACTOR + link.passage();
        int next = link.payloadOffset();
        int skipped = next - offset;
        return wrapNext(link.etherType(), next, captured - skipped, wire - skipped, layers + 1);
    }

    private Defect wrapNext(int etherType, int offset, int captured, int wire, int layers) {
        if (layers > MAX_LAYERS) {
            return Defect.LAYERS;
        }
        return switch (etherType) {
            case EtherType.IPV4 -> wrapIpv4(offset, captured, wire, layers);
            case EtherType.IPV6 -> wrapIpv6(offset, captured, wire, layers);
            default -> {
                LinkView link = stackedLinks.viewOf(etherType);
                yield link == null ? Defect.NOT_IP : wrapLink(link, offset, captured, wire, layers);
            }
        };
    }

    private Defect wrapIpv4(int offset, int captured, int wire, int layers) {
        Defect defect = ipv4View.wrap(buffer, offset, captured, wire);
        if (defect != Defect.NONE) {
            return defect;
        }
        int protocol = ipv4View.protocol();
        if (!IpProtocol.mayHoldTcp(protocol)) {
            return Defect.NOT_TCP;
        }
        if (ipv4View.isFragment()) {
            ipv4View.describe(fragment, captured);
            fragment.tunnelId = tunnelId;
            return Defect.IP_FRAGMENT;
        }
        int payload = offset + ipv4View.headerLength();
        int payloadCaptured = captured - ipv4View.headerLength();
        int payloadLength = ipv4View.payloadLength();
        if (protocol != IpProtocol.TCP) {
            return wrapTunnel(protocol, payload, payloadCaptured, payloadLength, layers);
        }
        ipv6 = false;
        ipId = ipv4View.identification();
        hopLimit = ipv4View.timeToLive();
        sourceHigh = 0;
        sourceLow = ipv4View.source();
        destinationHigh = 0;
        destinationLow = ipv4View.destination();
        return tcp.wrap(buffer, payload, payloadCaptured, payloadLength);
    }

    private Defect wrapIpv6(int offset, int captured, int wire, int layers) {
        Defect defect = ipv6View.wrap(buffer, offset, captured, wire);
        if (defect != Defect.NONE) {
            return defect;
        }
        int protocol = ipv6View.protocol();
        if (ipv6View.isFragment()
                && (IpProtocol.mayHoldTcp(protocol) || Ipv6View.isExtension(protocol))) {
            ipv6View.describe(fragment, captured);
            fragment.tunnelId = tunnelId;
            return Defect.IP_FRAGMENT;
        }
        if (!IpProtocol.mayHoldTcp(protocol)) {
            return Defect.NOT_TCP;
        }
        int payload = offset + ipv6View.headerLength();
        int payloadCaptured = captured - ipv6View.headerLength();
        int payloadLength = ipv6View.payloadLength();
        if (protocol != IpProtocol.TCP) {
            return wrapTunnel(protocol, payload, payloadCaptured, payloadLength, layers);
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
        return tcp.wrap(buffer, payload, payloadCaptured, payloadLength);
    }

    private Defect wrapTunnel(int protocol, int offset, int captured, int wire, int layers) {
        passage = passage * HASH_FACTOR + protocol;
        // What the link layer appended behind the packet is not in the tunnel.
        int present = Math.min(captured, wire);
        return switch (protocol) {
            case IpProtocol.IPV4 -> wrapNext(EtherType.IPV4, offset, present, wire, layers + 1);
            case IpProtocol.IPV6 -> wrapNext(EtherType.IPV6, offset, present, wire, layers + 1);
            case IpProtocol.GRE -> wrapTunnel(greTunnel, offset, present, wire, layers);
            case IpProtocol.UDP -> wrapTunnel(udpTunnels, offset, present, wire, layers);
            default -> Defect.NOT_TCP;
        };
    }

    private Defect wrapTunnel(TunnelView tunnel, int offset, int captured, int wire, int layers) {
        Defect defect = tunnel.wrap(buffer, offset, captured);
        if (defect != Defect.NONE) {
            return defect;
        }
        if (tunnel.identifier() != TunnelView.NO_IDENTIFIER) {
            tunnelId = tunnel.identifier();
            passage += tunnelId;
        }
        int next = tunnel.payloadOffset();
        int skipped = next - offset;
        return wrapNext(tunnel.etherType(), next, captured - skipped, wire - skipped, layers + 1);
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

    /**
     * The number of the innermost tunnel that has one: VXLAN's or Geneve's VNI, NVGRE's VSID, a GRE
     * key, an ERSPAN session; {@link #NO_TUNNEL} if there is none, or if tunnels are not told
     * apart.
     */
    public int tunnelId() {
        return byTunnel ? tunnelId : NO_TUNNEL;
    }

    /** What a frame holds for which {@link #wrap} has answered {@link Defect#IP_FRAGMENT}. */
    Fragment fragment() {
        return fragment;
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

    /**
     * Where the frame passed, as far as what is around the packet tells: a hash of the VLAN tags,
     * the tunnels, and the interface and direction that some link layers name.
     */
    public int passage() {
        return passage;
    }
}
