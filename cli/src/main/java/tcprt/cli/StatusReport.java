package tcprt.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tcprt.TracerCounters;
import tcprt.capture.live.InterfaceHealth;
import tcprt.cli.LiveTracing.RingState;
import tcprt.cli.LiveTracing.Status;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/**
 * How a run stands, for a human who wants to know whether all is well: what is traced, what was
 * written, then everything that was lost or set aside, each only if there was any.
 */
final class StatusReport {
    private final Instant start;
    private final Instant now;
    private final List<String> interfaces;
    private final Status status;

    /**
     * Has all it needs.
     *
     * @param start of the run
     * @param interfaces that are listened on
     */
    StatusReport(Instant start, Instant now, List<String> interfaces, Status status) {
        this.start = start;
        this.now = now;
        this.interfaces = interfaces;
        this.status = status;
    }

    /** As lines of text. */
    String text() {
        StringBuilder text = new StringBuilder();
        TracerCounters counters = status.totals().counters();
        if (status.deactivated()) {
            line(text, "deactivated: new connections are not traced");
        } else {
            line(
                    text,
                    "tracing %s on %s",
                    TracedPorts.describe(status.parameters().rules()),
                    String.join(", ", interfaces));
        }
        line(
                text,
                "since %s, %,d s ago",
                start.truncatedTo(ChronoUnit.SECONDS),
                Duration.between(start, now).toSeconds());
        line(
                text,
                "%,d connections traced, %,d of them still open",
                counters.tracedFlows,
                counters.openFlows);
        line(text, "%,d lines: %s", status.totals().records().total(), byType());
        line(
                text,
                "%,d frames, %,d TCP, of these %,d on traced connections",
                counters.frames,
                counters.tcpSegments,
                counters.tracedSegments);
        status.interfaces().forEach(each -> line(text, "%s", HealthLog.text(each)));
        status.rings().forEach((name, ring) -> ring(text, name, ring));
        few(text, status.unwrittenLines(), "lines could not be written to their file");
        few(text, counters.evictedConnections, "connections dropped at --connection-limit");
        few(text, counters.queuesCutShort, "times --segment-limit left no room");
        few(text, counters.holeBytes, "bytes of traced connections are not in the capture");
        few(text, counters.refusedSegments, "segments of connections from before their port");
        few(text, counters.timeWentBackwards, "frames earlier than the one before");
        for (Defect defect : Defect.values()) {
            few(text, counters.defects(defect), "frames set aside: " + defect.description());
        }
        return text.toString();
    }

    private String byType() {
        StringBuilder types = new StringBuilder();
        for (RecordType type : RecordType.values()) {
            types.append(types.isEmpty() ? "" : ", ");
            types.append(String.format(Locale.ROOT, "%,d %s", count(type), type.name()));
        }
        return types.toString();
    }

    private long count(RecordType type) {
        return status.totals().records().of(type);
    }

    private static void ring(StringBuilder text, String name, RingState ring) {
        line(
                text,
                "%s: %,d bytes to be read, %,d lines overwritten before they were read",
                name,
                ring.unreadBytes(),
                ring.lostLines());
    }

    private static void few(StringBuilder text, long count, String what) {
        if (count > 0) {
            line(text, "%,d %s", count, what);
        }
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** As one JSON object: the fields of the closing summary, and what only a run has. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("deactivated", status.deactivated());
            json.writeNumberField("startEpochSeconds", start.getEpochSecond());
            json.writeNumberField("upSeconds", Duration.between(start, now).toSeconds());
            parameters(json);
            interfaces(json);
            rings(json);
            json.writeNumberField("unwrittenLines", status.unwrittenLines());
            SummaryFile.fields(status.totals(), json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never fails
        }
        return text.append('\n').toString();
    }

    private void parameters(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("parameters");
        json.writeBooleanField("every_server", status.parameters().rules().tracesEveryServer());
        for (Parameter parameter : Parameter.values()) {
            json.writeStringField(parameter.fileName(), parameter.read(status.parameters()));
        }
        json.writeEndObject();
    }

    private void interfaces(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("interfaces");
        for (InterfaceHealth each : status.interfaces()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeNumberField("receivedFrames", each.received());
            json.writeNumberField("kernelDrops", each.kernelDrops());
            json.writeNumberField("interfaceDrops", each.interfaceDrops());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void rings(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rings");
        for (Map.Entry<String, RingState> ring : status.rings().entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", ring.getKey());
            json.writeNumberField("writtenBytes", ring.getValue().writtenBytes());
            json.writeNumberField("unreadBytes", ring.getValue().unreadBytes());
            json.writeNumberField("overwrittenLines", ring.getValue().lostLines());
            json.writeNumberField("overwrittenBytes", ring.getValue().lostBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
