package tcprt.cli;

import java.util.Locale;
import tcprt.MirrorSettings;
import tcprt.TracerSettings.Release;
import tcprt.TracerSettings.Vantage;
import tcprt.emit.Ipv6Text;
import tcprt.emit.Outputs;

/**
 * Every value that has a key in the file and an option of the same name. To add one, add a line
 * here.
 *
 * <p>Keys of {@link Section#GLOBAL} and {@link Section#INIT} are the service's; those of {@link
 * Section#TCPRT} are ours.
 */
enum Setting {
    STATS(
            Section.GLOBAL,
            "enable|disable",
            "Write statistics rows, also --stats=enable|disable (default: disable).",
            (into, value) -> into.stats = value.enabled()),
    STATS_INTERVAL(
            Section.GLOBAL,
            "SECONDS",
            "Seconds of capture time between rows (default: 60). The first row comes 10 s after"
                    + " the first frame.",
            (into, value) ->
                    into.statsIntervalS = value.number("an interval in seconds", 1, 86400)),
    FIRST_FRAME_BYTES(
            Section.GLOBAL,
            "BYTES,...",
            "Response bytes whose ACK is timed on ports with first_frame. At most 4, ascending; 0"
                    + " ends the list (default: none).",
            (into, value) -> into.firstFrameBytes = value.thresholds()),
    LOG_BUF_NUM(
            Section.INIT,
            "COUNT",
            "With --ring or --fuse: sub-buffers of a log file (default: 8).",
            (into, value) -> into.logBufNum = value.number("a number of buffers", 1, 65536)),
    LOG_BUF_SIZE(
            Section.INIT,
            "BYTES",
            "With --ring or --fuse: length of one of them (default: 262144).",
            (into, value) -> into.logBufSize = value.number("a size in bytes", 1024, 1 << 24)),
    STATS_BUF_NUM(
            Section.INIT,
            "COUNT",
            "With --ring or --fuse: sub-buffers of the statistics file (default: 8).",
            (into, value) -> into.statsBufNum = value.number("a number of buffers", 1, 65536)),
    STATS_BUF_SIZE(
            Section.INIT,
            "BYTES",
            "With --ring or --fuse: length of one of them (default: 16384).",
            (into, value) -> into.statsBufSize = value.number("a size in bytes", 1024, 1 << 24)),
    LOCAL_ADDRESSES(
            Section.TCPRT,
            "ADDRESS,...",
            "Trace only connection ends with one of these addresses (default: any).",
            (into, value) -> into.localAddresses = value.addresses()),
    VANTAGE(
            Section.TCPRT,
            "host|mirror",
            "Where the capture was taken: on the traced host, or on the way to it; then the way"
                    + " between tap and host is taken out of the times (default: host).",
            (into, value) -> into.vantage = value.oneOf(Vantage.class)),
    RELEASE(
            Section.TCPRT,
            "close|shutdown",
            "When a host has sent its FIN, its application called close, unless later packets"
                    + " prove otherwise, or shutdown (default: close).",
            (into, value) -> into.release = value.oneOf(Release.class)),
    IPV6(
            Section.TCPRT,
            "real|module",
            "Print real IPv6 addresses, or 127.0.0.6 as the kernel module does (default: real).",
            (into, value) -> into.ipv6Text = value.oneOf(Ipv6Text.class)),
    HZ(
            Section.TCPRT,
            "1000|250",
            "Timer ticks per second of the traced kernel (default: 1000): a zero RTT counts as one"
                    + " tick, and a row's fail counts what took over HZ/10 microseconds.",
            (into, value) -> into.hz = hz(value)),
    FORMAT(
            Section.TCPRT,
            String.join("|", Outputs.names()),
            "How a record is written: as the kernel module's line, or as a JSON object that also"
                    + " tells what was inferred (default: line).",
            (into, value) -> into.format = value.oneOf(Outputs.names())),
    REQUIRE_SYN(
            Section.TCPRT,
            "true|false",
            "Leave connections alone that began before the capture (default: false).",
            (into, value) -> into.requireSyn = value.truth()),
    CONNECTION_LIMIT(
            Section.TCPRT,
            "COUNT",
            "Connections followed at once, per shard (default: 1000000).",
            (into, value) ->
                    into.connectionLimit = value.number("a number of connections", 1, 100_000_000)),
    SEGMENT_LIMIT(
            Section.TCPRT,
            "COUNT",
            "Segments remembered at once, per shard (default: 4000000).",
            (into, value) ->
                    into.segmentLimit = value.number("a number of segments", 1, 1_000_000_000)),
    PAYLOAD_LIMIT(
            Section.TCPRT,
            "MIB",
            "Payload that may wait out of order on http and https ports, per shard, in MiB"
                    + " (default: 64).",
            (into, value) -> into.payloadLimitMib = value.number("a number of MiB", 1, 1_000_000)),
    UNDECIDED_CLOSE(
            Section.TCPRT,
            "DURATION",
            "How long after the ACK of a host's FIN close or shutdown stays open, such as 500ms"
                    + " (default: 1s).",
            (into, value) -> into.undecidedCloseNs = value.durationNs()),
    DEFAULT_MSS(
            Section.TCPRT,
            "BYTES",
            "MSS of a connection whose SYNs were not captured (default: 1448).",
            (into, value) -> into.defaultMssBytes = value.number("an MSS in bytes", 88, 65535)),
    DUPLICATES(
            Section.TCPRT,
            "drop|keep",
            "Frames captured twice, as by a mirror port: drop the copies, or take them for"
                    + " retransmissions (default: drop).",
            (into, value) -> into.duplicates = value.oneOf(SettingsBuilder.Duplicates.class)),
    DUPLICATE_WINDOW(
            Section.TCPRT,
            "DURATION",
            "How much later a copy may come if it has no IP identification to tell it by"
                    + " (default: 500us).",
            (into, value) -> into.duplicateWindowNs = value.durationNs(100_000_000L, "a duration")),
    REORDER_WINDOW(
            Section.TCPRT,
            "auto|off|DURATION",
            "How long a segment may wait for what was sent before it but is captured later, such as"
                    + " 2ms (default: auto, 5ms on connections that show the need).",
            (into, value) -> into.reorderWindowNs = reorderWindowNs(value)),
    VXLAN_PORTS(
            Section.TCPRT,
            "PORT,...",
            "UDP ports to which VXLAN is sent (default: 4789). At most 16.",
            (into, value) -> into.vxlanPorts = value.portList(16)),
    BY_VNI(
            Section.TCPRT,
            "true|false",
            "Equal addresses in tunnels of different numbers (VNI, VSID, GRE key, ERSPAN session)"
                    + " are different hosts (default: the same).",
            (into, value) -> into.byVni = value.truth()),
    FRAGMENT_LIMIT(
            Section.TCPRT,
            "COUNT",
            "IP packets whose fragments are waited for at once (default: 1024), 8 KiB each.",
            (into, value) -> into.fragmentLimit = value.number("a number of packets", 1, 4096));

