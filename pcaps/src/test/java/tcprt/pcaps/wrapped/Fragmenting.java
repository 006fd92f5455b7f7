package tcprt.pcaps.wrapped;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Cuts IP packets into fragments (RFC 791 2.3, RFC 8200 4.5), each packet under its own number. */
final class Fragmenting {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int MORE = 0x2000;
    private static final byte FRAGMENT = 44;

    private static int identification;

    private Fragmenting() {}

    /**
     * Cuts a packet, unless it is short enough, or longer than an IP header can tell.
     *
     * @param partLength payload of each part but the last, a multiple of 8
     */
    static List<Layer> cut(Layer ip, int partLength) {
        return cut(ip, partLength, 0);
    }

    /** The same with the first bytes of each part at the end of the one before, too. */
    static List<Layer> overlapping(Layer ip, int partLength) {
        return cut(ip, partLength, 16);
    }

    private static List<Layer> cut(Layer ip, int partLength, int overlap) {
        int header = ip.isIpv6() ? IPV6_HEADER : IPV4_HEADER;
        int payload = ip.wireLength() - header;
        if (payload <= partLength || ip.wireLength() > 65535) {
            return List.of(ip);
        }
        identification++;
        List<Layer> parts = new ArrayList<>();
        for (int start = 0, end = 0; end < payload; start += partLength) {
            end = Math.min(payload, start + partLength + overlap);
            byte[] bytes = captured(ip, header + start, header + end);
            boolean last = end == payload;
            parts.add(
                    ip.isIpv6()
                            ? ipv6(ip, start, end, last, bytes)
                            : ipv4(ip, start, end, last, bytes));
        }
        return parts;
    }

    /** The same with the parts in the other order. */
    static List<Layer> backwards(Layer ip, int partLength) {
        List<Layer> parts = new ArrayList<>(cut(ip, partLength));
        Collections.reverse(parts);
        return parts;
    }

    private static byte[] captured(Layer ip, int from, int to) {
        int end = Math.min(to, ip.captured().length);
        return from >= end ? new byte[0] : Arrays.copyOfRange(ip.captured(), from, end);
    }

    private static Layer ipv4(Layer ip, int start, int end, boolean last, byte[] bytes) {
        ByteBuffer part = ByteBuffer.allocate(IPV4_HEADER + bytes.length);
        part.put(ip.captured(), 0, IPV4_HEADER).put(bytes);
        part.putShort(2, (short) (IPV4_HEADER + end - start)).putShort(4, (short) identification);
        part.putShort(6, (short) (start / 8 | (last ? 0 : MORE)));
        return new Layer(Layer.IPV4, part.array(), IPV4_HEADER + end - start);
    }

    private static Layer ipv6(Layer ip, int start, int end, boolean last, byte[] bytes) {
        ByteBuffer part = ByteBuffer.allocate(IPV6_HEADER + 8 + bytes.length);
        part.put(ip.captured(), 0, IPV6_HEADER).put(ip.captured()[6]).put((byte) 0);
        part.putShort((short) (start | (last ? 0 : 1))).putInt(identification).put(bytes);
        part.putShort(4, (short) (8 + end - start)).put(6, FRAGMENT);
        return new Layer(Layer.IPV6, part.array(), IPV6_HEADER + 8 + end - start);
    }
}
