package tcprt.pcaps;

import java.util.List;
import tcprt.TracerSettings.Release;
import tcprt.TracerSettings.Vantage;
import tcprt.flow.PortRules.PortRange;

/** Reads {@code option} lines; the names are those of the command's options. */
final class OptionLine {
    private final ScriptOptions.Builder options;

    OptionLine(ScriptOptions.Builder options) {
        this.options = options;
    }

    /** Reads what follows the word {@code option}. */
    void read(LineWords words) {
        String names =
                "lports, lports-range, pports, pports-range, every-server, stats, stats-interval,"
                        + " hz, vantage, release, duplicates, reorder-window, ipv6, local-addresses or"
                        + " first-frame";
        String name = words.take(names);
        switch (name) {
            case "lports" -> ports(words, options.localPorts);
            case "lports-range" -> ranges(words, options.localRanges);
            case "pports" -> ports(words, options.peerPorts);
            case "pports-range" -> ranges(words, options.peerRanges);
            case "every-server" -> options.everyServer = choice(words, "off", "on") == 1;
            case "stats" -> options.stats = choice(words, "off", "on") == 1;
            case "stats-interval" ->
                    options.statsIntervalSeconds = (int) words.takeNumber("seconds", 86_400);
            case "hz" -> options.hz = choice(words, "1000", "250") == 1 ? 250 : 1000;
            case "vantage" ->
                    options.vantage =
                            choice(words, "host", "mirror") == 1 ? Vantage.MIRROR : Vantage.HOST;
            case "release" ->
                    options.release =
                            choice(words, "close", "shutdown") == 1
                                    ? Release.SHUTDOWN
                                    : Release.CLOSE;
            case "duplicates" -> options.dropDuplicates = choice(words, "keep", "drop") == 1;
            case "reorder-window" ->
                    options.reorderWindowNs = 1000 * words.takeNumber("microseconds", 1_000_000);
            case "ipv6" -> options.ipv6AsModule = choice(words, "real", "module") == 1;
            case "local-addresses" -> addresses(words);
            case "first-frame" -> thresholds(words, options.firstFrameBytes);
            default -> throw words.error("option " + name, names);
        }
    }

    private static int choice(LineWords words, String first, String second) {
        String expected = first + " or " + second;
        String found = words.take(expected);
        if (found.equals(first)) {
            return 0;
        }
        if (found.equals(second)) {
            return 1;
        }
        throw words.error(found, expected);
    }

    private static void thresholds(LineWords words, List<Integer> thresholds) {
        String expected = "numbers of bytes with commas";
        for (String bytes : words.take(expected).split(",", -1)) {
            thresholds.add((int) words.number(bytes, expected, Integer.MAX_VALUE));
        }
    }

    private static void ports(LineWords words, List<Integer> ports) {
        String expected = "ports 1..65535 with commas";
        for (String port : words.take(expected).split(",", -1)) {
            ports.add((int) words.number(port, expected, 65_535));
        }
    }

    private static void ranges(LineWords words, List<PortRange> ranges) {
        String expected = "pairs of ports with commas, such as 8000,8100,9000,9010";
        String found = words.take(expected);
        String[] ports = found.split(",", -1);
        if (ports.length % 2 != 0) {
            throw words.error(found, expected);
        }
        for (int i = 0; i < ports.length; i += 2) {
            int first = (int) words.number(ports[i], expected, 65_535);
            int last = (int) words.number(ports[i + 1], expected, 65_535);
            if (first > last) {
                throw words.error(found, expected);
            }
            ranges.add(new PortRange(first, last));
        }
    }

    private void addresses(LineWords words) {
        String expected = "addresses with commas";
        for (String literal : words.take(expected).split(",", -1)) {
            try {
                options.localAddresses.add(Endpoint.address(literal));
            } catch (IllegalArgumentException notAnAddress) {
                throw words.error(literal, expected);
            }
        }
    }
}
