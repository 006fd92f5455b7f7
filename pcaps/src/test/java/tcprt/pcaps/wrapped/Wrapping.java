package tcprt.pcaps.wrapped;

import static tcprt.pcaps.wrapped.Layer.DONE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tcprt.FrameSettings;

/**
 * One way to wrap an IP packet into frames; usually one frame.
 *
 * @param name for the reader
 * @param linkType of the frames
 * @param wrap what it does
 */
record Wrapping(String name, int linkType, Function<Layer, List<Layer>> wrap) {
    /** What is needed to read all of them: the defaults, but for a second port of VXLAN. */
    static final FrameSettings READ_WITH = settings(false);

    /** The same with networks kept apart. */
    static final FrameSettings READ_BY_VNI = settings(true);

    static final Wrapping PLAIN = ethernet("Ethernet", ip -> ip);

    private static final int ETHERNET = 1;

    private static FrameSettings settings(boolean byVni) {
        List<Integer> vxlanPorts = new ArrayList<>(FrameSettings.defaults().vxlanPorts());
        vxlanPorts.add(Headers.OTHER_VXLAN_PORT);
        return new FrameSettings(vxlanPorts, byVni, FrameSettings.defaults().fragmentLimit());
    }

    /** Every link layer and tunnel that is read, and some inside one another. */
    static List<Wrapping> all() {
        List<Wrapping> all = new ArrayList<>();
        all.addAll(linkLayers());
        all.addAll(tunnels());
        all.addAll(nested());
        all.addAll(fragmented());
        return all;
    }

    static List<Wrapping> linkLayers() {
        return List.of(
                ethernet("802.1Q", Headers::vlan),
                ethernet("QinQ", ip -> Headers.providerVlan(Headers.vlan(ip))),
                ethernet("QinQ before 802.1ad", ip -> Headers.oldProviderVlan(Headers.vlan(ip))),
                ethernet("MPLS", Headers::mpls),
                ethernet("MPLS in a VLAN", ip -> Headers.vlan(Headers.mpls(ip))),
                ethernet("pseudowire", ip -> Headers.pseudowire(Headers.ethernet(ip))),
                ethernet("PPPoE", Headers::pppoe),
                ethernet(
                        "PPPoE in QinQ",
                        ip -> Headers.providerVlan(Headers.vlan(Headers.pppoe(ip)))),
                one("SNAP", ETHERNET, Headers::ethernetWithSnap),
                one("PPP", 9, ip -> Headers.ppp(ip).behind("ff03", DONE)),
                one("PPP without address", 9, Headers::ppp),
                one("PPP serial", 50, ip -> Headers.ppp(ip).behind("ff03", DONE)),
                one("PPPoE without Ethernet", 51, Headers::pppoe),
                one("PPP with direction", 204, ip -> Headers.ppp(ip).behind("01", DONE)),
                one("Cisco HDLC", 104, ip -> ip.behind("0f00" + type(ip), DONE)),
                one(
                        "SLL",
                        113,
                        ip -> ip.behind("0000 0001 0006 0200000000010000" + type(ip), DONE)),
                one(
                        "SLL2",
                        276,
                        ip ->
                                ip.behind(
                                        type(ip) + "0000 00000002 0001 00 06 0200000000010000",
                                        DONE)),
                one("raw", 101, ip -> ip),
                one("BSD NULL", 0, ip -> ip.behind(ip.isIpv6() ? "1e000000" : "02000000", DONE)),
                one("BSD LOOP", 108, ip -> ip.behind(ip.isIpv6() ? "00000018" : "00000002", DONE)));
    }

    static List<Wrapping> tunnels() {
        return List.of(
                ethernet("VXLAN", ip -> Headers.vxlan(100, Headers.ethernet(ip))),
                ethernet(
                        "VXLAN on another port",
                        ip -> Headers.vxlan(Headers.OTHER_VXLAN_PORT, 100, Headers.ethernet(ip))),
                ethernet("VXLAN over IPv6", ip -> Headers.vxlanOverIpv6(Headers.ethernet(ip))),
                ethernet("Geneve", ip -> Headers.geneve(Headers.ethernet(ip))),
                ethernet("Geneve with IP", Headers::geneve),
                ethernet("GRE", ip -> Headers.gre("0000", "", ip)),
                ethernet("GRE with key", ip -> Headers.gre("2000", "00000007", ip)),
                ethernet("GRE with checksum", ip -> Headers.gre("8000", "00000000", ip)),
                ethernet("GRE with sequence", ip -> Headers.gre("1000", "00000001", ip)),
                ethernet("GRE with all", ip -> Headers.gre("b000", "000000000000000700000001", ip)),
                ethernet("GRE with Ethernet", ip -> Headers.gre("0000", "", Headers.ethernet(ip))),
                ethernet("NVGRE", ip -> Headers.gre("2000", "00006407", Headers.ethernet(ip))),
                ethernet("ERSPAN I", ip -> Headers.erspan1(Headers.ethernet(ip))),
                ethernet("ERSPAN II", ip -> Headers.erspan2(Headers.ethernet(ip))),
                ethernet("ERSPAN III", ip -> Headers.erspan3(Headers.ethernet(ip))),
                ethernet("IP in IPv4", Headers::ipInIpv4),
                ethernet("IP in IPv6", Headers::ipInIpv6),
                ethernet("GTP-U", Headers::gtp),
                ethernet("TZSP", ip -> Headers.tzsp(Headers.ethernet(ip))));
    }

