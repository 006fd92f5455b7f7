package tcprt.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcprt.TracerCounters;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/** The closing summary as one JSON object, for programs; docs/FORMAT.md is the schema. */
final class SummaryFile {
    private SummaryFile() {}

    /**
     * Writes it, over an earlier one.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    static void write(RunTotals totals, Path file) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(Files.newOutputStream(file), JsonEncoding.UTF8)) {
            object(totals, json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void object(RunTotals totals, JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields(totals, json);
        json.writeEndObject();
    }

    /** Writes the fields of the object. */
    static void fields(RunTotals totals, JsonGenerator json) throws IOException {
        TracerCounters counters = totals.counters();
        json.writeObjectFieldStart("records");
        for (RecordType type : RecordType.values()) {
            json.writeNumberField(type.name(), totals.records().of(type));
        }
        json.writeEndObject();
        json.writeNumberField("captureMicros", totals.durationNs() / 1000);
        json.writeNumberField("frames", counters.frames);
        json.writeNumberField("tcpSegments", counters.tcpSegments);
        json.writeNumberField("tracedSegments", counters.tracedSegments);
        json.writeNumberField("tracedConnections", counters.tracedFlows);
        json.writeNumberField("openConnections", counters.openFlows);
        json.writeNumberField("midStreamConnections", counters.midStreamFlows);
        json.writeNumberField("oneWayConnections", counters.oneWayFlows);
        json.writeNumberField("evictedConnections", counters.evictedConnections);
        json.writeNumberField("refusedSegments", counters.refusedSegments);
        json.writeNumberField("segmentLimitHits", counters.queuesCutShort);
        json.writeNumberField("parsedConnections", counters.parsedFlows);
        json.writeNumberField("parsersLost", counters.parsersLost);
        json.writeNumberField("payloadLimitHits", counters.payloadLimitHits);
        json.writeNumberField("captureHoles", counters.holes);
        json.writeNumberField("captureHoleBytes", counters.holeBytes);
        json.writeNumberField("sequenceBytes", counters.sequenceBytes);
        json.writeFieldName("estimatedLossPerMille");
        json.writeNumber(Summary.perMille(counters.lossPerMille()));
        json.writeNumberField("framesDroppedByCapture", totals.framesDropped());
        json.writeNumberField("duplicatesByIpId", counters.duplicatesById);
        json.writeNumberField("duplicatesByPath", counters.duplicatesByPath);
        json.writeNumberField("duplicatesAllEqual", counters.duplicatesAllEqual);
        json.writeNumberField("outOfStepConnections", counters.outOfStep);
        json.writeNumberField("reorderedSegments", counters.putInOrder);
        json.writeNumberField("timeWentBackwardsFrames", counters.timeWentBackwards);
        json.writeNumberField("truncatedFrames", counters.truncatedFrames);
        json.writeNumberField("waitingFragments", counters.fragments);
        json.writeNumberField("reassembledPackets", counters.reassembledPackets);
        json.writeArrayFieldStart("defects");
        for (Defect defect : Defect.values()) {
            if (counters.defects(defect) > 0) {
                defect(defect, counters, json);
            }
        }
        json.writeEndArray();
    }

    private static void defect(Defect defect, TracerCounters counters, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", defect.name());
        json.writeStringField("description", defect.description());
        json.writeBooleanField("malformed", defect.isMalformed());
        json.writeNumberField("frames", counters.defects(defect));
        json.writeNumberField("firstFrame", counters.firstFrame(defect));
        json.writeNumberField(
                "firstEpochMicros", Math.floorDiv(counters.firstTimeNs(defect), 1000L));
        json.writeEndObject();
    }
}
