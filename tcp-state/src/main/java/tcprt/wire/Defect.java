package tcprt.wire;

/**
 * Why a frame was set aside. Each has a counter; none is an exception, because bad input is normal
 * input.
 */
public enum Defect {
    /** Nothing is wrong: every accessor of the view may be called. */
    NONE("usable", false),

    /** No view is registered in {@code LinkType} for what the frames begin with. */
    LINK_TYPE_UNKNOWN("link type not supported", false),

    /** A radio's frames: 802.11 is not read; what the access point sends on by wire is. */
    WIRELESS("802.11 frame, not supported", false),

    /** The captured bytes end before IP begins: in the link layer's header, VLAN tags, labels. */
    FRAME_TRUNCATED("link header cut short", true),

    /** More VLAN tags than any network stacks. */
    VLAN_TAG_CHAIN("too many VLAN tags", true),

    /** More MPLS labels than any network stacks. */
    MPLS_LABEL_STACK("too many MPLS labels", true),

    /** More headers inside one another than are peeled, {@code PacketView.MAX_LAYERS}. */
    LAYERS("too many layers inside one another", false),

    /** ARP, LLDP, spanning tree and all else that is neither IPv4 nor IPv6. */
    NOT_IP("not IP", false),

    /** The link layer announced the other version of IP than the header states. */
    IP_VERSION("IP version contradicts the link layer", true),

    /** The captured bytes end within the IPv4 header or its options. */
    IPV4_HEADER_TRUNCATED("IPv4 header cut short", true),

    /** IHL is less than 5 (RFC 791 3.1). */
    IPV4_HEADER_LENGTH("IPv4 header length below 20", true),

    /** Total Length is less than the header's own length; 0 is an offloaded segment and is fine. */
    IPV4_TOTAL_LENGTH("IPv4 total length below the header's", true),

    /** The captured bytes end within the IPv6 header or its extension headers. */
    IPV6_HEADER_TRUNCATED("IPv6 header cut short", true),

    /** The extension headers are too many, or reach beyond the packet's own length. */
    IPV6_EXTENSION_CHAIN("IPv6 extension headers beyond the packet", true),

    /**
     * ICMP, ESP and all else that IP carries besides TCP; UDP and GRE too, if they are no tunnel
     * that is peeled.
     */
    NOT_TCP("not TCP", false),

    /** The captured bytes end, or the packet does, within the header of a tunnel. */
    TUNNEL_TRUNCATED("tunnel header cut short", true),

    /** The header of a tunnel contradicts itself or what announced it. */
    TUNNEL_HEADER("tunnel header contradicts itself", true),

    /** A part of an IP packet that may carry TCP; it can only be read once it is whole. */
    IP_FRAGMENT("IP fragment", false),

    /** An IP packet that was given up before all of its fragments were seen; counted once. */
    IP_FRAGMENTS_MISSING("IP packet with fragments missing", false),

    /** A fragment that is empty, too long, cut at a wrong place, or beyond its packet's end. */
    IP_FRAGMENT_BOUNDS("IP fragment out of bounds", true),

    /** Fewer than the 20 bytes of the fixed TCP header were captured, or sent. */
    TCP_HEADER_TRUNCATED("TCP header cut short", true),

    /** Data Offset is less than 5, or reaches beyond the segment (RFC 9293 3.1). */
    TCP_DATA_OFFSET("TCP data offset outside the segment", true);

    private final String description;
    private final boolean malformed;

    Defect(String description, boolean malformed) {
        this.description = description;
        this.malformed = malformed;
    }

    /** A few words for the closing summary. */
    public String description() {
        return description;
    }

    /**
     * Whether the frame was cut short or contradicts itself. If not, it is usable, or sound traffic
     * that is not traced.
     */
    public boolean isMalformed() {
        return malformed;
    }
}
