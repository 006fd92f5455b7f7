package tcprt.pcaps.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found when our records were laid beside the kernel's. Judges nothing. */
final class Comparison {
    /** Record types in the order of reports. */
    static final String TYPES = "RPEWN";

    /** The start of a task is in every record, before the addresses. */
    static final String START = "start";

    /** Says what cannot be seen in the capture that was replayed. */
    interface Excuses {
        /** Nothing is excused. */
        Excuses NONE = (type, field) -> false;

        /**
         * Whether a difference is excused.
         *
         * @param field a name of {@link RecordLine#fields}, {@link #START}, or {@link #RECORD}
         */
        boolean covers(char type, String field);

        /** Stands for a record that is missing altogether. */
        String RECORD = "record";
    }

    private final Map<String, FieldErrors> errors = new LinkedHashMap<>();
    private final List<RecordLine> missing = new ArrayList<>();
    private final List<RecordLine> extra = new ArrayList<>();
    private final List<RecordLine> excusedMissing = new ArrayList<>();
    private final List<RecordLine> outOfOrder = new ArrayList<>();

    /** Compares two logs. Only the order within a connection matters: each CPU has its own log. */
    static Comparison of(
            List<RecordLine> kernel,
            List<RecordLine> ours,
            Tolerance.Table tolerances,
            Excuses excuses) {
        Comparison comparison = new Comparison();
        RecordJoin join = RecordJoin.of(kernel, ours);
        for (RecordLine line : join.missing()) {
            boolean excused = excuses.covers(line.type(), Excuses.RECORD);
            (excused ? comparison.excusedMissing : comparison.missing).add(line);
        }
        comparison.extra.addAll(join.extra());
        Map<RecordLine, RecordLine> ourRecords = new HashMap<>();
        for (RecordJoin.Pair pair : join.pairs()) {
            comparison.add(pair, tolerances, excuses);
            ourRecords.put(pair.kernel(), pair.ours());
        }
        comparison.addOrder(kernel, ours, ourRecords);
        return comparison;
    }

    private void addOrder(
            List<RecordLine> kernel,
            List<RecordLine> ours,
            Map<RecordLine, RecordLine> ourRecords) {
        Map<RecordLine, Integer> places = new HashMap<>();
        for (int i = 0; i < ours.size(); i++) {
            places.put(ours.get(i), i);
        }
        Map<String, Integer> lastPlaces = new HashMap<>();
        for (RecordLine line : kernel) {
            Integer place = places.get(ourRecords.get(line));
            if (place == null) {
                continue;
            }
            Integer last = lastPlaces.put(line.connection(), place);
            if (last != null && last > place) {
                outOfOrder.add(ours.get(place));
            }
        }
    }

    private void add(RecordJoin.Pair pair, Tolerance.Table tolerances, Excuses excuses) {
        char type = pair.kernel().type();
        errorsOf(type, START)
                .add(
                        pair.kernel().startMicros(),
                        pair.ours().startMicros(),
                        tolerances.of(START),
                        excuses.covers(type, START),
                        pair);
        List<String> fields = RecordLine.fields(type);
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            errorsOf(type, field)
                    .add(
                            pair.kernel().value(i),
                            pair.ours().value(i),
                            tolerances.of(field),
                            excuses.covers(type, field),
                            pair);
        }
    }

    private FieldErrors errorsOf(char type, String field) {
        return errors.computeIfAbsent(type + "." + field, name -> new FieldErrors());
    }

    /** Takes everything another has found. */
    void addAll(Comparison other) {
        other.errors.forEach(
                (name, found) ->
                        errors.computeIfAbsent(name, key -> new FieldErrors()).addAll(found));
        missing.addAll(other.missing);
        extra.addAll(other.extra);
        excusedMissing.addAll(other.excusedMissing);
        outOfOrder.addAll(other.outOfOrder);
    }

    /** Fields compared, named {@code R.sent} and so on, with what was found. */
    Map<String, FieldErrors> errors() {
        return errors;
    }

    /** What was found about one field, such as {@code R.sent}; nothing if no record has it. */
    FieldErrors errors(String name) {
        return errors.getOrDefault(name, new FieldErrors());
    }

    /** The kernel's records that we have not and should. */
    List<RecordLine> missing() {
        return missing;
    }

    /** The kernel's records that we have not and cannot have. */
    List<RecordLine> excusedMissing() {
        return excusedMissing;
    }

    /** Ours that the kernel has not. */
    List<RecordLine> extra() {
        return extra;
    }

    /** Ours that stand before one of their connection that the kernel wrote earlier. */
    List<RecordLine> outOfOrder() {
        return outOfOrder;
    }

    /** Leaves out our records that the kernel has not, where the kernel's log is not the whole. */
    void forgetExtra() {
        extra.clear();
    }

    /** Records of a type that both have. */
    int pairedCount(char type) {
        return errors(type + "." + START).count();
    }
}
