package tcprt.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcprt.capture.live.KernelFilter;
import tcprt.capture.live.LiveOptions;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

/** What is captured and how, as options of {@code tcprt run}. */
final class CaptureOptions {
    /**
     * Bytes of a frame that hold every header of a segment: tags, one tunnel's headers, IPv6, TCP's
     * options come to 200.
     */
    private static final int HEADERS_BYTES = 256;

    private static final int MAX_PORT = 65535;
    private static final int MAX_BUFFER_MIB = 2047;
    private static final int MAX_FILE_MB = 1_000_000;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IFACE,...",
            required = true,
            description =
                    "Interfaces, several as one capture in time order (two legs of a tap); or any."
                            + " tcprt devices lists them.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String interfaces;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description =
                    "What the kernel hands over (pcap-filter(7)), instead of the filter made from"
                            + " the ports; an empty one hands over everything.")
    private @Nullable String filter;

    @Option(
            names = "--buffer-mb",
            paramLabel = "MIB",
            description =
                    "The kernel's ring buffer, for each interface (default: 64). Raise it if frames"
                            + " are dropped.")
    private @Nullable String bufferMib;

    @Option(
            names = "--snaplen",
            paramLabel = "BYTES",
            description =
                    "Bytes kept of each frame (default: 256, enough for all headers; whole frames"
                            + " if a port has mode http or https).")
    private @Nullable String snapLength;

    @Option(
            names = "--time-stamps",
            paramLabel = "host|adapter",
            description =
                    "Whose clock frames have their times from; adapter needs an adapter that keeps"
                            + " in step with the host (default: host).")
    private @Nullable String timeStamps;

    @Option(
            names = "--write-pcap",
            paramLabel = "FILE",
            description =
                    "What is analysed is also written, to be replayed later. A file that exists is"
                            + " kept, and FILE.1, FILE.2 and so on follow.")
    private @Nullable String pcap;

    @Option(
            names = "--write-pcap-mb",
            paramLabel = "MB",
            description = "Megabytes past which the next file is begun (default: 1000).")
    private @Nullable String pcapMb;

    /** Where frames have their times from. */
    private enum TimeStamps {
        HOST,
        ADAPTER
    }

    /** What to ask of the interfaces. */
    LiveOptions live(Settings settings, Notices notices) throws ConfigurationException {
        return new LiveOptions(
                interfaces(),
                snapLength(settings),
                number("--buffer-mb", bufferMib, 64, "a buffer in MiB", MAX_BUFFER_MIB) << 20,
                timeStamps != null
                        && new Value("--time-stamps", timeStamps).oneOf(TimeStamps.class)
                                == TimeStamps.ADAPTER,
                kernelFilter(settings).build(),
                filter,
                notices::say);
    }

    private int snapLength(Settings settings) throws ConfigurationException {
        if (snapLength != null) {
            return new Value("--snaplen", snapLength)
                    .number("a snap length in bytes", 64, LiveOptions.WHOLE_FRAMES);
        }
        PortRules rules = settings.tracer().portRules();
        boolean payloadIsRead =
                IntStream.rangeClosed(0, MAX_PORT)
                        .anyMatch(port -> rules.mode(port).parsers() != null);
        return payloadIsRead ? LiveOptions.WHOLE_FRAMES : HEADERS_BYTES;
    }

    private List<String> interfaces() throws ConfigurationException {
        List<String> names = Arrays.stream(interfaces.split(",", -1)).map(String::strip).toList();
        Value value = new Value("--interface", interfaces);
        if (names.contains("") || new HashSet<>(names).size() < names.size()) {
            throw value.refused("give one name, or several different ones, separated by commas");
        }
        if (names.size() > 1 && names.contains(LiveOptions.ANY)) {
            throw value.refused(LiveOptions.ANY + " is all interfaces; give it alone");
        }
        return names;
    }

    private static int number(
            String option, @Nullable String text, int unlessGiven, String what, int most)
            throws ConfigurationException {
        return text == null ? unlessGiven : new Value(option, text).number(what, 1, most);
    }

    /** What the kernel is asked for, to which ports can be added. */
    static KernelFilter.Builder kernelFilter(Settings settings) {
        KernelFilter.Builder builder =
                KernelFilter.builder().addVxlanPorts(settings.tracer().frames().vxlanPorts());
        addPorts(builder, settings.tracer().portRules());
        return builder;
    }

    /** Adds the ports of these rules. */
    static void addPorts(KernelFilter.Builder builder, PortRules rules) {
        rules.localPorts().forEach(port -> builder.addPorts(port, port));
        rules.peerPorts().forEach(port -> builder.addPorts(port, port));
        for (PortRange range : rules.localRanges()) {
            builder.addPorts(range.first(), range.last());
        }
        for (PortRange range : rules.peerRanges()) {
            builder.addPorts(range.first(), range.last());
        }
    }

    /** Where frames are also written; null for nowhere. */
    @Nullable Path pcap() throws ConfigurationException {
        return pcap == null ? null : new Value("--write-pcap", pcap).path();
    }

    /** Size of one file of these. */
    long pcapBytes() throws ConfigurationException {
        return 1_000_000L
                * number("--write-pcap-mb", pcapMb, 1000, "a size in megabytes", MAX_FILE_MB);
    }
}
