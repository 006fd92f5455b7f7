package tcprt.emit;

import tcprt.task.TcpRtRecord;

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
    MODULE;

    private static final long MODULE_ACCEPTED = 0x7f00_0006L;
    private static final long MODULE_CONNECTED = 0;

    /**
     * Writes one address of a record, IPv4 or IPv6, without brackets.
     *
     * @param high as in {@link TcpRtRecord#remoteAddressHigh}
     * @param low as in {@link TcpRtRecord#remoteAddressLow}
     * @return index after the last byte
     */
    int address(TcpRtRecord record, long high, long low, byte[] target, int offset) {
        if (!record.ipv6) {
            return AddressText.ipv4(low, target, offset);
        }
        return switch (this) {
            case REAL -> AddressText.ipv6(high, low, target, offset);
            case MODULE ->
                    AddressText.ipv4(
                            record.activeOpen ? MODULE_CONNECTED : MODULE_ACCEPTED, target, offset);
        };
    }
}
