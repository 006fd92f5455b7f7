package tcprt.wire;

/**
 * A tunnel's header seen in place. To what the tunnel carries it is a link layer; besides, it may
 * say which of several networks that is.
 */
interface TunnelView extends LinkView {
    /** What a tunnel without a number of its own answers. */
    int NO_IDENTIFIER = -1;

    /**
     * The number that keeps networks in like tunnels apart, the same in both directions; {@link
     * #NO_IDENTIFIER} if there is none.
     */
    int identifier();
}
