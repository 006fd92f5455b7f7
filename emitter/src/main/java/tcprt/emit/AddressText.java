package tcprt.emit;

/** Internet addresses as text, written straight into bytes. */
final class AddressText {
    /** Eight groups of four hexadecimal digits and the colons between them. */
    static final int MAX_IPV6_BYTES = 39;

    private static final int GROUPS = 8;
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private AddressText() {}

    /**
     * Writes a dotted quad.
     *
     * @param address in the low 32 bits, first octet highest
     * @param target up to three bytes after the quad are overwritten
     * @return index after the last byte
     */
    static int ipv4(long address, byte[] target, int offset) {
        int at = octet(address >>> 24, target, offset);
        at = octet(address >>> 16, target, at);
        at = octet(address >>> 8, target, at);
        return octet(address, target, at) - 1;
    }

    /** The low eight bits of a number, and the point that follows. */
    private static int octet(long value, byte[] target, int offset) {
        int after = Decimal.token(value & 0xff, target, offset);
        target[after - 1] = '.';
        return after;
    }

    /**
     * Writes an IPv6 address in the canonical form of RFC 5952 section 4. No address is written
     * with a dotted quad at its end: whether its last 32 bits are an IPv4 address (section 5) is
     * not known here, and IPv4-mapped ones were made IPv4 long before.
     *
     * @return index after the last byte
     */
    static int ipv6(long high, long low, byte[] target, int offset) {
        int runStart = -1;
        int runLength = 1; // 4.2.2: a single group of zeros is not shortened
        int zeros = 0;
        for (int i = 0; i < GROUPS; i++) {
            zeros = group(high, low, i) == 0 ? zeros + 1 : 0;
            if (zeros > runLength) { // 4.2.3: the longest run, the first of equals
                runLength = zeros;
                runStart = i + 1 - zeros;
            }
        }
        int at = offset;
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                target[at++] = ':';
                target[at++] = ':';
                i += runLength - 1;
                continue;
            }
            if (i > 0 && target[at - 1] != ':') {
                target[at++] = ':';
            }
            at = hex(group(high, low, i), target, at);
        }
        return at;
    }

    private static int group(long high, long low, int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }

    /** Lower case (4.3), no leading zeros (4.1). */
    private static int hex(int group, byte[] target, int offset) {
        int at = offset;
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (group >>> shift != 0 || shift == 0) {
                target[at++] = HEX[group >>> shift & 0xf];
            }
        }
        return at;
    }
}
