package tcprt.validate.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tcprt.task.RecordType;
import tcprt.validate.log.KernelStats;
import tcprt.validate.log.StatsRow;
import tcprt.validate.log.StatsRow.Column;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/**
 * Sums our records up again for each interval of the kernel's statistics, and compares.
 *
 * <p>A row tells the second of its tick, not the moment: records written in that second may be in
 * this row or in the next. The number of tasks decides which, and where it cannot, our sums are a
 * range.
 */
final class StatsCheck {
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Rows of one port by time, and what we have for each. */
    private static final class Port {
        final TreeMap<Long, StatsRow> rows = new TreeMap<>();

        /** Written between two ticks for sure, by the second of the later one. */
        final Map<Long, StatsSums> between = new HashMap<>();

        /** Written in the second of a tick. */
        final Map<Long, StatsSums> within = new HashMap<>();
    }

    private final Tolerances tolerances;
    private final Facts facts;
    private final int failureMicros;
    private final Map<Integer, Port> ports = new TreeMap<>();
    private final List<StatsDifference> differences = new ArrayList<>();
    private long compared;
    private boolean clearedPorts;
    private Findings findings = new Findings();

    /**
     * Gets ready for the rows of a kernel.
     *
     * @param hz timer ticks per second of that kernel, on which the failure threshold hangs
     */
    StatsCheck(KernelStats stats, Tolerances tolerances, Facts facts, int hz) {
        this.tolerances = tolerances;
        this.facts = facts;
        this.failureMicros = hz / 10;
        for (StatsRow row : stats.rows()) {
            clearedPorts |= row.port() == 0 && row.tasks() > 0;
            // A port that is named twice has its sums in the row that comes first.
            ports.computeIfAbsent(key(row.peer(), row.port()), key -> new Port())
                    .rows
                    .putIfAbsent(row.epochSeconds(), row);
        }
    }

    private static int key(boolean peer, int port) {
        return peer ? -port - 1 : port;
    }

    /** Takes one of our records. */
    void add(Entry ours) {
        boolean peer = ours.type() == RecordType.P;
        Port port = ports.get(key(peer, peer ? ours.remotePort : ours.localPort));
        if (port == null) {
            return;
        }
        long second = Math.floorDiv(facts.clock().toKernel(ours.writtenMicros), MICROS_PER_SECOND);
        Long tick = port.rows.ceilingKey(second);
        if (tick != null) {
            (tick == second ? port.within : port.between)
                    .computeIfAbsent(tick, key -> new StatsSums(failureMicros))
                    .add(ours);
        }
    }

    /** Compares all rows, once all records were added. */
    void compare(Findings judged) {
        findings = judged;
        for (Port port : ports.values()) {
            for (StatsRow row : port.rows.values()) {
                if (row.port() != 0 && isCovered(port, row)) {
                    compared++;
                    compare(port, row);
                }
            }
        }
        judged.setStats(compared, differences);
    }

    /** Whether all that the row sums up lies in the capture. */
    private boolean isCovered(Port port, StatsRow row) {
        Long before = port.rows.lowerKey(row.epochSeconds());
        Long second = port.rows.higherKey(port.rows.firstKey());
        long first = facts.firstMicros();
        boolean beginIsCovered;
        if (before == null && second == null) {
            beginIsCovered = facts.log().earliestMicros() >= first - MICROS_PER_SECOND;
        } else {
            // Of the first row the interval is not known, but it is as long as the next one.
            long begin =
                    before != null
                            ? before
                            : 2 * row.epochSeconds() - (second == null ? 0 : second);
            beginIsCovered =
                    begin * MICROS_PER_SECOND >= first
                            || facts.log().earliestMicros() >= first - MICROS_PER_SECOND;
        }
        long last = facts.lastMicros() + MICROS_PER_SECOND;
        return beginIsCovered
                && (row.epochSeconds() * MICROS_PER_SECOND <= last
                        || facts.log().latestMicros() <= last);
    }

    private void compare(Port port, StatsRow row) {
        StatsSums none = new StatsSums(failureMicros);
        long second = row.epochSeconds();
        Long before = port.rows.lowerKey(second);
        StatsSums sure = port.between.getOrDefault(second, none);
        StatsSums early = before == null ? none : port.within.getOrDefault(before, none);
        StatsSums late = port.within.getOrDefault(second, none);
        List<StatsSums> choices =
                List.of(sure.plus(late), sure.plus(early).plus(late), sure, sure.plus(early));
        List<StatsDifference> best = null;
        for (StatsSums choice : choices) {
            if (choice.tasks == row.tasks()) {
                List<StatsDifference> found = differences(row, choice);
                if (best == null || found.size() < best.size()) {
                    best = found;
                }
            }
        }
        long least = sure.tasks;
        long most = sure.plus(early).plus(late).tasks;
        if (best != null) {
            differences.addAll(best);
        } else if (row.tasks() < least || row.tasks() > most) {
            differences.add(difference(row, "tasks", row.tasks(), least, most));
        }
    }

    private List<StatsDifference> differences(StatsRow row, StatsSums ours) {
        List<StatsDifference> found = new ArrayList<>();
        if (ours.tasks == 0) {
            return found;
        }
        for (Column column : Column.values()) {
            long theirs = row.averages().of(column);
            long mine = ours.average(column);
            if (!tolerance(column).covers(theirs, mine)) {
                found.add(difference(row, column.title(), theirs, mine, mine));
            }
        }
        return found;
    }

    private Tolerances.Tolerance tolerance(Column column) {
        return switch (column) {
            case RT -> tolerances.of(Field.TOTAL);
            case SERVER_TIME -> tolerances.of(Field.SERVER_TIME);
            case RTT -> tolerances.of(Field.MIN_RTT);
            case RECV_TIME -> tolerances.of(Field.RECV_TIME);
            case DROP, FAIL, BYTES, RECV_DATA -> Tolerances.Tolerance.EXACT;
        };
    }

    private StatsDifference difference(
            StatsRow row, String field, long kernel, long least, long most) {
        return new StatsDifference(
                row.place() + " port " + row.portText(),
                field,
                kernel,
                least,
                most,
                cause(row, field));
    }

    /**
     * After SO_LINGER 0 the kernel counts a peer's task for port 0; otherwise an average is off
     * because of what is off in the records it is made from.
     */
    private Cause cause(StatsRow row, String field) {
        if (row.peer() && clearedPorts) {
            return Cause.SO_LINGER;
        }
        boolean peer = row.peer();
        String ofRecord =
                switch (field) {
                    case "drop" -> Field.RETRANS.title();
                    case "recv_time" -> (peer ? Field.RECV_TIME : Field.UPLOAD_TIME).title();
                    case "recv" -> (peer ? Field.RECV : Field.UPLOAD_DATA).title();
                    default -> field;
                };
        return findings.mainCause(peer ? RecordType.P : RecordType.R, ofRecord);
    }
}
