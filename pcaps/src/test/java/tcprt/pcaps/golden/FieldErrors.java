package tcprt.pcaps.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How far one field of one record type is from the kernel's, over any number of records. */
final class FieldErrors {
    private static final int EXAMPLES = 3;

    /** A value out of tolerance, with both lines. */
    private record Example(long distance, RecordJoin.Pair pair) {}

    private long[] errors = new long[16];
    private int count;
    private int exactCount;
    private int outsideCount;
    private int excusedCount;
    private final List<Example> examples = new ArrayList<>();

    /**
     * Takes one pair.
     *
     * @param excused whether the field is known to be invisible here
     */
    void add(long kernel, long ours, Tolerance tolerance, boolean excused, RecordJoin.Pair pair) {
        long distance = Math.abs(ours - kernel);
        append(ours - kernel);
        if (distance == 0) {
            exactCount++;
        }
        if (tolerance.covers(kernel, ours)) {
            return;
        }
        outsideCount++;
        if (excused) {
            excusedCount++;
        } else {
            keep(new Example(distance, pair));
        }
    }

    /** Takes everything another has seen. */
    void addAll(FieldErrors other) {
        for (int i = 0; i < other.count; i++) {
            append(other.errors[i]);
        }
        exactCount += other.exactCount;
        outsideCount += other.outsideCount;
        excusedCount += other.excusedCount;
        other.examples.forEach(this::keep);
    }

    private void append(long error) {
        if (count == errors.length) {
            errors = Arrays.copyOf(errors, 2 * count);
        }
        errors[count++] = error;
    }

    private void keep(Example example) {
        examples.add(example);
        examples.sort(Comparator.comparingLong(Example::distance).reversed());
        if (examples.size() > EXAMPLES) {
            examples.remove(EXAMPLES);
        }
    }

    /** Records compared. */
    int count() {
        return count;
    }

    /** Part of the records that have the kernel's value. */
    double exactPart() {
        return (double) exactCount / count;
    }

    /** Part of the records within tolerance, known exceptions counted as outside. */
    double withinPart() {
        return (double) (count - outsideCount) / count;
    }

    /** Records out of tolerance that nothing excuses. */
    int unexcusedCount() {
        return outsideCount - excusedCount;
    }

    /** Records out of tolerance because of what a capture cannot show. */
    int excusedCount() {
        return excusedCount;
    }

    /** The distance that a part of the records does not exceed; 1 for the largest of all. */
    long distance(double part) {
        return percentile(Arrays.stream(errors, 0, count).map(Math::abs).toArray(), part);
    }

    /** The median of ours less the kernel's: below 0 where ours is usually too small. */
    long bias() {
        return percentile(Arrays.copyOf(errors, count), 0.5);
    }

    private static long percentile(long[] values, double part) {
        Arrays.sort(values);
        return values[Math.min(values.length - 1, (int) (part * values.length))];
    }

    /** The worst records, both lines of each. */
    String examples(String field) {
        StringBuilder text = new StringBuilder();
        for (Example example : examples) {
            text.append("\n  ").append(field).append(" differs by ").append(example.distance);
            text.append("\n    kernel |").append(example.pair.kernel()).append('|');
            text.append("\n    ours   |").append(example.pair.ours()).append('|');
        }
        return text.toString();
    }
}
