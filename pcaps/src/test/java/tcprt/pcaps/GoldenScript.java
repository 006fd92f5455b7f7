package tcprt.pcaps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tcprt.TracerSettings.Release;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;
import tcprt.pcaps.Step.ExpectedLine;

/**
 * Reads the golden scripts kept outside this repository (their README has the grammar) into the
 * same model as our own.
 *
 * <p>What a wire cannot show is put on it: {@code shutdown} becomes the option {@code release
 * shutdown}, {@code linger0} the RST it sends, {@code order=ack} a window field that changes from
 * segment to segment, addresses that hide an IPv6 connection an IPv6 connection.
 */
final class GoldenScript {
    private static final long CLOCK_NS = 1_700_000_000_000_000_000L;
    private static final int OPEN_WINDOW = 65_535;
    private static final String MODULE_IPV6 = "127.0.0.6/127.0.0.6";

    private final String file;
    private final ScriptOptions.Builder options = new ScriptOptions.Builder();
    private final Map<String, ScriptConnection> connections = new LinkedHashMap<>();
    private final Map<ScriptConnection, Edges> edges = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final ExpectationLines expectation = new ExpectationLines();
    private boolean slowPath;
    private boolean cleared;
    private String section = "";

    /** What the host would put into a segment of its own making now. */
    private static final class Edges {
        long hostNext;
        long remoteNext;
        int hostWindow = OPEN_WINDOW;
        int remoteSegments;
    }

    private GoldenScript(String file) {
        this.file = file;
    }

    /** Reads one golden script. */
    static PacketScript read(Path path) throws IOException {
        GoldenScript script = new GoldenScript(path.getFileName().toString());
        int number = 0;
        for (String line : Files.readAllLines(path)) {
            script.line(++number, line);
        }
        script.expectation.addTo(script.steps);
        return new PacketScript(
                script.file,
                script.options.build(),
                List.copyOf(script.connections.values()),
                script.steps);
    }

    private void line(int number, String raw) {
        if (raw.startsWith("expect ")) {
            section = raw;
        } else if (!section.isEmpty()) {
            expected(number, raw);
        } else {
            String[] words = raw.replaceFirst("#.*", "").strip().split("\\s+");
            switch (words[0]) {
                case "conf" -> configuration(words);
                case "conn" -> connection(words);
                // The packet clock ticks by itself.
                case "tick", "" -> {}
                default -> event(number, words);
            }
        }
    }

    private void expected(int number, String raw) {
        if (!raw.endsWith("$")) {
            throw new ScriptSyntaxException(file, number, raw, "a line that ends with $");
        }
        String text = raw.substring(0, raw.length() - 1);
        if (cleared) {
            // SO_LINGER 0 clears addresses in the kernel that a wire still shows.
            ScriptConnection connection = connections.values().iterator().next();
            text =
                    text.replace("10.0.0.2:0", connection.remote().toString())
                            .replace("0.0.0.0:80", connection.local().toString());
        }
        expectation.add(section.equals("expect stats:"), new ExpectedLine(number, text));
    }

