package tcprt.pcaps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import tcprt.TracerSettings.Release;
import tcprt.TracerSettings.Vantage;
import tcprt.flow.PortRules;
import tcprt.pcaps.Step.ExpectedLine;

/** Writes a script down again, so that a failing variation of one can be kept. */
final class ScriptText {
    private ScriptText() {}

    /** The script in the grammar of docs/SCRIPTS.md; read again it is the same, lines apart. */
    static String of(PacketScript script) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + script.name());
        for (ScriptConnection connection : script.connections()) {
            lines.add(trace(connection));
        }
        addOptions(lines, script.options());
        long timeNs = startNs(script);
        lines.add(String.format("clock %d.%09d", timeNs / 1_000_000_000, timeNs % 1_000_000_000));
        for (Step step : script.steps()) {
            if (step instanceof Step.Segment segment) {
                lines.add("  " + after(segment.timeNs() - timeNs) + " " + segment(segment));
                timeNs = segment.timeNs();
            } else if (step instanceof Step.PassTime time) {
                lines.add("  " + after(time.timeNs() - timeNs) + " time");
                timeNs = time.timeNs();
            } else if (step instanceof Step.Expectation expectation) {
                addExpectation(lines, expectation);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static long startNs(PacketScript script) {
        for (Step step : script.steps()) {
            if (step instanceof Step.Segment segment) {
                return segment.timeNs();
            }
            if (step instanceof Step.PassTime time) {
                return time.timeNs();
            }
        }
        return 0;
    }

    private static String trace(ScriptConnection c) {
        return "trace "
                + (c.name().isEmpty() ? "" : c.name() + " ")
                + "local "
                + c.local()
                + " isn "
                + Integer.toUnsignedString(c.localIsn())
                + " remote "
                + c.remote()
                + " isn "
                + Integer.toUnsignedString(c.remoteIsn())
                + " mode "
                + c.mode()
                + (c.as() == PortRules.Match.PEER ? " peer" : "")
                + (c.timestamps() ? " timestamps" : "");
    }

    private static void addOptions(List<String> lines, ScriptOptions options) {
        addList(lines, "lports", options.localPorts());
        addList(lines, "lports-range", ranges(options.localRanges()));
        addList(lines, "pports", options.peerPorts());
        addList(lines, "pports-range", ranges(options.peerRanges()));
        if (options.portRules().tracesEveryServer()) {
            lines.add("option every-server on");
        }
        if (options.stats()) {
            lines.add("option stats on");
            lines.add("option stats-interval " + options.statsIntervalSeconds());
        }
        if (options.hz() != 1000) {
            lines.add("option hz " + options.hz());
        }
        if (options.vantage() == Vantage.MIRROR) {
            lines.add("option vantage mirror");
        }
        if (options.release() == Release.SHUTDOWN) {
            lines.add("option release shutdown");
        }
        if (!options.dropDuplicates()) {
            lines.add("option duplicates keep");
        }
        if (options.reorderWindowNs() >= 0) {
            lines.add("option reorder-window " + options.reorderWindowNs() / 1000);
        }
        if (options.ipv6AsModule()) {
            lines.add("option ipv6 module");
        }
        addList(lines, "first-frame", options.firstFrameBytes());
        addList(
                lines,
                "local-addresses",
                options.localAddresses().stream().map(a -> a.getHostAddress()).toList());
    }

    private static List<String> ranges(List<PortRules.PortRange> ranges) {
        return ranges.stream().map(range -> range.first() + "," + range.last()).toList();
    }

    private static void addList(List<String> lines, String option, List<?> values) {
        if (!values.isEmpty()) {
            lines.add(
                    "option "
                            + option
                            + " "
                            + values.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
        }
    }

    private static String after(long ns) {
        if (ns == 0) {
            return "+0";
        }
        if (ns % 1_000_000_000 == 0) {
            return "+" + ns / 1_000_000_000 + "s";
        }
        if (ns % 1_000_000 == 0) {
            return "+" + ns / 1_000_000 + "ms";
        }
        return ns % 1_000 == 0 ? "+" + ns / 1_000 + "us" : "+" + ns + "ns";
    }

    private static String segment(Step.Segment s) {
        String name = s.connection().name().isEmpty() ? "" : s.connection().name() + " ";
        String flags = s.flags() == 0 ? "-" : TcpFlags.text(s.flags());
        return name
                + (s.fromHost() ? "> " : "< ")
                + flags
                + " "
                + s.seq()
                + ":"
                + (s.seq() + s.length())
                + "("
                + s.length()
                + ")"
                + (s.has(TcpFlags.ACK) ? " ack " + s.ack() : "")
                + " win "
                + s.window()
                + options(s.options())
                + (s.payload().isEmpty()
                        ? ""
                        : " { hex "
                                + HexFormat.of()
                                        .formatHex(
                                                s.payload().getBytes(StandardCharsets.ISO_8859_1))
                                + " }");
    }

    private static String options(SegmentOptions options) {
        List<String> parts = new ArrayList<>();
        if (options.mssBytes() != null) {
            parts.add("mss " + options.mssBytes());
        }
        if (options.sackPermitted()) {
            parts.add("sackOK");
        }
        SegmentOptions.Timestamps timestamps = options.timestamps();
        if (timestamps != null) {
            parts.add("TS val " + timestamps.value() + " ecr " + timestamps.echo());
        }
        if (options.windowScale() != null) {
            parts.add("wscale " + options.windowScale());
        }
        if (!options.sackBlocks().isEmpty()) {
            parts.add(
                    options.sackBlocks().stream()
                            .map(block -> block.left() + ":" + block.right())
                            .collect(Collectors.joining(" ", "sack ", "")));
        }
        if (options.fastOpenCookie() != null) {
            parts.add(String.format("FO %016x", options.fastOpenCookie()));
        }
        if (options.ipId() != 0) {
            parts.add("id " + options.ipId());
        }
        if (options.ttl() != SegmentOptions.DEFAULT_TTL) {
            parts.add("ttl " + options.ttl());
        }
        return parts.isEmpty() ? "" : " <" + String.join(",", parts) + ">";
    }

    private static void addExpectation(List<String> lines, Step.Expectation expectation) {
        if (expectation.anyOrder()) {
            lines.add("  =  any order");
        }
        if (expectation.log().isEmpty() && expectation.stats().isEmpty()) {
            lines.add("  =  nothing");
        }
        for (ExpectedLine line : expectation.log()) {
            lines.add("  =  |" + line.text() + "|");
        }
        for (ExpectedLine row : expectation.stats()) {
            lines.add("  =  stats |" + row.text() + "|");
        }
    }
}
