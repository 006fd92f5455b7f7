package tcprt.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Locale;
import tcprt.TracerCounters;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/**
 * What is said at the end: lines written first, then what they were made from, then only what was
 * not as it should be, what matters most to the numbers first.
 */
final class Summary {
    private final PrintStream err;

    Summary(PrintStream err) {
        this.err = err;
    }

    /** Prints it. */
    void print(RunTotals totals) {
        RecordCounts records = totals.records();
        TracerCounters counters = totals.counters();
        line("%,d lines in %s: %s", records.total(), totals.place(), byType(records));
        line(
                "  %,d frames over %s s of capture: %,d TCP, of these %,d on %,d traced connections",
                counters.frames,
                seconds(totals.durationNs()),
                counters.tcpSegments,
                counters.tracedSegments,
                counters.tracedFlows);
        if (counters.tracedFlows == 0 && counters.tcpSegments > 0) {
            line(
                    "  no connection matches; look at the ports, or leave them out to trace every server");
        }
        sayWhatIsMissing(counters, totals.framesDropped());
        few(counters.openFlows, "still open at the end, so without E, as in the kernel");
        few(
                counters.midStreamFlows,
                "began before the capture; their first task may be incomplete");
        few(counters.evictedConnections, "dropped at --connection-limit, their records are lost");
        few(
                counters.queuesCutShort,
                "times --segment-limit was reached; reorder marks and RTTs may suffer");
        few(
                counters.refusedSegments,
                "segments of connections that began before the capture, not traced with"
                        + " --require-syn");
        few(counters.timeWentBackwards, "frames earlier than the one before");
        for (Defect defect : Defect.values()) {
            if (!defect.isMalformed()) {
                setAside(defect, "not traced", counters);
            }
        }
        for (Defect defect : Defect.values()) {
            if (defect.isMalformed()) {
                setAside(defect, "malformed", counters);
            }
        }
        few(counters.truncatedFrames, "frames cut short when captured; headers are enough");
        err.flush();
    }

    private void sayWhatIsMissing(TracerCounters counters, long framesDropped) {
        few(
                counters.oneWayFlows,
                "connections captured in one direction only; what the other did is inferred");
        if (counters.holeBytes > 0) {
            line(
                    "  about %s per mille of the traced data is not in the capture: %,d of %,d bytes,"
                            + " %,d holes; tasks over them are estimates",
                    perMille(counters.lossPerMille()).toPlainString(),
                    counters.holeBytes,
                    counters.sequenceBytes,
                    counters.holes);
        } else {
            few(counters.holes, "last ACKs are not in the capture; their connections end by time");
        }
        few(framesDropped, "frames lost by the capture itself, says the file");
    }

    /** Two significant digits: it is an estimate. */
    static BigDecimal perMille(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded; // 740, not 7.4E+2
    }

    private void setAside(Defect defect, String verdict, TracerCounters counters) {
        long count = counters.defects(defect);
        if (count > 0) {
            line(
                    "  %,d %s: %s, first in frame %,d at %s",
                    count,
                    verdict,
                    defect.description(),
                    counters.firstFrame(defect),
                    time(counters.firstTimeNs(defect)));
        }
    }

    private void few(long count, String what, Object... arguments) {
        if (count > 0) {
            line("  " + String.format(Locale.ROOT, "%,d ", count) + what, arguments);
        }
    }

    private void line(String format, Object... arguments) {
        err.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }

    private static String byType(RecordCounts records) {
        StringBuilder text = new StringBuilder();
        for (RecordType type : RecordType.values()) {
            if (text.length() > 0) {
                text.append(", ");
            }
            text.append(String.format(Locale.ROOT, "%,d %s", records.of(type), type));
        }
        return text.toString();
    }

    private static String seconds(long durationNs) {
        return String.format(Locale.ROOT, "%,.3f", durationNs / 1e9);
    }

    private static Instant time(long timeNs) {
        return Instant.ofEpochSecond(
                Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L));
    }
}
