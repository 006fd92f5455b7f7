package tcprt.pcaps.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Decides whether a {@link Comparison} is good enough: every record there and none too many, exact
 * fields exact, and of the times a demanded part within tolerance.
 *
 * @param tolerances tells which fields are exact
 * @param withinPart part of the records of a field that must be within tolerance
 * @param leastCount fewer records than this are not judged by a part; they count in the total
 */
record GoldenJudge(Tolerance.Table tolerances, double withinPart, int leastCount) {
    private static final int LINES_SHOWN = 5;

    /** What is demanded of one pair. */
    static GoldenJudge ofOnePair(Tolerance.Table tolerances) {
        return new GoldenJudge(tolerances, 0.95, 20);
    }

    /** What is demanded over all pairs. */
    static GoldenJudge ofAllPairs(Tolerance.Table tolerances) {
        return new GoldenJudge(tolerances, 0.995, 20);
    }

    /** Every demand that is not met, with both lines and the field; empty if all are. */
    List<String> failures(Comparison comparison) {
        return failures(comparison, field -> true);
    }

    /**
     * The same with a look at some fields only.
     *
     * @param judged whether a field, such as {@code R.sent}, is looked at
     */
    List<String> failures(Comparison comparison, Predicate<String> judged) {
        List<String> failures = new ArrayList<>();
        addLines(failures, "written by the kernel, missing here", comparison.missing());
        addLines(failures, "written here, not by the kernel", comparison.extra());
        addLines(failures, "in another order than the kernel's", comparison.outOfOrder());
        comparison
                .errors()
                .forEach(
                        (name, errors) -> {
                            if (judged.test(name)) {
                                judge(failures, name, errors);
                            }
                        });
        return failures;
    }

    private static void addLines(List<String> failures, String what, List<RecordLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(lines.size() + " records " + what);
        for (RecordLine line : lines.subList(0, Math.min(LINES_SHOWN, lines.size()))) {
            text.append("\n    |").append(line).append('|');
        }
        failures.add(text.toString());
    }

    private void judge(List<String> failures, String name, FieldErrors errors) {
        String field = name.substring(name.indexOf('.') + 1);
        if (tolerances.of(field).isExact()) {
            if (errors.unexcusedCount() > 0) {
                failures.add(
                        String.format(
                                Locale.ROOT,
                                "%s must be exact and is not in %d of %d records%s",
                                name,
                                errors.unexcusedCount(),
                                errors.count(),
                                errors.examples(name)));
            }
            return;
        }
        double within = 1 - (double) errors.unexcusedCount() / errors.count();
        if (errors.count() >= leastCount && within < withinPart) {
            failures.add(
                    String.format(
                            Locale.ROOT,
                            "%s is within tolerance in %.2f %% of %d records, demanded are %.1f %%%s",
                            name,
                            100 * within,
                            errors.count(),
                            100 * withinPart,
                            errors.examples(name)));
        }
    }
}
