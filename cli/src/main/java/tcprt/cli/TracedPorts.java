package tcprt.cli;

import java.util.ArrayList;
import java.util.List;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

/** What is traced, in a few words. */
final class TracedPorts {
    private TracedPorts() {}

    /** As in "tracing local ports 80, 8000-8100 and peer port 3306". */
    static String describe(PortRules rules) {
        if (rules.tracesEveryServer()) {
            return "the server side of every connection";
        }
        List<String> sides = new ArrayList<>();
        addSide(sides, "local", rules.localPorts(), rules.localRanges());
        addSide(sides, "peer", rules.peerPorts(), rules.peerRanges());
        return String.join(" and ", sides);
    }

    private static void addSide(
            List<String> sides, String side, List<Integer> ports, List<PortRange> ranges) {
        List<String> names = new ArrayList<>();
        ports.forEach(port -> names.add(port.toString()));
        ranges.forEach(range -> names.add(range.first() + "-" + range.last()));
        if (!names.isEmpty()) {
            boolean one = ports.size() == 1 && ranges.isEmpty();
            sides.add(side + (one ? " port " : " ports ") + String.join(", ", names));
        }
    }
}
