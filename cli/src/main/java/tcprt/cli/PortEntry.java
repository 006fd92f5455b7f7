package tcprt.cli;

import org.jspecify.annotations.Nullable;
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
     * Refuses what this version cannot do. On a peer port every mode gives the same lines, so
     * nothing is refused there.
     *
     * @param modeForAll the command line's mode, which wins over the entry's; null if not given
     */
    void check(@Nullable Value modeForAll) throws ConfigurationException {
        Value effective = modeForAll != null ? modeForAll : mode;
        if (effective != null) {
            Mode wanted = effective.oneOf(Mode.class);
            if (wanted != Mode.DEFAULT && !peer) {
                throw effective.refused(
                        "mode "
                                + effective.text()
                                + " is not available yet on local ports; use default"
                                + (modeForAll == null ? ", or --mode default for all ports" : ""));
            }
        }
        if (firstFrame != null && firstFrame.enabled() && !peer) {
            throw firstFrame.refused(
                    "first_frame is not available yet on local ports; use disable");
        }
    }

    void addTo(PortRules.Builder rules) {
        if (peer && single) {
            rules.addPeerPort(range.first());
        } else if (peer) {
            rules.addPeerRange(range);
        } else if (single) {
            rules.addLocalPort(range.first());
        } else {
            rules.addLocalRange(range);
        }
    }
}
