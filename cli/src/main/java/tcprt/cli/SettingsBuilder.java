package tcprt.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcprt.FrameSettings;
import tcprt.MirrorSettings;
import tcprt.TracerSettings;
import tcprt.emit.Ipv6Text;
import tcprt.emit.Outputs;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

/**
 * Collects settings: first the defaults, over them the file, over that the command line. Each later
 * value replaces the earlier one; {@link Setting} says which values there are.
 */
final class SettingsBuilder {
    /** The defaults of everything that is not ours to decide. */
    private static final TracerSettings DEFAULTS = TracerSettings.of(PortRules.everyServer());

    /** What happens to a frame that was captured twice. */
    enum Duplicates {
        DROP,
        KEEP
    }

    boolean stats;
    int statsIntervalS = 60;
    int logBufNum = 8;
    int logBufSize = 262144;
    int statsBufNum = 8;
    int statsBufSize = 16384;
    List<byte[]> localAddresses = List.of();
    TracerSettings.Vantage vantage = DEFAULTS.vantage();
    TracerSettings.Release release = DEFAULTS.release();
    Ipv6Text ipv6Text = Ipv6Text.REAL;
    String format = Outputs.LINE;
    boolean requireSyn;
    int hz = DEFAULTS.hz();
    int connectionLimit = DEFAULTS.connectionLimit();
    int segmentLimit = DEFAULTS.segmentLimit();
    int payloadLimitMib = (int) (DEFAULTS.payloadLimitBytes() >> 20);
    List<Integer> firstFrameBytes = List.of();
    long undecidedCloseNs = DEFAULTS.undecidedCloseNs();
    int defaultMssBytes = DEFAULTS.defaultMssBytes();
    Duplicates duplicates = Duplicates.DROP;
    long reorderWindowNs = MirrorSettings.DEFAULT.reorderWindowNs();
    long duplicateWindowNs = MirrorSettings.DEFAULT.duplicateWindowNs();
    List<Integer> vxlanPorts = DEFAULTS.frames().vxlanPorts();
    boolean byVni = DEFAULTS.frames().byVni();
    int fragmentLimit = DEFAULTS.frames().fragmentLimit();

    /** What was given, as it was written; what is not in it has its default. */
    final Map<Setting, String> given = new EnumMap<>(Setting.class);

    private List<PortEntry> ports = new ArrayList<>();
    private @Nullable Value modeForAll;
    private boolean firstFrameForAll;

    /** Adds a port or range behind those already there. */
    void addPort(PortEntry entry) {
        ports.add(entry);
    }

    /**
     * Ports of the command line: they replace the file's list as a whole, since a mixture of two
     * lists could not be read off either of them.
     */
    void replacePorts(List<PortEntry> entries) {
        ports = new ArrayList<>(entries);
    }

    /** The command line's mode: it replaces the mode of every port. */
    void setModeForAll(Value mode) {
        modeForAll = mode;
    }

    /** The command line's first_frame: every local port has it. */
    void setFirstFrameForAll() {
        firstFrameForAll = true;
    }

    /**
     * Freezes the settings. Without any port, the server side of every connection is traced.
     *
     * @throws ConfigurationException if a port's mode or first_frame is none that is allowed
     */
    Settings build() throws ConfigurationException {
        return new Settings(
                TracerSettings.builder(portRules())
                        .localAddresses(localAddresses)
                        .vantage(vantage)
                        .release(release)
                        .hz(hz)
                        .connectionLimit(connectionLimit)
                        .segmentLimit(segmentLimit)
                        .payloadLimitBytes((long) payloadLimitMib << 20)
                        .undecidedCloseNs(undecidedCloseNs)
                        .defaultMssBytes(defaultMssBytes)
                        .requireSyn(requireSyn)
                        .mirror(
                                new MirrorSettings(
                                        duplicates == Duplicates.DROP,
                                        duplicateWindowNs,
                                        reorderWindowNs))
                        .frames(new FrameSettings(vxlanPorts, byVni, fragmentLimit))
                        .build(),
                stats,
                statsIntervalS,
                new BufferSize(logBufNum, logBufSize),
                new BufferSize(statsBufNum, statsBufSize),
                ipv6Text,
                format);
    }

    private PortRules portRules() throws ConfigurationException {
        PortRules.Builder rules = PortRules.builder();
        for (PortEntry entry : ports) {
            entry.addTo(rules, modeForAll, firstFrameForAll, firstFrameBytes);
        }
        if (!rules.isEmpty()) {
            return rules.build();
        }
        PortEntry every = new PortEntry(new PortRange(0, 65535), false, false, null, null);
        return PortRules.everyServer(every.portMode(modeForAll, firstFrameForAll, firstFrameBytes));
    }
}
