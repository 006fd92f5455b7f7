package tcprt.pcaps;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcprt.flow.PortRules;
import tcprt.pcaps.Step.ExpectedLine;

/** Reads the script format of docs/SCRIPTS.md, line by line. */
final class ScriptParser {
    private static final String ANY_LINE =
            "trace, option, clock, a packet (+10ms < …), time or an expectation (= …)";
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final Pattern AFTER = Pattern.compile("\\+(?:0|([0-9]{1,12})(ns|us|ms|s))");
    private static final Pattern RANGE =
            Pattern.compile("([0-9]{1,10}):([0-9]{1,10})\\(([0-9]{1,10})\\)");

    /** IPv4's total length is 16 bits; this leaves room for both headers with every option. */
    private static final int LONGEST_PAYLOAD = 65_400;

    private static final int DEFAULT_WINDOW = 65_535;

    private final String file;
    private final ScriptOptions.Builder options = new ScriptOptions.Builder();
    private final OptionLine optionLine = new OptionLine(options);
    private final List<ScriptConnection> connections = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> windows = new HashMap<>();
    private final ExpectationLines expectation = new ExpectationLines();
    private String payload = "";
    private long timeNs = 1_700_000_000_000_000_000L;

    private ScriptParser(String file) {
        this.file = file;
    }

    /**
     * Reads a script.
     *
     * @param file name for messages
     * @throws ScriptSyntaxException if a line is not one of the grammar
     */
    static PacketScript parse(String file, List<String> lines) {
        ScriptParser parser = new ScriptParser(file);
        int number = 0;
        for (String line : lines) {
            parser.line(++number, line);
        }
        return parser.finish();
    }

    private PacketScript finish() {
        expectation.addTo(steps);
        if (connections.isEmpty()) {
            throw new ScriptSyntaxException(
                    file, 1, "no connection", "a line trace local … remote … mode default");
        }
        options.implyPorts(connections);
        return new PacketScript(file, options.build(), connections, steps);
    }

    private void line(int number, String raw) {
        String text = withoutPayload(number, withoutComment(raw));
        if (text.isBlank()) {
            return;
        }
        LineWords words = new LineWords(file, number, text);
        if (words.peek().startsWith("=")) {
            expectationLine(words, text.strip());
            return;
        }
        expectation.addTo(steps);
        if (words.peek().startsWith("+")) {
            timedLine(words);
            return;
        }
        switch (words.take(ANY_LINE)) {
            case "trace" -> traceLine(words);
            case "option" -> optionLine.read(words);
            case "clock" -> clockLine(words);
            default -> throw words.error(new LineWords(file, number, text).peek(), ANY_LINE);
        }
        words.end();
    }

    /** Takes the data between braces off. */
    private String withoutPayload(int number, String text) {
        payload = "";
        int open = text.indexOf('{');
        if (!text.strip().startsWith("+") || open < 0) {
            return text;
        }
        int close = text.lastIndexOf('}');
        if (close < open || !text.substring(close + 1).isBlank()) {
            throw new ScriptSyntaxException(file, number, text.substring(open), "} at the end");
        }
        String found = text.substring(open + 1, close).strip();
        try {
            payload = ScriptPayload.parse(found);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ScriptSyntaxException(file, number, found, ScriptPayload.ALLOWED);
        }
        return text.substring(0, open);
    }

