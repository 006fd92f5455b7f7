package tcprt.capture.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the kernel hands over, as a filter expression (pcap-filter(7)): the segments of the traced
 * ports, and everything in which they may be hidden or that concerns them.
 *
 * <ul>
 *   <li>TCP from or to one of the ports;
 *   <li>later fragments of an IP packet, which have no ports, and IPv6 packets whose extension
 *       headers the kernel's filter cannot step over;
 *   <li>"packet too big" of ICMP and ICMPv6;
 *   <li>whole tunnels: IP in IP, GRE, VXLAN, Geneve, GTP, TZSP, MPLS, PPPoE;
 *   <li>on Ethernet, all of that behind one or two VLAN tags too. The kernel takes the outermost
 *       tag of most frames away before it filters, but not of all.
 * </ul>
 *
 * <p>It hands over more than is traced, never less. Immutable.
 */
public final class KernelFilter {
    /**
     * Port ranges past which all of TCP is asked for: the kernel's limit is 4096 instructions, and
     * some 85 go for each range and its repetitions behind tags.
     */
    static final int MOST_RANGES = 32;

    private static final int ETHERNET = 1;
    private static final int LINUX_SLL = 113;
    private static final int LINUX_SLL2 = 276;

    private record Range(int first, int last) {
        private String expression() {
            return first == last ? "tcp port " + first : "tcp portrange " + first + "-" + last;
        }
    }

    private final List<Range> ranges;
    private final List<Integer> vxlanPorts;

    private KernelFilter(List<Range> ranges, List<Integer> vxlanPorts) {
        this.ranges = ranges;
        this.vxlanPorts = vxlanPorts;
    }

    /** Begins with no port at all. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects ports. Not thread-safe. */
    public static final class Builder {
        private final List<Range> ranges = new ArrayList<>();
        private final List<Integer> vxlanPorts = new ArrayList<>();

        private Builder() {}

        /** Hands over TCP of these ports, both ends included, 0..65535. */
        public Builder addPorts(int first, int last) {
            ranges.add(new Range(first, last));
            return this;
        }

        /** Hands over VXLAN on these UDP ports. */
        public Builder addVxlanPorts(List<Integer> ports) {
            vxlanPorts.addAll(ports);
            return this;
        }

        /** Freezes the filter. */
        public KernelFilter build() {
            return new KernelFilter(merged(ranges), List.copyOf(vxlanPorts));
        }
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range next : sorted) {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && next.first <= last.last + 1) {
                merged.set(
                        merged.size() - 1, new Range(last.first, Math.max(last.last, next.last)));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    /** The expression for frames that begin with this link type. */
    public String expression(int linkType) {
        String packets = packets(linkType);
        return linkType == ETHERNET
                ? packets + " or (vlan and (" + packets + " or (vlan and (" + packets + "))))"
                : packets;
    }

    private String packets(int linkType) {
        List<String> kinds = new ArrayList<>();
        kinds.add(segments());
        kinds.add("ip[6:2] & 0x1fff != 0"); // fragment offset, RFC 791 3.1
        kinds.add("(ip6 and not (ip6[6] = 6 or ip6[6] = 17 or ip6[6] = 58))"); // RFC 8200 4
        kinds.add("(icmp[0] = 3 and icmp[1] = 4)"); // RFC 792, RFC 1191
        kinds.add("(ip6[6] = 58 and ip6[40] = 2)"); // RFC 4443 3.2
        kinds.add("ip proto 4 or ip proto 41 or ip proto 47 or ip6 proto 4 or ip6 proto 41");
        kinds.add("ip6 proto 47");
        for (int port : vxlanPorts) {
            kinds.add("udp dst port " + port);
        }
        kinds.add("udp dst port 6081 or udp dst port 2152 or udp dst port 37008");
        if (linkType == ETHERNET || linkType == LINUX_SLL || linkType == LINUX_SLL2) {
            kinds.add("ether proto 0x8847 or ether proto 0x8848 or ether proto 0x8864");
        }
        return String.join(" or ", kinds);
    }

    private String segments() {
        boolean all =
                ranges.size() > MOST_RANGES
                        || ranges.stream().anyMatch(r -> r.first <= 1 && r.last == 65535);
        return all
                ? "tcp"
                : ranges.stream().map(Range::expression).collect(Collectors.joining(" or "));
    }
}
