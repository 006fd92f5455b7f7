package tcprt.validate.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tcprt.task.RecordType;
import tcprt.validate.Validated;
import tcprt.validate.judge.Cause;
import tcprt.validate.judge.Difference;
import tcprt.validate.judge.FieldTally;
import tcprt.validate.judge.Findings;
import tcprt.validate.judge.StatsDifference;
import tcprt.validate.log.LogFindings;
import tcprt.validate.record.Field;

/**
 * The report as one page that needs no network: what it looks like is in {@code report.html} beside
 * the tolerances, what it says is here.
 */
public final class HtmlReport {
    private static final String TEMPLATE = "/tcprt/validate/report.html";
    private static final String TITLE = "{{title}}";
    private static final String BODY = "{{body}}";
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private final Writer out;
    private final Validated validated;
    private final Findings findings;

    private HtmlReport(Writer out, Validated validated) {
        this.out = out;
        this.validated = validated;
        this.findings = validated.findings();
    }

    /**
     * Writes the page.
     *
     * @param stream closed at the end
     * @param title in a few words, what was compared
     */
    public static void write(OutputStream stream, Validated validated, String title)
            throws IOException {
        String template;
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
            template =
                    new String(
                            Objects.requireNonNull(in, TEMPLATE).readAllBytes(),
                            StandardCharsets.UTF_8);
        }
        template = template.replace(TITLE, escaped(title));
        int body = template.indexOf(BODY);
        try (Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
            out.write(template, 0, body);
            new HtmlReport(out, validated).body(title);
            out.write(template.substring(body + BODY.length()));
        }
    }

    private void body(String title) throws IOException {
        boolean agree = findings.agree();
        out.write(
                "<header><h1>%s</h1><p class=\"verdict %s\"><strong>%s</strong> %s</p></header><main>\n"
                        .formatted(
                                escaped(title),
                                agree ? "good" : "bad",
                                agree ? "\u2713 Agree." : "\u2717 Differ.",
                                escaped(
                                        "Kernel and capture "
                                                + Sentences.verdict(validated)
                                                + ".")));
        sources();
        records();
        causes();
        worst();
        fields();
        stats();
        differences();
        out.write("</main>\n");
    }

    private void sources() throws IOException {
        LogFindings log = validated.facts().log();
        out.write("<dl class=\"facts\">");
        fact("Kernel records", Sentences.number(validated.kernelRecords()));
        fact("Capture records", Sentences.number(validated.ourRecords()));
        fact("Clocks", escaped(validated.facts().clock().describe()));
        if (log.refusedLines() > 0) {
            fact("Lines not read", Sentences.number(log.refusedLines()));
        }
        out.write("</dl>\n");
        if (log.refusedLines() > 0) {
            out.write(
                    "<details><summary>Lines that could not be read</summary><ul class=\"lines\">");
            for (LogFindings.Refused refused : log.examples()) {
                out.write("<li><code>" + escaped(refused.toString()) + "</code></li>");
            }
            out.write("</ul></details>\n");
        }
    }

    private void fact(String name, String value) throws IOException {
        out.write("<div><dt>" + name + "</dt><dd>" + value + "</dd></div>");
    }

    private void records() throws IOException {
        section("Records");
        head("Type", "#Paired", "#Only in kernel", "#Only in capture", "#Repeated");
        for (RecordType type : RecordType.values()) {
            long[] counts = {
                findings.paired(type),
                findings.onlyInKernel(type),
                findings.onlyInCapture(type),
                findings.repeated(type)
            };
            if (counts[0] + counts[1] + counts[2] + counts[3] > 0) {
                List<String> cells = new ArrayList<>(List.of(type.name()));
                for (long count : counts) {
                    cells.add("#" + Sentences.number(count));
                }
                row("", cells);
            }
        }
        endTable();
    }

    private void causes() throws IOException {
        if (findings.causes().isEmpty()) {
            return;
        }
        section("Causes");
        head("Cause", "#Count", "Where", "What it means");
        for (Cause cause : Cause.values()) {
            if (findings.count(cause) > 0) {
                List<String> where = new ArrayList<>();
                findings.causes()
                        .forEach(
                                (place, causes) -> {
                                    if (causes.containsKey(cause)) {
                                        where.add(place);
                                    }
                                });
                row(
                        "",
                        List.of(
                                badge(cause),
                                "#" + Sentences.number(findings.count(cause)),
                                escaped(String.join(", ", where)),
                                escaped(cause.description())));
            }
        }
        endTable();
    }

    private static String badge(Cause cause) {
        String kind = cause == Cause.UNKNOWN ? "unknown" : cause.isExcuse() ? "excuse" : "fault";
        return "<span class=\"badge %s\">%s</span>".formatted(kind, cause.title());
    }

    private void worst() throws IOException {
        if (findings.worst().isEmpty()) {
            return;
        }
        section("Look at these first");
        for (Difference difference : findings.worst()) {
            out.write(
                    "<article><h3>%s %s</h3>"
                            .formatted(
                                    escaped(Sentences.about(difference)),
                                    badge(difference.cause())));
            lines(difference);
            out.write("</article>\n");
        }
        out.write("</section>\n");
    }

    /** Both lines as a table, so that equal columns stand under each other. */
    private void lines(Difference difference) throws IOException {
        AlignedLines lines = AlignedLines.of(difference);
        out.write("<div class=\"wide\"><table class=\"pair\">");
        line("kernel", lines.kernel(), lines);
        line("ours", lines.ours(), lines);
        out.write("</table></div>");
    }

    private void line(String who, List<String> words, AlignedLines lines) throws IOException {
        if (words.isEmpty()) {
            return;
        }
        out.write("<tr><th scope=\"row\">" + who + "</th>");
        for (int i = 0; i < words.size(); i++) {
            String word = escaped(words.get(i));
            out.write(
                    lines.differing().contains(i)
                            ? "<td><mark>" + word + "</mark></td>"
                            : "<td>" + word + "</td>");
        }
        out.write("</tr>");
    }

    private void fields() throws IOException {
        section("Fields");
        out.write(
                "<p class=\"note\">Error is ours less the kernel's: left of the middle too small,"
                        + " right too large, steps of 1, 2, 5, 10 \u2026; the band is the absolute"
                        + " part of the tolerance.</p>");
        head(
                "Field",
                "Errors",
                "#Pairs",
                "#Exact",
                "#Within",
                "#Off",
                "#Excused",
                "#p50",
                "#p99",
                "#Max",
                "Tolerance");
        for (Map.Entry<RecordType, Map<Field, FieldTally>> type : findings.tallies().entrySet()) {
            for (Map.Entry<Field, FieldTally> field : type.getValue().entrySet()) {
                field(type.getKey(), field.getKey(), field.getValue());
            }
        }
        endTable();
    }

    private void field(RecordType type, Field field, FieldTally tally) throws IOException {
        String name = type + "." + field.title();
        row(
                tally.isGood() ? "" : "bad",
                List.of(
                        "<code>" + name + "</code>",
                        ErrorBars.svg(name, tally, validated.tolerances().of(field).absolute()),
                        "#" + Sentences.number(tally.count()),
                        "#" + Sentences.percent(tally.exact(), tally.count()),
                        "#" + Sentences.percent(tally.within(), tally.count()),
                        "#" + Sentences.number(tally.off()),
                        "#" + Sentences.number(tally.excused()),
                        "#" + Sentences.number(tally.errorAt(MEDIAN)),
                        "#" + Sentences.number(tally.errorAt(LATE)),
                        "#" + Sentences.number(tally.largestError()),
                        escaped(validated.tolerances().of(field).toString())));
    }

    private void stats() throws IOException {
        if (findings.statsRows() == 0) {
            return;
        }
        section("Statistics");
        out.write(
                "<p class=\"note\">%s compared, %s off.</p>"
                        .formatted(
                                Sentences.count(findings.statsRows(), "row"),
                                Sentences.count(findings.stats().size(), "number")));
        if (!findings.stats().isEmpty()) {
            head("Row", "Number", "#Kernel", "#Capture", "Cause");
            for (StatsDifference each : findings.stats()) {
                String least = Sentences.number(each.least());
                String most = Sentences.number(each.most());
                row(
                        "",
                        List.of(
                                escaped(each.row()),
                                "<code>" + each.field() + "</code>",
                                "#" + Sentences.number(each.kernel()),
                                "#" + (least.equals(most) ? least : least + "\u2013" + most),
                                badge(each.cause())));
            }
            out.write("</tbody></table></div>");
        }
        out.write("</section>\n");
    }

    private void differences() throws IOException {
        if (findings.kept().isEmpty()) {
            return;
        }
        section("All differences");
        if (findings.differences() > findings.kept().size()) {
            out.write(
                    "<p class=\"note\">The first %s of %s.</p>"
                            .formatted(
                                    Sentences.number(findings.kept().size()),
                                    Sentences.number(findings.differences())));
        }
        out.write(
                "<div class=\"search\"><label>Search <input id=\"search\" type=\"search\""
                        + " placeholder=\"address, field, number \u2026\"></label>"
                        + " <label>Cause <select id=\"cause\"><option value=\"\">all</option>");
        for (Cause cause : Cause.values()) {
            if (findings.count(cause) > 0) {
                out.write("<option>" + cause.title() + "</option>");
            }
        }
        out.write(
                "</select></label> <output id=\"found\" for=\"search cause\"></output></div>"
                        + "<div class=\"wide\"><table class=\"all\" id=\"all\"><thead><tr>"
                        + "<th scope=\"col\">What</th><th scope=\"col\">Cause</th>"
                        + "<th scope=\"col\">Lines</th></tr></thead><tbody>\n");
        for (Difference difference : findings.kept()) {
            out.write(
                    "<tr data-cause=\"%s\"><td>%s</td><td>%s</td><td>"
                            .formatted(
                                    difference.cause().title(),
                                    escaped(Sentences.about(difference)),
                                    badge(difference.cause())));
            lines(difference);
            out.write("</td></tr>\n");
        }
        endTable();
    }

    private void section(String title) throws IOException {
        out.write("<section><h2>" + title + "</h2>\n");
    }

    /** Begins a table; a title that begins with # is of a column of numbers. */
    private void head(String... titles) throws IOException {
        out.write("<div class=\"wide\"><table><thead><tr>");
        for (String title : titles) {
            boolean number = title.startsWith("#");
            out.write(
                    "<th scope=\"col\"%s>%s</th>"
                            .formatted(
                                    number ? " class=\"number\"" : "",
                                    number ? title.substring(1) : title));
        }
        out.write("</tr></thead><tbody>\n");
    }

    private void row(String kind, List<String> cells) throws IOException {
        out.write(kind.isEmpty() ? "<tr>" : "<tr class=\"" + kind + "\">");
        for (String cell : cells) {
            out.write(
                    cell.startsWith("#")
                            ? "<td class=\"number\">" + cell.substring(1) + "</td>"
                            : "<td>" + cell + "</td>");
        }
        out.write("</tr>\n");
    }

    private void endTable() throws IOException {
        out.write("</tbody></table></div></section>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