    /** IP in IP in IP and so on. */
    static Wrapping ipInIp(int tunnels) {
        return ethernet(
                tunnels + " times IP in IP",
                ip -> {
                    Layer wrapped = ip;
                    for (int i = 0; i < tunnels; i++) {
                        wrapped = Headers.ipInIpv4(wrapped);
                    }
                    return wrapped;
                });
    }

    private static List<Wrapping> nested() {
        return List.of(
                ethernet(
                        "VXLAN in VXLAN",
                        ip ->
                                Headers.vxlan(
                                        100,
                                        Headers.ethernet(
                                                Headers.vxlan(200, Headers.ethernet(ip))))),
                ethernet(
                        "VXLAN in ERSPAN III",
                        ip ->
                                Headers.erspan3(
                                        Headers.ethernet(
                                                Headers.vxlan(
                                                        100, Headers.ethernet(Headers.vlan(ip)))))),
                ethernet(
                        "GTP-U in MPLS in a VLAN",
                        ip -> Headers.vlan(Headers.mpls(Headers.gtp(ip)))),
                ethernet(
                        "PPPoE in VXLAN in IPv6 in GRE",
                        ip ->
                                Headers.gre(
                                        "0000",
                                        "",
                                        Headers.vxlanOverIpv6(
                                                Headers.ethernet(Headers.pppoe(ip))))),
                ethernet(
                        "five tunnels",
                        ip ->
                                Headers.ipInIpv4(
                                        Headers.ipInIpv6(
                                                Headers.geneve(
                                                        Headers.gre(
                                                                "0000",
                                                                "",
                                                                Headers.ipInIpv4(ip)))))));
    }

    static List<Wrapping> fragmented() {
        return List.of(
                several("fragments", ip -> Fragmenting.cut(ip, 104)),
                several("fragments, last one first", ip -> Fragmenting.backwards(ip, 104)),
                several("fragments that overlap", ip -> Fragmenting.overlapping(ip, 104)),
                several(
                        "fragments in VXLAN",
                        ip ->
                                Fragmenting.cut(ip, 104).stream()
                                        .map(part -> Headers.vxlan(7, Headers.ethernet(part)))
                                        .toList()),
                several(
                        "VXLAN in fragments",
                        ip -> Fragmenting.cut(Headers.vxlan(7, Headers.ethernet(ip)), 152)),
                several(
                        "IPv6 tunnel in fragments",
                        ip -> Fragmenting.cut(Headers.ipInIpv6(ip), 152)),
                several(
                        "fragments in fragments",
                        ip ->
                                Fragmenting.cut(ip, 104).stream()
                                        .map(Headers::ipInIpv4)
                                        .flatMap(part -> Fragmenting.cut(part, 48).stream())
                                        .toList()));
    }

    private static String type(Layer ip) {
        return ip.isIpv6() ? "86dd" : "0800";
    }

    /** One frame of Ethernet for each packet. */
    static Wrapping ethernet(String name, Function<Layer, Layer> wrap) {
        return one(name, ETHERNET, wrap.andThen(Headers::ethernet));
    }

    private static Wrapping one(String name, int linkType, Function<Layer, Layer> wrap) {
        return new Wrapping(name, linkType, ip -> List.of(wrap.apply(ip)));
    }

    private static Wrapping several(String name, Function<Layer, List<Layer>> wrap) {
        return new Wrapping(
                name, ETHERNET, ip -> wrap.apply(ip).stream().map(Headers::ethernet).toList());
    }

    /**
     * This link layer or tunnel with another around the packet first, whose own link layer has to
     * be Ethernet.
     */
    Wrapping around(Wrapping inner) {
        if (inner.linkType != ETHERNET) {
            throw new AssertionError(inner.name + " is not of Ethernet");
        }
        return new Wrapping(
                name + " around " + inner.name,
                linkType,
                ip ->
                        inner.wrap.apply(ip).stream()
                                .map(Headers::withoutEthernet)
                                .flatMap(layer -> wrap.apply(layer).stream())
                                .toList());
    }

    /** Wraps a capture; all frames made of a packet have its time. */
    List<Frame> of(List<Packet> packets) {
        List<Frame> frames = new ArrayList<>();
        for (Packet packet : packets) {
            for (Layer frame : wrap.apply(packet.ip())) {
                frames.add(
                        new Frame(packet.timeNs(), linkType, frame.captured(), frame.wireLength()));
            }
        }
        return frames;
    }

    @Override
    public String toString() {
        return name;
    }
}
