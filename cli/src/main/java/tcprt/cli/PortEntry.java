package tcprt.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

/**
 * One port or range to be traced, as configured.
 *
 * @param range the ports, one or more
 * @param single whether it was written as one port; a single port is matched before any range
 * @param peer whether it is the other end's port
 * @param mode where its mode was written and what; null if nowhere
 * @param firstFrame where its {@code first_frame} was written and what; null if nowhere
 */
record PortEntry(
        PortRange range,
        boolean single,
        boolean peer,
        @Nullable Value mode,
        @Nullable Value firstFrame) {

    /**
     * Adds the ports to the rules. On a peer port every mode gives the same lines, and first_frame
     * none.
     *
     * @param modeForAll the command line's mode, which wins over the entry's; null if not given
     * @param firstFrameForAll whether the command line wants first_frame on every port
     * @param firstFrameBytes thresholds of ports with first_frame
     * @throws ConfigurationException if a value is none that is allowed
     */
    void addTo(
            PortRules.Builder rules,
            @Nullable Value modeForAll,
            boolean firstFrameForAll,
            List<Integer> firstFrameBytes)
            throws ConfigurationException {
        PortMode portMode = portMode(modeForAll, firstFrameForAll, firstFrameBytes);
        if (peer && single) {
            rules.addPeerPort(range.first());
        } else if (peer) {
            rules.addPeerRange(range);
        } else if (single) {
            rules.addLocalPort(range.first(), portMode);
        } else {
            rules.addLocalRange(range, portMode);
        }
    }

    /** What this entry wants to be recognised. */
    PortMode portMode(
            @Nullable Value modeForAll, boolean firstFrameForAll, List<Integer> firstFrameBytes)
            throws ConfigurationException {
        Mode ownMode = mode == null ? Mode.DEFAULT : mode.oneOf(Mode.class);
        Mode wanted = modeForAll == null ? ownMode : modeForAll.oneOf(Mode.class);
        boolean timed = firstFrame != null && firstFrame.enabled();
        return new PortMode(
                wanted.parsers(), timed || firstFrameForAll ? firstFrameBytes : List.of());
    }
}
