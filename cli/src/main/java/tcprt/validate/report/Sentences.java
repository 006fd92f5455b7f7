package tcprt.validate.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcprt.task.RecordType;
import tcprt.validate.Validated;
import tcprt.validate.judge.Difference;
import tcprt.validate.judge.Difference.OffNumber;
import tcprt.validate.judge.FieldTally;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/** What all reports say in the same words. */
final class Sentences {
    private Sentences() {}

    /** The result in a line. */
    static String verdict(Validated validated) {
        if (validated.findings().agree()) {
            return validated.findings().differences() == 0
                    ? "agree: every record is on both sides and within tolerance"
                    : "agree: what differs is excused by its cause or within the 0.5 % of outliers";
        }
        if (!validated.findings().isComparable()) {
            return "cannot be compared: they have no record in common";
        }
        String fields =
                validated.findings().tallies().entrySet().stream()
                        .flatMap(type -> bad(type.getKey(), type.getValue()))
                        .collect(Collectors.joining(", "));
        return "differ" + (fields.isEmpty() ? ": see the records on one side only" : ": " + fields);
    }

    private static Stream<String> bad(RecordType type, Map<Field, FieldTally> fields) {
        return fields.entrySet().stream()
                .filter(entry -> !entry.getValue().isGood())
                .map(entry -> type + "." + entry.getKey().title());
    }

    /** What a difference is about: {@code R.rt -17, R.mss +1}, or its kind. */
    static String about(Difference difference) {
        RecordType type = entry(difference).type();
        if (difference.numbers().isEmpty()) {
            return type + " " + difference.what().title();
        }
        return difference.numbers().stream()
                .map(number -> type + "." + number.field().title() + " " + error(number))
                .collect(Collectors.joining(", "));
    }

    /** The record, the kernel's if there is one. */
    static Entry entry(Difference difference) {
        Entry kernel = difference.kernel();
        Entry ours = difference.ours();
        if (kernel != null) {
            return kernel;
        }
        if (ours == null) {
            throw new IllegalStateException("a difference without a record");
        }
        return ours;
    }

    /** Ours less the kernel's, with its sign. */
    static String error(OffNumber number) {
        return String.format(Locale.ROOT, "%+,d", number.ours() - number.kernel());
    }

    /** A share as per cent, never rounded up to all. */
    static String percent(long part, long whole) {
        if (whole == 0) {
            return "-";
        }
        if (part == whole) {
            return "100 %";
        }
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(10_000.0 * part / whole) / 100);
    }

    /** {@code 1 row}, {@code 1,234 rows}. */
    static String count(long count, String what) {
        return number(count) + " " + what + (count == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