    /** Cuts a comment off; a # between bars or quotes belongs to what stands there. */
    private static String withoutComment(String raw) {
        boolean inside = false;
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '|' || raw.charAt(i) == '"') {
                inside = !inside;
            } else if (raw.charAt(i) == '#' && !inside) {
                return raw.substring(0, i);
            }
        }
        return raw;
    }

    private void expectationLine(LineWords words, String text) {
        String allowed = "= |line|, = stats |row|, = nothing or = any order";
        words.takeWord("=");
        boolean isStats = words.takeIf("stats");
        if (!isStats && words.takeIf("nothing")) {
            expectation.addNothing(words.line());
        } else if (!isStats && words.takeIf("any")) {
            words.takeWord("order");
            expectation.addAnyOrder(words.line());
        } else {
            int open = text.indexOf('|');
            int close = text.lastIndexOf('|');
            if (open < 0 || close != text.length() - 1 || open == close) {
                throw words.error(text, allowed);
            }
            String between = text.substring(0, open).strip();
            if (!between.equals(isStats ? "= stats" : "=") && !between.matches("=\\s+stats")) {
                throw words.error(between, allowed);
            }
            expectation.add(
                    isStats, new ExpectedLine(words.line(), text.substring(open + 1, close)));
            return;
        }
        words.end();
    }

    private void clockLine(LineWords words) {
        String expected = "seconds since 1970, such as 1700000000.000000, before the first packet";
        String found = words.take(expected);
        if (!steps.isEmpty() || !found.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) {
            throw words.error(found, expected);
        }
        timeNs = new BigDecimal(found).movePointRight(9).longValueExact();
    }

    private void traceLine(LineWords words) {
        String name = words.peek().equals("local") ? "" : words.take("a name or \"local\"");
        if (connections.stream().anyMatch(c -> c.name().equals(name) || c.name().isEmpty())) {
            throw words.error(
                    name.isEmpty() ? "a second connection without a name" : "trace " + name,
                    "a name of its own for each connection");
        }
        words.takeWord("local");
        Endpoint local = endpoint(words);
        boolean localFixed = words.peek().equals("isn");
        int localIsn = isn(words, ScriptConnection.DEFAULT_LOCAL_ISN);
        words.takeWord("remote");
        Endpoint remote = endpoint(words);
        boolean remoteFixed = words.peek().equals("isn");
        int remoteIsn = isn(words, ScriptConnection.DEFAULT_REMOTE_ISN);
        words.takeWord("mode");
        String mode = mode(words);
        boolean isPeer = words.takeIf("peer");
        boolean timestamps = words.takeIf("timestamps");
        if (local.isIpv6() != remote.isIpv6()) {
            throw words.error(local + " and " + remote, "both ends IPv4 or both IPv6");
        }
        connections.add(
                new ScriptConnection(
                        name,
                        local,
                        localIsn,
                        remote,
                        remoteIsn,
                        localFixed || remoteFixed,
                        isPeer ? PortRules.Match.PEER : PortRules.Match.LOCAL,
                        timestamps,
                        mode));
    }

    private String mode(LineWords words) {
        String expected = "default, http or https, the same for every connection";
        String mode = words.take(expected);
        boolean first = connections.isEmpty();
        if (!List.of("default", "http", "https").contains(mode)
                || !(first || mode.equals(options.mode))) {
            throw words.error(mode, expected);
        }
        options.mode = mode;
        return mode;
    }

    private static Endpoint endpoint(LineWords words) {
        String expected = "address:port, such as 192.0.2.1:80 or [2001:db8::1]:80";
        String found = words.take(expected);
        try {
            return Endpoint.parse(found);
        } catch (IllegalArgumentException notAnEndpoint) {
            throw words.error(found, expected);
        }
    }

    private static int isn(LineWords words, int otherwise) {
        return words.takeIf("isn")
                ? (int) words.takeNumber("an initial sequence number", MAX_U32)
                : otherwise;
    }

    private void timedLine(LineWords words) {
        timeNs += after(words);
        if (words.takeIf("time")) {
            steps.add(new Step.PassTime(words.line(), timeNs));
        } else {
            segmentLine(words);
        }
        words.end();
    }

    private static long after(LineWords words) {
        String expected = "time since the line before, such as +0, +20us, +10ms or +3s";
        String found = words.take(expected);
        Matcher matcher = AFTER.matcher(found);
        if (!matcher.matches()) {
            throw words.error(found, expected);
        }
        if (matcher.group(1) == null) {
            return 0;
        }
        long unitNs =
                switch (matcher.group(2)) {
                    case "ns" -> 1;
                    case "us" -> 1_000;
                    case "ms" -> 1_000_000;
                    default -> 1_000_000_000;
                };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitNs);
    }

    private void segmentLine(LineWords words) {
        ScriptConnection connection = connection(words);
        String direction = words.take("< (towards the traced host) or > (from it)");
        if (!direction.equals("<") && !direction.equals(">")) {
            throw words.error(direction, "< (towards the traced host) or > (from it)");
        }
        boolean fromHost = direction.equals(">");
        int flags = flags(words);

        String rangeExpected = "first:end(length), such as 1:101(100)";
        String range = words.take(rangeExpected);
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw words.error(range, rangeExpected);
        }
        long seq = words.number(matcher.group(1), "a sequence number", MAX_U32);
        long length = words.number(matcher.group(3), "a length", LONGEST_PAYLOAD);
        if (words.number(matcher.group(2), "a sequence number", MAX_U32) != seq + length) {
            throw words.error(range, seq + ":" + (seq + length) + "(" + length + ")");
        }

        if (!payload.isEmpty() && payload.length() != length) {
            throw words.error(range, payload.length() + " bytes, as between the braces");
        }

        long ack = 0;
        if ((flags & TcpFlags.ACK) != 0) {
            words.takeWord("ack");
            ack = words.takeNumber("an acknowledgment number", MAX_U32);
        } else if (words.peek().equals("ack")) {
            throw words.error("ack without the ACK flag", "the flag . or no ack");
        }

        // The window stays what it was: most lines do not change it.
        String side = connection.name() + direction;
        if (words.takeIf("win")) {
            windows.put(side, (int) words.takeNumber("a window field", 65_535));
        }
        int window = windows.getOrDefault(side, DEFAULT_WINDOW);
        SegmentOptions segmentOptions = OptionList.read(words);
        boolean withTimestamps = connection.timestamps() || segmentOptions.timestamps() != null;
        int optionLength = OptionBytes.length(segmentOptions, withTimestamps);
        if (optionLength > OptionBytes.LONGEST) {
            throw words.error(
                    optionLength + " bytes of TCP options", "at most " + OptionBytes.LONGEST);
        }
        steps.add(
                new Step.Segment(
                        words.line(),
                        timeNs,
                        connection,
                        fromHost,
                        flags,
                        seq,
                        (int) length,
                        ack,
                        window,
                        segmentOptions,
                        payload));
    }

    private ScriptConnection connection(LineWords words) {
        boolean isNamed = !words.peek().equals("<") && !words.peek().equals(">");
        String name = isNamed ? words.take("a connection") : "";
        return connections.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                words.error(
                                        name.isEmpty() ? words.peek() : name,
                                        "the name of a connection traced above"));
    }

    private static int flags(LineWords words) {
        String expected = "flags of S F R P . U, or - for none";
        String found = words.take(expected);
        if (found.equals("-")) {
            return 0;
        }
        try {
            return TcpFlags.parse(found);
        } catch (IllegalArgumentException unknownFlag) {
            throw words.error(found, expected);
        }
    }
}
