package tcprt.emit;

/** How the two ends of an IPv6 connection are printed: the setting {@code tcprt.ipv6}. */
public enum Ipv6Text {
    /**
     * The addresses themselves, as RFC 5952 writes them next to a port: {@code [2001:db8::2]:443}.
     */
    REAL,
    /**
     * What tcp_rt.ko prints, which reads the socket's IPv4 fields whatever the family: {@code
     * 127.0.0.6} for both ends of an accepted connection (LOOPBACK4_IPV6, set by
     * tcp_v6_syn_recv_sock), {@code 0.0.0.0} for both of one the host opened (tcp_v6_connect sets
     * none).
     */
    MODULE
}
