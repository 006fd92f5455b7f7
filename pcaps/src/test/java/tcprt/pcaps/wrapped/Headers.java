package tcprt.pcaps.wrapped;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Headers as the standards draw them, put around a {@link Layer}. */
final class Headers {
    /** Where Linux sends VXLAN unless told otherwise; the standard's port is another. */
    static final int OTHER_VXLAN_PORT = 8472;

    private static final int VXLAN_PORT = 4789;
    private static final int MAX_802_3_LENGTH = 1500;
    private static final int UDP = 17;
    private static final int GRE = 47;

    /** Two of those for documentation (RFC 7042 2.1.2): tshark guesses by makers it knows. */
    private static final String MACS = "00005e005301 00005e005302 ";

    private Headers() {}

    // ---- Link layers ----

    static Layer ethernet(Layer inner) {
        return inner.behind(MACS + hex16(inner.etherType()), Layer.ETHERNET);
    }

    /** Takes an Ethernet header off again. */
    static Layer withoutEthernet(Layer frame) {
        int length = MACS.replace(" ", "").length() / 2;
        byte[] bytes = frame.captured();
        int etherType = ByteBuffer.wrap(bytes).getShort(length) & 0xffff;
        byte[] payload = Arrays.copyOfRange(bytes, length + 2, bytes.length);
        return new Layer(etherType, payload, frame.wireLength() - length - 2);
    }

    static Layer vlan(Layer inner) {
        return inner.behind("0064" + hex16(inner.etherType()), Layer.VLAN);
    }

    static Layer providerVlan(Layer inner) {
        return inner.behind("0065" + hex16(inner.etherType()), Layer.PROVIDER_VLAN);
    }

    static Layer oldProviderVlan(Layer inner) {
        return inner.behind("0066" + hex16(inner.etherType()), Layer.OLD_PROVIDER_VLAN);
    }

    /** Two labels. */
    static Layer mpls(Layer inner) {
        return inner.behind("00064040 00065140", Layer.MPLS);
    }

    /** Around an Ethernet frame: a label and the control word. */
    static Layer pseudowire(Layer inner) {
        return inner.behind("00064140 00000000", Layer.MPLS);
    }

    static Layer ppp(Layer inner) {
        return inner.behind(inner.isIpv6() ? "0057" : "0021", Layer.PPP);
    }

    static Layer pppoe(Layer inner) {
        Layer ppp = ppp(inner);
        return ppp.behind("1100 0007" + hex16(lengthField(ppp.wireLength())), Layer.PPPOE);
    }

    /**
     * An 802.3 frame, whose length stands where others have a type. A packet too long for one stays
     * behind its type.
     */
    static Layer ethernetWithSnap(Layer inner) {
        Layer snap = inner.behind("aaaa03 000000" + hex16(inner.etherType()), Layer.DONE);
        return snap.wireLength() > MAX_802_3_LENGTH
                ? ethernet(inner)
                : snap.behind(MACS + hex16(snap.wireLength()), Layer.ETHERNET);
    }

    // ---- Tunnels ----

    /** From 203.0.113.1 to 203.0.113.2. */
    static Layer outerIpv4(int protocol, Layer inner) {
        String length = hex16(lengthField(20 + inner.wireLength()));
        String start =
                String.format(Locale.ROOT, "4500 %s 0000 4000 40%02x 0000", length, protocol);
        return inner.behind(start + "cb007101 cb007102", Layer.IPV4);
    }

    /** From 2001:db8:ff::1 to 2001:db8:ff::2. */
    static Layer outerIpv6(int protocol, Layer inner) {
        String length = hex16(lengthField(inner.wireLength()));
        String start = String.format(Locale.ROOT, "60000000 %s %02x 40", length, protocol);
        String network = "20010db8 00ff0000 00000000 0000000";
        return inner.behind(start + network + "1" + network + "2", Layer.IPV6);
    }

    /** IPv4 or IPv6 in IPv4, each under its number. */
    static Layer ipInIpv4(Layer inner) {
        return outerIpv4(inner.isIpv6() ? 41 : 4, inner);
    }

    static Layer ipInIpv6(Layer inner) {
        return outerIpv6(inner.isIpv6() ? 41 : 4, inner);
    }

    static Layer vxlan(int network, Layer frame) {
        return vxlan(VXLAN_PORT, network, frame);
    }

    static Layer vxlan(int port, int network, Layer frame) {
        return udp(port, frame.behind("08000000" + hex24(network) + "00", Layer.DONE));
    }

    static Layer vxlanOverIpv6(Layer frame) {
        Layer vxlan = frame.behind("08000000 00006400", Layer.DONE);
        return outerIpv6(UDP, udpHeader(VXLAN_PORT, vxlan));
    }

    /** With eight bytes of options, around a frame or a packet. */
    static Layer geneve(Layer inner) {
        String header = "0200" + hex16(inner.etherType()) + "00006400 0102800100000007";
        return udp(6081, inner.behind(header, Layer.DONE));
    }

    /** With two extension headers. */
    static Layer gtp(Layer packet) {
        String length = hex16(lengthField(packet.wireLength() + 12));
        String header = "36ff" + length + "00000001 00070085 01100140 01086800";
        return udp(2152, packet.behind(header, Layer.DONE));
    }

    static Layer tzsp(Layer frame) {
        return udp(37008, frame.behind("01000001 0a01c4 01", Layer.DONE));
    }

    /**
     * GRE around a packet or a frame.
     *
     * @param flags the first two bytes
     * @param fields what they announce
     */
    static Layer gre(String flags, String fields, Layer inner) {
        String header = flags + hex16(inner.etherType()) + fields;
        return outerIpv4(GRE, inner.behind(header, Layer.DONE));
    }

    static Layer erspan1(Layer frame) {
        return outerIpv4(GRE, frame.behind("000088be", Layer.DONE));
    }

    static Layer erspan2(Layer frame) {
        return outerIpv4(GRE, frame.behind("100088be 00000001 1064 0005 00000000", Layer.DONE));
    }

    static Layer erspan3(Layer frame) {
        String header = "100022eb 00000001 2064 0005 00000000 0000 0001 0000000000000000";
        return outerIpv4(GRE, frame.behind(header, Layer.DONE));
    }

    private static Layer udp(int port, Layer inner) {
        return outerIpv4(UDP, udpHeader(port, inner));
    }

    private static Layer udpHeader(int port, Layer inner) {
        String length = hex16(lengthField(8 + inner.wireLength()));
        return inner.behind("c000" + hex16(port) + length + "0000", Layer.DONE);
    }

    /** A super-segment that has no room in the field has 0 there, as the kernel writes it. */
    private static int lengthField(int length) {
        return length > 65535 ? 0 : length;
    }

    private static String hex16(int value) {
        return String.format(Locale.ROOT, "%04x", value);
    }

    private static String hex24(int value) {
        return String.format(Locale.ROOT, "%06x", value);
    }
}
