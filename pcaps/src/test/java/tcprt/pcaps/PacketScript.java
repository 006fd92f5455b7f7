package tcprt.pcaps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A packet script that was read: a configuration, connections, and what happens on them. Immutable.
 * The grammar is in docs/SCRIPTS.md.
 *
 * @param name file name, for messages
 * @param options the configuration it runs with
 * @param connections in the order of their {@code trace} lines
 * @param steps in the order of time
 */
record PacketScript(
        String name, ScriptOptions options, List<ScriptConnection> connections, List<Step> steps) {

    PacketScript {
        connections = List.copyOf(connections);
        steps = List.copyOf(steps);
    }

    /**
     * Reads a script file.
     *
     * @throws ScriptSyntaxException if a line is not one of the grammar
     */
    static PacketScript read(Path file) throws IOException {
        return ScriptParser.parse(file.getFileName().toString(), Files.readAllLines(file));
    }

    /** All expected log lines in order, as a capture of the whole script must give them. */
    List<Step.ExpectedLine> expectedLog() {
        List<Step.ExpectedLine> lines = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Expectation expectation) {
                lines.addAll(expectation.log());
            }
        }
        return lines;
    }

    /** All expected statistics rows in order. */
    List<Step.ExpectedLine> expectedStats() {
        List<Step.ExpectedLine> rows = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Expectation expectation) {
                rows.addAll(expectation.stats());
            }
        }
        return rows;
    }

    /** Whether any expectation leaves the order of its lines open. */
    boolean leavesOrderOpen() {
        return steps.stream().anyMatch(step -> step instanceof Step.Expectation e && e.anyOrder());
    }

    /**
     * The same script with other initial sequence numbers, all of them in the lower half of the
     * sequence space and far from its ends, where the defaults are too. Connections whose numbers
     * the script fixed keep them.
     */
    PacketScript withRandomIsns(RandomGenerator random) {
        Map<ScriptConnection, ScriptConnection> replacements = new HashMap<>();
        for (ScriptConnection connection : connections) {
            replacements.put(
                    connection,
                    connection.isnsFixed()
                            ? connection
                            : connection.withIsns(lowIsn(random), lowIsn(random)));
        }
        List<Step> moved = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Segment segment) {
                ScriptConnection old = segment.connection();
                moved.add(segment.on(replacements.getOrDefault(old, old)));
            } else {
                moved.add(step);
            }
        }
        return new PacketScript(
                name,
                options,
                connections.stream().map(c -> replacements.getOrDefault(c, c)).toList(),
                moved);
    }

    private static int lowIsn(RandomGenerator random) {
        // From 2, because LOCAL's and PEER's last_update_seq starts at 0 and SND.UNA at ISN + 1 is
        // compared with it; the last 2^24 numbers below the half leave room for a script's bytes.
        return random.nextInt(2, Integer.MAX_VALUE - (1 << 24));
    }

    /** The same script with the data of one step sent in two segments. */
    PacketScript withCut(int step, int afterBytes) {
        Step.Segment whole = (Step.Segment) steps.get(step);
        List<Step> cut = new ArrayList<>(steps);
        cut.set(step, whole.part(0, afterBytes));
        cut.add(step + 1, whole.part(afterBytes, whole.length()));
        return new PacketScript(name, options, connections, cut);
    }

    /** The same script some whole seconds later or earlier; expected lines move with it. */
    PacketScript shiftedBySeconds(long seconds) {
        long shiftNs = seconds * 1_000_000_000L;
        List<Step> moved = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Segment segment) {
                moved.add(segment.at(segment.timeNs() + shiftNs));
            } else if (step instanceof Step.PassTime time) {
                moved.add(new Step.PassTime(time.line(), time.timeNs() + shiftNs));
            } else if (step instanceof Step.Expectation e) {
                moved.add(
                        new Step.Expectation(
                                e.line(),
                                e.log().stream().map(l -> l.laterBy(seconds, 2)).toList(),
                                e.stats().stream().map(l -> l.laterBy(seconds, 0)).toList(),
                                e.anyOrder()));
            }
        }
        return new PacketScript(name, options, connections, moved);
    }
}