    private static Map<String, String> pairs(String[] words, int first) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = first; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            pairs.put(pair[0], pair[1]);
        }
        return pairs;
    }

    private void configuration(String[] words) {
        pairs(words, 1).forEach(this::setting);
    }

    private void setting(String key, String value) {
        List<Integer> numbers =
                value.matches("[0-9,]+")
                        ? Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList()
                        : List.of();
        switch (key) {
            case "lports" -> options.localPorts.addAll(numbers);
            case "pports" -> options.peerPorts.addAll(numbers);
            case "lports_range" -> addRanges(options.localRanges, numbers);
            case "pports_range" -> addRanges(options.peerRanges, numbers);
            case "stats" -> options.stats = value.equals("1");
            case "order" -> slowPath = value.equals("ack");
            // The host's MTU is in its MSS option.
            case "mtu" -> {}
            default -> throw new ScriptSyntaxException(file, 1, key, "a key of the README");
        }
    }

    private static void addRanges(List<PortRange> ranges, List<Integer> ports) {
        for (int i = 0; i + 1 < ports.size(); i += 2) {
            ranges.add(new PortRange(ports.get(i), ports.get(i + 1)));
        }
    }

    private void connection(String[] words) {
        Map<String, String> pairs = pairs(words, 1);
        Endpoint local = Endpoint.parse(pairs.getOrDefault("local", ""));
        Endpoint remote = Endpoint.parse(pairs.getOrDefault("remote", ""));
        if (MODULE_IPV6.equals(pairs.get("show"))) {
            options.ipv6AsModule = true;
            local = new Endpoint(Endpoint.address("2001:db8::1"), local.port());
            remote = new Endpoint(Endpoint.address("2001:db8::2"), remote.port());
        }
        String name = pairs.getOrDefault("id", "");
        boolean isClient = "client".equals(pairs.get("role"));
        connections.put(
                name,
                new ScriptConnection(
                        name,
                        local,
                        Long.decode(pairs.getOrDefault("isn_l", "1000")).intValue(),
                        remote,
                        Long.decode(pairs.getOrDefault("isn_r", "5000")).intValue(),
                        pairs.containsKey("isn_l") || pairs.containsKey("isn_r"),
                        isClient ? PortRules.Match.PEER : PortRules.Match.LOCAL,
                        "1".equals(pairs.get("ts")),
                        "default"));
    }

    private void event(int number, String[] words) {
        boolean isNamed = connections.containsKey(words[1]);
        String first = connections.keySet().iterator().next();
        ScriptConnection connection = connections.get(isNamed ? words[1] : first);
        if (connection == null || isMirrored(connection)) {
            return;
        }
        long timeNs = CLOCK_NS + Long.parseLong(words[0]) * 1000;
        int verb = isNamed ? 2 : 1;
        Edges edge = edges.computeIfAbsent(connection, unused -> new Edges());
        switch (words[verb]) {
            case "<", ">" -> segment(number, timeNs, connection, edge, words, verb);
            case "zerowin" -> edge.hostWindow = 0;
            case "openwin" -> edge.hostWindow = OPEN_WINDOW;
            case "shutdown" -> options.release = Release.SHUTDOWN;
            // With release shutdown, the remote FIN is taken for it.
            case "close" -> {}
            case "linger0" -> linger(number, timeNs, connection, edge);
            default ->
                    throw new ScriptSyntaxException(
                            file, number, words[verb], "an event of the README");
        }
    }

    /** The second of two names for one connection shows the same frames from the other end. */
    private boolean isMirrored(ScriptConnection connection) {
        for (ScriptConnection earlier : connections.values()) {
            if (earlier.equals(connection)) {
                return false;
            }
            if (earlier.isMirrorOf(connection)) {
                expectation.addAnyOrder(1);
                return true;
            }
        }
        return false;
    }

    private void segment(
            int number,
            long timeNs,
            ScriptConnection connection,
            Edges edge,
            String[] words,
            int verb) {
        boolean fromHost = words[verb].equals("<");
        int flags = TcpFlags.parse(words[verb + 1].replace('A', '.'));
        long seq = Long.parseLong(words[verb + 2]);
        long ack = Long.parseLong(words[verb + 3]);
        int length = Integer.parseInt(words[verb + 4]);
        Map<String, String> pairs = pairs(words, verb + 5);
        int window = fromHost ? edge.hostWindow : OPEN_WINDOW;
        if (slowPath && !fromHost && edge.remoteSegments++ % 2 == 1) {
            window--;
        }
        if (pairs.containsKey("win")) {
            window = Integer.parseInt(pairs.getOrDefault("win", ""));
        }
        int controls = flags & (TcpFlags.SYN | TcpFlags.FIN);
        long next = seq + length + Integer.bitCount(controls);
        if (fromHost) {
            edge.hostNext = Math.max(edge.hostNext, next);
            edge.remoteNext = Math.max(edge.remoteNext, ack);
        }
        steps.add(
                new Step.Segment(
                        number,
                        timeNs,
                        connection,
                        fromHost,
                        flags,
                        seq,
                        length,
                        ack,
                        window,
                        new SegmentOptions(
                                pairs.containsKey("mss")
                                        ? Integer.valueOf(pairs.getOrDefault("mss", ""))
                                        : null,
                                pairs.containsKey("ws")
                                        ? Integer.valueOf(pairs.getOrDefault("ws", ""))
                                        : null,
                                false,
                                List.of(),
                                null,
                                null,
                                0,
                                SegmentOptions.DEFAULT_TTL),
                        ""));
    }

    private void linger(int number, long timeNs, ScriptConnection connection, Edges edge) {
        cleared = true;
        steps.add(
                new Step.Segment(
                        number,
                        timeNs,
                        connection,
                        true,
                        TcpFlags.RST | TcpFlags.ACK,
                        edge.hostNext,
                        0,
                        edge.remoteNext,
                        edge.hostWindow,
                        SegmentOptions.NONE,
                        ""));
    }
}
