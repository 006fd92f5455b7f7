package tcprt.flow;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The traced host's own addresses, if they were configured; without any, every address may be the
 * host's.
 */
public final class LocalAddresses {
    private final long[] highs;
    private final long[] lows;
    private final boolean[] ipv6;

    /**
     * Makes the list.
     *
     * @param addresses 4 bytes each (IPv4) or 16 (IPv6), big-endian; empty to accept every address
     */
    public LocalAddresses(List<byte[]> addresses) {
        highs = new long[addresses.size()];
        lows = new long[addresses.size()];
        ipv6 = new boolean[addresses.size()];
        for (int i = 0; i < addresses.size(); i++) {
            ByteBuffer bytes = ByteBuffer.wrap(addresses.get(i));
            ipv6[i] = bytes.capacity() == 16;
            highs[i] = ipv6[i] ? bytes.getLong(0) : 0;
            lows[i] = ipv6[i] ? bytes.getLong(8) : Integer.toUnsignedLong(bytes.getInt(0));
        }
    }

    /** Whether an end with this address may be traced. */
    boolean accept(boolean isIpv6, long high, long low) {
        for (int i = 0; i < lows.length; i++) {
            if (lows[i] == low && highs[i] == high && ipv6[i] == isIpv6) {
                return true;
            }
        }
        return lows.length == 0;
    }
}
