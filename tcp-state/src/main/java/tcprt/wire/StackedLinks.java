package tcprt.wire;

import org.jspecify.annotations.Nullable;

/**
 * What may lie between a link layer's header and IP, by the EtherType that announces it. To add
 * one, write its {@link LinkView} and name it in {@link #viewOf}.
 */
final class StackedLinks {
    private final LinkView vlanTags = new VlanTags();
    private final LinkView mpls = new MplsView();
    private final LinkView pppoe = new PppoeView();
    private final LinkView ppp = new PppView();
    private final LinkView llc = new LlcView();
    private final LinkView ethernet = new EthernetView();

    /** The view for an {@link EtherType}, or null if it announces something that holds no IP. */
    @Nullable LinkView viewOf(int etherType) {
        return switch (etherType) {
            case EtherType.VLAN, EtherType.PROVIDER_VLAN, EtherType.OLD_PROVIDER_VLAN -> vlanTags;
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> mpls;
            case EtherType.PPPOE_SESSION -> pppoe;
            case EtherType.PPP -> ppp;
            case EtherType.LLC -> llc;
            case EtherType.ETHERNET -> ethernet;
            default -> null;
        };
    }
}
