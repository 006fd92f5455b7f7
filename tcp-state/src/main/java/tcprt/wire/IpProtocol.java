package tcprt.wire;

/** Numbers of what an IP header can say follows (IANA, Assigned Internet Protocol Numbers). */
final class IpProtocol {
    static final int TCP = 6;

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
}
