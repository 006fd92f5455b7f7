package tcprt.pcaps.wrapped;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An IP packet of a capture, without its Ethernet header.
 *
 * @param timeNs since 1970-01-01 UTC
 */
record Packet(long timeNs, Layer ip) {
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEADER = 14;

    /** All IP packets of frames that are plain Ethernet. */
    static List<Packet> of(List<Frame> frames) {
        List<Packet> packets = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.linkType() != ETHERNET) {
                throw new AssertionError("link type " + frame.linkType());
            }
            byte[] bytes = frame.captured();
            int etherType = ByteBuffer.wrap(bytes).getShort(12) & 0xffff;
            if (etherType == Layer.IPV4 || etherType == Layer.IPV6) {
                byte[] ip = Arrays.copyOfRange(bytes, ETHERNET_HEADER, bytes.length);
                int wireLength = frame.wireLength() - ETHERNET_HEADER;
                packets.add(new Packet(frame.timeNs(), new Layer(etherType, ip, wireLength)));
            }
        }
        return packets;
    }

    /** The packet as a capture would hold it whose snap length ends with the TCP header. */
    Packet cutToHeaders() {
        byte[] bytes = ip.captured();
        int tcp = ip.isIpv6() ? 40 : (bytes[0] & 0xf) * 4;
        int end = tcp + ((bytes[tcp + 12] & 0xf0) >>> 2);
        return new Packet(
                timeNs, new Layer(ip.etherType(), Arrays.copyOf(bytes, end), ip.wireLength()));
    }
}
