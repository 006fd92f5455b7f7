package tcprt.validate.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import tcprt.task.RecordType;
import tcprt.validate.Validated;
import tcprt.validate.join.Clock;
import tcprt.validate.judge.Cause;
import tcprt.validate.judge.Difference;
import tcprt.validate.judge.FieldTally;
import tcprt.validate.judge.Findings;
import tcprt.validate.judge.StatsDifference;
import tcprt.validate.judge.Tolerances;
import tcprt.validate.log.LogFindings;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryText;
import tcprt.validate.record.Field;

/** The report for programs, one JSON object; docs/VALIDATE.md is the schema. */
public final class JsonReport {
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private final JsonGenerator json;
    private final Validated validated;
    private final Findings findings;

    private JsonReport(JsonGenerator json, Validated validated) {
        this.json = json;
        this.validated = validated;
        this.findings = validated.findings();
    }

    /**
     * Writes it.
     *
     * @param out closed at the end
     */
    public static void write(OutputStream out, Validated validated) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            new JsonReport(json, validated).object();
            json.writeRaw('\n');
        }
    }

    private void object() throws IOException {
        json.writeStartObject();
        json.writeBooleanField("agree", findings.agree());
        json.writeStringField("verdict", Sentences.verdict(validated));
        log();
        capture();
        clock();
        records();
        fields();
        causes();
        stats();
        json.writeNumberField("differingRecords", findings.differences());
        differences("worst", findings.worst());
        differences("differences", findings.kept());
        json.writeEndObject();
    }

    private void log() throws IOException {
        LogFindings log = validated.facts().log();
        json.writeObjectFieldStart("kernel");
        json.writeNumberField("records", validated.kernelRecords());
        json.writeObjectFieldStart("refusedLines");
        for (Map.Entry<?, Long> refusal : log.refusals().entrySet()) {
            json.writeNumberField(String.valueOf(refusal.getKey()), refusal.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("refused");
        for (LogFindings.Refused refused : log.examples()) {
            json.writeStartObject();
            json.writeStringField("place", refused.place());
            json.writeStringField("reason", refused.reason().name());
            json.writeStringField("text", refused.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void capture() throws IOException {
        json.writeObjectFieldStart("capture");
        json.writeNumberField("records", validated.ourRecords());
        json.writeNumberField("firstEpochMicros", validated.facts().capture().firstMicros());
        json.writeNumberField("lastEpochMicros", validated.facts().capture().lastMicros());
        json.writeNumberField("openConnections", validated.facts().capture().openAtEnd().size());
        json.writeEndObject();
    }

    private void clock() throws IOException {
        Clock clock = validated.facts().clock();
        json.writeObjectFieldStart("clock");
        json.writeNumberField("samples", clock.samples());
        json.writeArrayFieldStart("pieces");
        for (Clock.Piece piece : clock.pieces()) {
            json.writeStartObject();
            json.writeNumberField("fromEpochMicros", piece.fromMicros());
            json.writeNumberField("atEpochMicros", piece.atMicros());
            json.writeNumberField("kernelAheadMicros", piece.offsetMicros());
            json.writeNumberField("drift", piece.drift());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void records() throws IOException {
        json.writeObjectFieldStart("records");
        for (RecordType type : RecordType.values()) {
            json.writeObjectFieldStart(type.name());
            json.writeNumberField("paired", findings.paired(type));
            json.writeNumberField("onlyInKernel", findings.onlyInKernel(type));
            json.writeNumberField("onlyInCapture", findings.onlyInCapture(type));
            json.writeNumberField("repeated", findings.repeated(type));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void fields() throws IOException {
        json.writeArrayFieldStart("fields");
        for (Map.Entry<RecordType, Map<Field, FieldTally>> type : findings.tallies().entrySet()) {
            for (Map.Entry<Field, FieldTally> field : type.getValue().entrySet()) {
                field(type.getKey(), field.getKey(), field.getValue());
            }
        }
        json.writeEndArray();
    }

    private void field(RecordType type, Field field, FieldTally tally) throws IOException {
        Tolerances.Tolerance tolerance = validated.tolerances().of(field);
        json.writeStartObject();
        json.writeStringField("type", type.name());
        json.writeStringField("field", field.title());
        json.writeNumberField("pairs", tally.count());
        json.writeNumberField("exact", tally.exact());
        json.writeNumberField("within", tally.within());
        json.writeNumberField("off", tally.off());
        json.writeNumberField("excused", tally.excused());
        json.writeNumberField("p50", tally.errorAt(MEDIAN));
        json.writeNumberField("p99", tally.errorAt(LATE));
        json.writeNumberField("max", tally.largestError());
        json.writeNumberField("toleranceAbsolute", tolerance.absolute());
        json.writeNumberField("toleranceRelative", tolerance.relative());
        json.writeBooleanField("good", tally.isGood());
        json.writeEndObject();
    }

    private void causes() throws IOException {
        json.writeObjectFieldStart("causes");
        for (Map.Entry<String, Map<Cause, Long>> where : findings.causes().entrySet()) {
            json.writeObjectFieldStart(where.getKey());
            for (Map.Entry<Cause, Long> cause : where.getValue().entrySet()) {
                json.writeNumberField(name(cause.getKey()), cause.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String name(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    private void stats() throws IOException {
        json.writeObjectFieldStart("statistics");
        json.writeNumberField("rows", findings.statsRows());
        json.writeArrayFieldStart("differences");
        for (StatsDifference each : findings.stats()) {
            json.writeStartObject();
            json.writeStringField("row", each.row());
            json.writeStringField("field", each.field());
            json.writeNumberField("kernel", each.kernel());
            json.writeNumberField("least", each.least());
            json.writeNumberField("most", each.most());
            json.writeStringField("cause", name(each.cause()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void differences(String name, Iterable<Difference> differences) throws IOException {
        json.writeArrayFieldStart(name);
        for (Difference difference : differences) {
            difference(difference);
        }
        json.writeEndArray();
    }

    private void difference(Difference difference) throws IOException {
        Entry kernel = difference.kernel();
        Entry ours = difference.ours();
        json.writeStartObject();
        json.writeStringField("what", difference.what().title());
        json.writeStringField("cause", name(difference.cause()));
        if (kernel != null) {
            json.writeStringField("kernel", EntryText.line(kernel));
            json.writeNumberField("kernelFile", kernel.file);
            json.writeNumberField("kernelLine", kernel.line);
        }
        if (ours != null) {
            json.writeStringField("ours", EntryText.line(ours));
        }
        json.writeArrayFieldStart("numbers");
        for (Difference.OffNumber number : difference.numbers()) {
            json.writeStartObject();
            json.writeStringField("field", number.field().title());
            json.writeNumberField("kernel", number.kernel());
            json.writeNumberField("ours", number.ours());
            json.writeStringField("cause", name(number.cause()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
