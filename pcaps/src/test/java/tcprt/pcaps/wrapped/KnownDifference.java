package tcprt.pcaps.wrapped;

import java.util.Map;
import java.util.Set;

/**
 * Frames in which tshark finds TCP and we do not, or the other way round, and why; each was looked
 * at.
 *
 * @param tsharkOnly numbers of frames, from 1
 * @param oursOnly numbers of frames, from 1
 */
record KnownDifference(Set<Integer> tsharkOnly, Set<Integer> oursOnly) {
    private static final KnownDifference NONE = new KnownDifference(Set.of(), Set.of());

    private static final Map<String, KnownDifference> ALL =
            Map.of(
                    // A link type of its own, the Linux firewall's log, which is not read.
                    "zeek/nflog-http.pcap",
                    new KnownDifference(
                            Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), Set.of()));

    static KnownDifference of(String capture) {
        return ALL.getOrDefault(capture, NONE);
    }
}
