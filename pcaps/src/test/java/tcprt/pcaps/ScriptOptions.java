package tcprt.pcaps;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tcprt.MirrorSettings;
import tcprt.TracerSettings;
import tcprt.TracerSettings.Release;
import tcprt.TracerSettings.Vantage;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;
import tcprt.parse.ParsingModes;

/**
 * The configuration a script runs with: its {@code option} lines, or what its {@code trace} lines
 * imply.
 *
 * @param localPorts the module's {@code lports}, in order
 * @param localRanges the module's {@code lports_range}
 * @param peerPorts the module's {@code pports}
 * @param peerRanges the module's {@code pports_range}
 * @param stats whether statistics are written
 * @param statsIntervalSeconds from the second tick on
 * @param hz timer ticks per second of the emulated kernel
 * @param vantage where the capture was taken
 * @param release what a half-closed socket is taken for
 * @param dropDuplicates whether frames captured twice are dropped
 * @param reorderWindowNs how long segments wait for what came before them, nanoseconds
 * @param ipv6AsModule whether IPv6 ends are printed as the module prints them
 * @param localAddresses if not empty, the only addresses that are the traced host
 * @param mode what is recognised in the data of all local ports
 * @param firstFrameBytes thresholds of first_frame; none if it is off
 */
record ScriptOptions(
        List<Integer> localPorts,
        List<PortRange> localRanges,
        List<Integer> peerPorts,
        List<PortRange> peerRanges,
        boolean stats,
        int statsIntervalSeconds,
        int hz,
        Vantage vantage,
        Release release,
        boolean dropDuplicates,
        long reorderWindowNs,
        boolean ipv6AsModule,
        List<InetAddress> localAddresses,
        String mode,
        List<Integer> firstFrameBytes) {

    private static final String DEFAULT_MODE = "default";

    /** Which ends are traced; with no port at all, the server side of every connection. */
    PortRules portRules() {
        PortRules.Builder rules = PortRules.builder();
        PortMode portMode = portMode();
        localPorts.forEach(port -> rules.addLocalPort(port, portMode));
        localRanges.forEach(range -> rules.addLocalRange(range, portMode));
        peerPorts.forEach(rules::addPeerPort);
        peerRanges.forEach(rules::addPeerRange);
        return rules.isEmpty() ? PortRules.everyServer(portMode) : rules.build();
    }

    private PortMode portMode() {
        return new PortMode(
                mode.equals(DEFAULT_MODE) ? null : ParsingModes.parser(mode), firstFrameBytes);
    }

    /** Settings for a tracer in memory. */
    TracerSettings tracerSettings() {
        return TracerSettings.builder(portRules())
                .localAddresses(localAddresses.stream().map(InetAddress::getAddress).toList())
                .vantage(vantage)
                .release(release)
                .hz(hz)
                .mirror(
                        new MirrorSettings(
                                dropDuplicates,
                                MirrorSettings.DEFAULT.duplicateWindowNs(),
                                reorderWindowNs))
                .build();
    }

    /** The same configuration as options of {@code tcprt replay}. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        addPorts(arguments, "--lports", localPorts);
        addRanges(arguments, "--lports-range", localRanges);
        addPorts(arguments, "--pports", peerPorts);
        addRanges(arguments, "--pports-range", peerRanges);
        if (stats) {
            arguments.add("--stats");
            arguments.add("--stats-interval");
            arguments.add(Integer.toString(statsIntervalSeconds));
        }
        arguments.add("--hz");
        arguments.add(Integer.toString(hz));
        arguments.add("--vantage");
        arguments.add(vantage == Vantage.MIRROR ? "mirror" : "host");
        arguments.add("--release");
        arguments.add(release == Release.SHUTDOWN ? "shutdown" : "close");
        arguments.add("--duplicates");
        arguments.add(dropDuplicates ? "drop" : "keep");
        arguments.add("--reorder-window");
        arguments.add(
                reorderWindowNs == MirrorSettings.REORDER_AUTO
                        ? "auto"
                        : reorderWindowNs / 1000 + "us");
        arguments.add("--ipv6");
        arguments.add(ipv6AsModule ? "module" : "real");
        if (!localAddresses.isEmpty()) {
            arguments.add("--local-addresses");
            arguments.add(
                    localAddresses.stream()
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(",")));
        }
        arguments.add("--mode");
        arguments.add(mode);
        if (!firstFrameBytes.isEmpty()) {
            arguments.add("--first-frame");
            addPorts(arguments, "--first-frame-bytes", firstFrameBytes);
        }
        return arguments;
    }

    private static void addPorts(List<String> arguments, String option, List<Integer> ports) {
        if (!ports.isEmpty()) {
            arguments.add(option);
            arguments.add(ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }

    private static void addRanges(List<String> arguments, String option, List<PortRange> ranges) {
        if (!ranges.isEmpty()) {
            arguments.add(option);
            arguments.add(
                    ranges.stream()
                            .map(range -> range.first() + "," + range.last())
                            .collect(Collectors.joining(",")));
        }
    }

    /** Collects {@code option} lines; starts with the defaults of the command. */
    static final class Builder {
        final List<Integer> localPorts = new ArrayList<>();
        final List<PortRange> localRanges = new ArrayList<>();
        final List<Integer> peerPorts = new ArrayList<>();
        final List<PortRange> peerRanges = new ArrayList<>();
        final List<InetAddress> localAddresses = new ArrayList<>();
        boolean everyServer;
        boolean stats;
        int statsIntervalSeconds = 60;
        int hz = 1000;
        Vantage vantage = Vantage.HOST;
        Release release = Release.CLOSE;
        boolean dropDuplicates = true;
        long reorderWindowNs = MirrorSettings.REORDER_AUTO;
        boolean ipv6AsModule;
        String mode = DEFAULT_MODE;
        final List<Integer> firstFrameBytes = new ArrayList<>();

        /** Adds the ports that trace these connections, unless the script named ports itself. */
        void implyPorts(List<ScriptConnection> connections) {
            boolean named =
                    everyServer
                            || !localPorts.isEmpty()
                            || !localRanges.isEmpty()
                            || !peerPorts.isEmpty()
                            || !peerRanges.isEmpty();
            if (named) {
                return;
            }
            for (ScriptConnection connection : connections) {
                boolean isPeer = connection.as() == PortRules.Match.PEER;
                List<Integer> ports = isPeer ? peerPorts : localPorts;
                int port = isPeer ? connection.remote().port() : connection.local().port();
                if (!ports.contains(port)) {
                    ports.add(port);
                }
            }
        }

        ScriptOptions build() {
            return new ScriptOptions(
                    List.copyOf(localPorts),
                    List.copyOf(localRanges),
                    List.copyOf(peerPorts),
                    List.copyOf(peerRanges),
                    stats,
                    statsIntervalSeconds,
                    hz,
                    vantage,
                    release,
                    dropDuplicates,
                    reorderWindowNs,
                    ipv6AsModule,
                    List.copyOf(localAddresses),
                    mode,
                    List.copyOf(firstFrameBytes));
        }
    }
}
