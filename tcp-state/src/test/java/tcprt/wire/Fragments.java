package tcprt.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts IP packets into fragments as a router does (RFC 791 2.3, RFC 8200 4.5). */
final class Fragments {
    private static final int MORE = 0x2000;

    private Fragments() {}

    /**
     * Cuts an IPv4 packet of 20 bytes of header.
     *
     * @param starts where fragments begin in the payload, ascending, multiples of 8; the first is 0
     */
    static List<byte[]> ofIpv4(byte[] packet, int identification, int... starts) {
        List<byte[]> fragments = new ArrayList<>();
        byte[] payload = Arrays.copyOfRange(packet, 20, packet.length);
        for (int i = 0; i < starts.length; i++) {
            boolean last = i == starts.length - 1;
            int end = last ? payload.length : starts[i + 1];
            fragments.add(ipv4(packet, identification, starts[i], !last, payload, starts[i], end));
        }
        return fragments;
    }

    /** One fragment with any start, flag and bytes. */
    static byte[] ipv4(
            byte[] packet,
            int identification,
            int start,
            boolean more,
            byte[] payload,
            int from,
            int to) {
        ByteBuffer fragment = ByteBuffer.allocate(20 + to - from);
        fragment.put(packet, 0, 20).put(payload, from, to - from);
        fragment.putShort(2, (short) (20 + to - from)).putShort(4, (short) identification);
        fragment.putShort(6, (short) (start / 8 | (more ? MORE : 0)));
        return fragment.array();
    }

    /** Cuts an IPv6 packet behind its 40 bytes of header. */
    static List<byte[]> ofIpv6(byte[] packet, int identification, int... starts) {
        List<byte[]> fragments = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            boolean last = i == starts.length - 1;
            int from = 40 + starts[i];
            int to = last ? packet.length : 40 + starts[i + 1];
            ByteBuffer fragment = ByteBuffer.allocate(48 + to - from);
            fragment.put(packet, 0, 40).put(packet[6]).put((byte) 0);
            fragment.putShort((short) (starts[i] | (last ? 0 : 1))).putInt(identification);
            fragment.put(packet, from, to - from);
            fragment.putShort(4, (short) (8 + to - from)).put(6, (byte) IpProtocol.FRAGMENT);
            fragments.add(fragment.array());
        }
        return fragments;
    }
}
