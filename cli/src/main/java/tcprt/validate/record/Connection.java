package tcprt.validate.record;

/**
 * A 4-tuple as both sides can name it. The kernel module prints 127.0.0.6 or 0.0.0.0 for both ends
 * of an IPv6 socket, so of IPv6 only the ports count.
 */
public record Connection(
        boolean ipv6, long remoteAddress, int remotePort, long localAddress, int localPort) {
    /** 127.0.0.6, an accepted IPv6 socket. */
    private static final long MODULE_ACCEPTED = 0x7F00_0006L;

    /** The connection a record is about. */
    public static Connection of(Entry entry) {
        if (isIpv6(entry)) {
            return new Connection(true, 0, entry.remotePort, 0, entry.localPort);
        }
        return new Connection(
                false, entry.remoteLow, entry.remotePort, entry.localLow, entry.localPort);
    }

    /** Really, or printed as the module prints IPv6; a cleared local address alone is not. */
    private static boolean isIpv6(Entry entry) {
        return entry.ipv6
                || (entry.remoteLow == entry.localLow
                        && (entry.remoteLow == MODULE_ACCEPTED || entry.remoteLow == 0));
    }

    /** A 64-bit hash, the same in every run. */
    public long hash() {
        long hash = mix(remoteAddress << 16 | remotePort);
        return mix(hash ^ (localAddress << 16 | localPort) ^ (ipv6 ? 1L << 63 : 0));
    }

    /** The finaliser of MurmurHash3. */
    public static long mix(long word) {
        long hash = (word ^ word >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
