package tcprt.validate.report;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import tcprt.task.RecordType;
import tcprt.validate.Validated;
import tcprt.validate.judge.Cause;
import tcprt.validate.judge.Difference;
import tcprt.validate.judge.FieldTally;
import tcprt.validate.judge.Findings;
import tcprt.validate.judge.StatsDifference;
import tcprt.validate.log.LogFindings;
import tcprt.validate.record.Field;

/** The report a human reads first: one screen, the verdict last. */
public final class TerminalReport {
    private static final int REFUSED_SHOWN = 5;
    private static final int STATS_SHOWN = 10;
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private final PrintStream out;
    private final Validated validated;
    private final Findings findings;

    private TerminalReport(PrintStream out, Validated validated) {
        this.out = out;
        this.validated = validated;
        this.findings = validated.findings();
    }

    /** Prints it. */
    public static void print(PrintStream out, Validated validated) {
        TerminalReport report = new TerminalReport(out, validated);
        report.sources();
        report.records();
        report.fields();
        report.stats();
        report.causes();
        report.worst();
        report.line("%nkernel and capture %s", Sentences.verdict(validated));
        out.flush();
    }

    private void sources() {
        LogFindings log = validated.facts().log();
        line("kernel   %,d records", validated.kernelRecords());
        if (log.refusedLines() > 0) {
            line("         %s could not be read:", Sentences.count(log.refusedLines(), "line"));
            List<LogFindings.Refused> examples = log.examples();
            for (LogFindings.Refused refused :
                    examples.subList(0, Math.min(REFUSED_SHOWN, examples.size()))) {
                line("           %s", refused);
            }
        }
        line("capture  %,d records", validated.ourRecords());
        line("clocks   %s", validated.facts().clock().describe());
    }

    private void records() {
        line("%n%-8s %12s %15s %16s", "", "paired", "only in kernel", "only in capture");
        for (RecordType type : RecordType.values()) {
            long kernel = findings.onlyInKernel(type);
            long ours = findings.onlyInCapture(type);
            if (findings.paired(type) + kernel + ours > 0) {
                line("%-8s %,12d %,15d %,16d", type, findings.paired(type), kernel, ours);
            }
        }
    }

    private void fields() {
        if (findings.tallies().isEmpty()) {
            return;
        }
        line(
                "%n%-14s %11s %10s %10s %7s %9s %9s %11s  %s",
                "field", "pairs", "exact", "within", "off", "p50", "p99", "max", "tolerance");
        findings.tallies().forEach(this::fieldsOf);
    }

    /** What must be exact and is, in one line; everything else in a line of its own. */
    private void fieldsOf(RecordType type, Map<Field, FieldTally> fields) {
        StringJoiner exact = new StringJoiner(", ");
        fields.forEach(
                (field, tally) -> {
                    if (tally.isExactDemanded() && tally.exact() == tally.count()) {
                        exact.add(field.title());
                    } else {
                        field(type, field, tally);
                    }
                });
        if (exact.length() > 0) {
            line("%-14s %,11d %10s %s", type + " exact", findings.paired(type), "100 %", exact);
        }
    }

    private void field(RecordType type, Field field, FieldTally tally) {
        line(
                "%-14s %,11d %10s %10s %,7d %,9d %,9d %,11d  %s%s",
                type + "." + field.title(),
                tally.count(),
                Sentences.percent(tally.exact(), tally.count()),
                Sentences.percent(tally.within(), tally.count()),
                tally.off(),
                tally.errorAt(MEDIAN),
                tally.errorAt(LATE),
                tally.largestError(),
                validated.tolerances().of(field),
                tally.excused() > 0 ? ", " + tally.excused() + " excused" : "");
    }

    private void stats() {
        if (findings.statsRows() == 0 && findings.stats().isEmpty()) {
            return;
        }
        line(
                "%nstatistics: %s compared, %s off",
                Sentences.count(findings.statsRows(), "row"),
                Sentences.count(findings.stats().size(), "number"));
        List<StatsDifference> stats = findings.stats();
        for (StatsDifference each : stats.subList(0, Math.min(STATS_SHOWN, stats.size()))) {
            line(
                    "  %s: %s is %,d, the capture says %s (%s)",
                    each.row(),
                    each.field(),
                    each.kernel(),
                    each.least() == each.most()
                            ? Sentences.number(each.least())
                            : Sentences.number(each.least())
                                    + " to "
                                    + Sentences.number(each.most()),
                    each.cause().title());
        }
    }

    private void causes() {
        if (findings.causes().isEmpty()) {
            return;
        }
        Map<Cause, StringJoiner> where = new EnumMap<>(Cause.class);
        findings.causes()
                .forEach(
                        (place, causes) ->
                                causes.forEach(
                                        (cause, count) ->
                                                where.computeIfAbsent(
                                                                cause,
                                                                key -> new StringJoiner(", "))
                                                        .add(
                                                                Sentences.number(count)
                                                                        + " "
                                                                        + place)));
        line("%ncauses");
        where.forEach(
                (cause, places) -> {
                    line(
                            "  %-24s %s%s",
                            cause.title(), places, cause.isExcuse() ? " (excused)" : "");
                    line("  %-24s %s", "", cause.description());
                });
    }

    private void worst() {
        List<Difference> worst = findings.worst();
        if (worst.isEmpty()) {
            return;
        }
        line("%nlook at these first, of %s", Sentences.count(findings.differences(), "difference"));
        for (Difference difference : worst) {
            line("  %s: %s", Sentences.about(difference), difference.cause().title());
            for (String text : AlignedLines.of(difference).text()) {
                line("    %s", text);
            }
        }
    }

    private void line(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }
}
