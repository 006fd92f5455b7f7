package tcprt.wire;

/** Numbers of what an IP header can say follows (IANA, Assigned Internet Protocol Numbers). */
final class IpProtocol {
    /** An IPv4 packet inside (RFC 2003). */
    static final int IPV4 = 4;

    static final int TCP = 6;
    static final int UDP = 17;

    /** An IPv6 packet inside (RFC 2473, RFC 4213). */
    static final int IPV6 = 41;

    static final int GRE = 47;

    // IPv6 extension headers, RFC 8200 4 unless said.
    static final int HOP_BY_HOP = 0;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;

    /** Authentication Header, RFC 4302. */
    static final int AUTHENTICATION = 51;

    static final int DESTINATION_OPTIONS = 60;

    /** Mobility Header, RFC 6275. */
    static final int MOBILITY = 135;

    private IpProtocol() {}

    /** Whether it is TCP, or may hold TCP in a tunnel. */
    static boolean mayHoldTcp(int protocol) {
        return switch (protocol) {
            case TCP, IPV4, IPV6, GRE, UDP -> true;
            default -> false;
        };
    }
}
