package tcprt.validate.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tcprt.task.RecordType;
import tcprt.validate.record.Field;

/** Everything a validation found, counted; of single differences the worst and the first. */
public final class Findings {
    /** Part of the pairs that has to be within tolerance for every time. */
    public static final double DEMANDED_WITHIN = 0.995;

    /** Differences kept for the report; the rest is only counted. */
    public static final int MAX_KEPT = 5_000;

    private static final int WORST = 10;

    // What is counted of the records of a type.
    private static final int PAIRED = 0;
    private static final int ONLY_KERNEL = 1;
    private static final int ONLY_CAPTURE = 2;
    private static final int REPEATED = 3;
    private static final int COUNTS = 4;

    private final Map<RecordType, long[]> records = new EnumMap<>(RecordType.class);
    private final Map<RecordType, Map<Field, FieldTally>> tallies = new EnumMap<>(RecordType.class);
    private final Map<String, Map<Cause, Long>> causes = new TreeMap<>();
    private final List<Difference> kept = new ArrayList<>();
    private final PriorityQueue<Difference> worst =
            new PriorityQueue<>(Comparator.comparingDouble(Difference::gravity));
    private long differences;
    private long unexcusedRecords;
    private List<StatsDifference> stats = List.of();
    private long statsRows;

    private void count(RecordType type, int what) {
        records.computeIfAbsent(type, key -> new long[COUNTS])[what]++;
    }

    void addPaired(RecordType type) {
        count(type, PAIRED);
    }

    void addNumber(RecordType type, Field field, boolean exact, long error, @Nullable Cause cause) {
        tallies.computeIfAbsent(type, key -> new EnumMap<>(Field.class))
                .computeIfAbsent(field, key -> new FieldTally(exact))
                .add(error, cause);
        if (cause != null) {
            addCause(type + "." + field.title(), cause);
        }
    }

    private void addCause(String where, Cause cause) {
        causes.computeIfAbsent(where, key -> new EnumMap<>(Cause.class))
                .merge(cause, 1L, Long::sum);
    }

    void add(Difference difference) {
        differences++;
        if (kept.size() < MAX_KEPT) {
            kept.add(difference);
        }
        worst.add(difference);
        if (worst.size() > WORST) {
            worst.remove();
        }
        if (difference.what() != Difference.Kind.NUMBERS) {
            addRecordDifference(difference);
        }
    }

    private void addRecordDifference(Difference difference) {
        RecordType type =
                difference.kernel() != null
                        ? difference.kernel().type()
                        : difference.ours() != null ? difference.ours().type() : RecordType.E;
        switch (difference.what()) {
            case ONLY_IN_KERNEL -> count(type, ONLY_KERNEL);
            case ONLY_IN_CAPTURE -> count(type, ONLY_CAPTURE);
            case REPEATED -> count(type, REPEATED);
            default -> {}
        }
        addCause(type + " " + difference.what().title(), difference.cause());
        if (!difference.cause().isExcuse()) {
            unexcusedRecords++;
        }
    }

    /** The statistics were compared. */
    void setStats(long rows, List<StatsDifference> differing) {
        statsRows = rows;
        stats = List.copyOf(differing);
    }

    public long paired(RecordType type) {
        return countOf(type, PAIRED);
    }

    public long onlyInKernel(RecordType type) {
        return countOf(type, ONLY_KERNEL);
    }

    public long onlyInCapture(RecordType type) {
        return countOf(type, ONLY_CAPTURE);
    }

    public long repeated(RecordType type) {
        return countOf(type, REPEATED);
    }

    private long countOf(RecordType type, int what) {
        long[] counts = records.get(type);
        return counts == null ? 0 : counts[what];
    }

    /** Fields by type, each in the order of {@link Field}. */
    public Map<RecordType, Map<Field, FieldTally>> tallies() {
        return tallies;
    }

    /** How often each cause was found, by field ({@code R.rt}) or kind of record. */
    public Map<String, Map<Cause, Long>> causes() {
        return causes;
    }

    /** How often a cause was found in all. */
    public long count(Cause cause) {
        return causes.values().stream().mapToLong(each -> each.getOrDefault(cause, 0L)).sum();
    }

    /** Records with a difference. */
    public long differences() {
        return differences;
    }

    /** The first of them, by time. */
    public List<Difference> kept() {
        return kept;
    }

    /** The gravest first. */
    public List<Difference> worst() {
        return worst.stream()
                .sorted(Comparator.comparingDouble(Difference::gravity).reversed())
                .toList();
    }

    /** Rows of statistics that were compared. */
    public long statsRows() {
        return statsRows;
    }

    public List<StatsDifference> stats() {
        return stats;
    }

    /** Whether there is a record that both sides have. */
    public boolean isComparable() {
        return records.values().stream().anyMatch(counts -> counts[PAIRED] > 0);
    }

    /** What most differences of a field are due to; unknown if there are none. */
    Cause mainCause(RecordType type, String field) {
        return causes.getOrDefault(type + "." + field, Map.of()).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Cause.UNKNOWN);
    }

    /**
     * Whether the two sides agree: no record too few or too many, exact numbers exact, times within
     * tolerance in 99.5 % of the pairs; what is excused does not count.
     */
    public boolean agree() {
        return isComparable()
                && unexcusedRecords == 0
                && stats.stream().allMatch(each -> each.cause().isExcuse())
                && tallies.values().stream()
                        .flatMap(fields -> fields.values().stream())
                        .allMatch(FieldTally::isGood);
    }
}
