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

    /** Not an EtherType: the link layer says that what follows is something else than IP. */
    static final int OTHER = 0;

    private EtherType() {}
}