    /** The part of the file a key belongs to. */
    enum Section {
        GLOBAL,
        INIT,
        TCPRT
    }

    /** Reads a value into the settings, or refuses it. */
    private interface Reader {
        void read(SettingsBuilder into, Value value) throws ConfigurationException;
    }

    private final Section section;
    private final String label;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
    private final Reader reader;

    Setting(Section section, String label, String description, Reader reader) {
        this.section = section;
        this.label = label;
        this.description = description;
        this.reader = reader;
    }

    private static int hz(Value value) throws ConfigurationException {
        return switch (value.text()) {
            case "250" -> 250;
            case "1000" -> 1000;
            default ->
                    throw value.refused(
                            "allowed are 1000, 250: the timer ticks per second of the traced kernel");
        };
    }

    private static long reorderWindowNs(Value value) throws ConfigurationException {
        return switch (value.text()) {
            case "auto" -> MirrorSettings.REORDER_AUTO;
            case "off" -> 0;
            default -> value.durationNs(1_000_000_000L, "auto, off, or a duration, which");
        };
    }

    Section section() {
        return section;
    }

    /** Its name in the file: {@code stats_interval}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name on the command line: {@code --stats-interval}. */
    String option() {
        return "--" + key().replace('_', '-');
    }

    /** What the value looks like, for {@code --help}. */
    String label() {
        return label;
    }

    /** What it does, for {@code --help}. */
    String description() {
        return description;
    }

    /** Whether it is on or off; then the option takes no value. */
    boolean isSwitch() {
        return label.equals("enable|disable") || label.equals("true|false");
    }

    /** The word for on, or off, of a switch. */
    String spelling(boolean on) {
        return label.split("\\|", -1)[on ? 0 : 1];
    }

    /** Whether the file may write it as a list. */
    boolean isList() {
        return label.endsWith(",...");
    }

    /**
     * Reads a value into the settings.
     *
     * @throws ConfigurationException if the value is not allowed; nothing has changed then
     */
    void read(SettingsBuilder into, Value value) throws ConfigurationException {
        reader.read(into, value);
        into.given.put(this, value.text());
    }
}
