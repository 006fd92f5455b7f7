package tcprt.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcprt.flow.PortRules.PortRange;

/** The kernel module's parameters as options, for every command that traces. */
final class PortOptions {
    @Option(
            names = "--lports",
            paramLabel = "PORT,...",
            description = "Local ports: requests are received here. At most 6.")
    private @Nullable String localPorts;

    @Option(
            names = "--lports-range",
            paramLabel = "FIRST,LAST,...",
            description = "Closed ranges of local ports: 8000,8100,9000,9010. At most 3.")
    private @Nullable String localRanges;

    @Option(
            names = "--pports",
            paramLabel = "PORT,...",
            description = "Peer ports: requests are sent there. At most 6.")
    private @Nullable String peerPorts;

    @Option(
            names = "--pports-range",
            paramLabel = "FIRST,LAST,...",
            description = "Closed ranges of peer ports. At most 3.")
    private @Nullable String peerRanges;

    @Option(
            names = "--mode",
            paramLabel = "default|http|https",
            description =
                    "Mode of all ports: http and https add letters, srtt and cwnd to the R lines"
                            + " of local ports.")
    private @Nullable String mode;

    @Option(
            names = "--first-frame",
            description = "Time --first-frame-bytes on all local ports: the letter F.")
    private boolean firstFrame;

    /** Whether a port or range was named. */
    boolean areGiven() {
        return localPorts != null || localRanges != null || peerPorts != null || peerRanges != null;
    }

    /** Puts what was given over what the file says. */
    void applyTo(SettingsBuilder builder) throws ConfigurationException {
        List<PortEntry> ports = ports();
        if (!ports.isEmpty()) {
            builder.replacePorts(ports);
        }
        if (mode != null) {
            builder.setModeForAll(new Value("--mode", mode));
        }
        if (firstFrame) {
            builder.setFirstFrameForAll();
        }
    }

    private List<PortEntry> ports() throws ConfigurationException {
        List<PortEntry> entries = new ArrayList<>();
        addPorts(entries, "--lports", localPorts, false);
        addRanges(entries, "--lports-range", localRanges, false);
        addPorts(entries, "--pports", peerPorts, true);
        addRanges(entries, "--pports-range", peerRanges, true);
        return entries;
    }

    private static void addPorts(
            List<PortEntry> entries, String option, @Nullable String text, boolean peer)
            throws ConfigurationException {
        if (text != null) {
            for (int port : new Value(option, text).ports(Value.MODULE_PORTS)) {
                entries.add(new PortEntry(new PortRange(port, port), true, peer, null, null));
            }
        }
    }

    private static void addRanges(
            List<PortEntry> entries, String option, @Nullable String text, boolean peer)
            throws ConfigurationException {
        if (text != null) {
            for (PortRange range : new Value(option, text).portRanges(Value.MODULE_RANGES)) {
                entries.add(new PortEntry(range, false, peer, null, null));
            }
        }
    }
}
