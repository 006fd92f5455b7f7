package tcprt.wire;

/** Numbers of the protocols that follow a link layer's header (IEEE 802 EtherType registry). */
final class EtherType {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    /** 802.1Q, the customer's tag. */
    static final int VLAN = 0x8100;

    /** 802.1ad, the provider's tag (QinQ). */
    static final int PROVIDER_VLAN = 0x88a8;

    /** What stacked tags were given before 802.1ad settled on a number. */
    static final int OLD_PROVIDER_VLAN = 0x9100;

    static final int MPLS = 0x8847;

    /** Once for multicast, now for labels that the next router has chosen (RFC 5332). */
    static final int MPLS_UPSTREAM = 0x8848;

    /** PPPoE once the session is there; its discovery has a number of its own (RFC 2516). */
    static final int PPPOE_SESSION = 0x8864;

    static final int PPP = 0x880b;

    /** A whole Ethernet frame, its addresses first: transparent Ethernet bridging (RFC 1701). */
    static final int ETHERNET = 0x6558;

    /** Linux's number for a frame that states its length where others state a type. */
    static final int LLC = 0x0004;

    /** Below it, the two bytes are a length (IEEE 802.3 3.2.6). */
    private static final int LOWEST_TYPE = 0x0600;

    /** Not an EtherType: the link layer says that what follows is something else than IP. */
    static final int OTHER = 0;

    private EtherType() {}

    /** What follows a field that holds a type, or the length of an {@link #LLC} frame. */
    static int ofTypeOrLength(int field) {
        return field < LOWEST_TYPE ? LLC : field;
    }

    /** What a packet is that nothing announces, by the version in its first byte. */
    static int ofIpVersion(byte first) {
        return switch ((first & 0xff) >>> 4) {
            case 4 -> IPV4;
            case 6 -> IPV6;
            default -> OTHER;
        };
    }
}
