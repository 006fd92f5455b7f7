package tcprt.cli;

import java.util.List;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

/** The four lists that rules are made of, to exchange one of them. */
record PortLists(
        List<Integer> localPorts,
        List<PortRange> localRanges,
        List<Integer> peerPorts,
        List<PortRange> peerRanges) {

    /**
     * Those in force. To trace every server is what no list at all means, so then all are empty.
     */
    static PortLists of(Parameters parameters) {
        PortRules rules = parameters.rules();
        if (rules.tracesEveryServer()) {
            return new PortLists(List.of(), List.of(), List.of(), List.of());
        }
        return new PortLists(
                rules.localPorts(), rules.localRanges(), rules.peerPorts(), rules.peerRanges());
    }

    PortLists withLocalPorts(List<Integer> ports) {
        return new PortLists(ports, localRanges, peerPorts, peerRanges);
    }

    PortLists withLocalRanges(List<PortRange> ranges) {
        return new PortLists(localPorts, ranges, peerPorts, peerRanges);
    }

    PortLists withPeerPorts(List<Integer> ports) {
        return new PortLists(localPorts, localRanges, ports, peerRanges);
    }

    PortLists withPeerRanges(List<PortRange> ranges) {
        return new PortLists(localPorts, localRanges, peerPorts, ranges);
    }

    /** The parameters with these lists. */
    Parameters in(Parameters parameters) {
        PortRules.Builder rules = PortRules.builder();
        localPorts.forEach(rules::addLocalPort);
        localRanges.forEach(rules::addLocalRange);
        peerPorts.forEach(rules::addPeerPort);
        peerRanges.forEach(rules::addPeerRange);
        return parameters.withRules(rules.build());
    }
}
