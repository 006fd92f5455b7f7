package tcprt.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Locale;
import tcprt.TracerCounters;
import tcprt.TracerSettings;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/**
 * What is said at the end: lines written first, then what they were made from, then only what was
 * not as it should be, what matters most to the numbers first.
 */
final class Summary {
    private final PrintStream err;
    private final TracerSettings tracing;
    private final String place;

    /**
     * Knows what cannot be read off the counts.
     *
     * @param tracing what was to be traced
     * @param place where the lines went
     */
    Summary(PrintStream err, TracerSettings tracing, String place) {
        this.err = err;
        this.tracing = tracing;
        this.place = place;
    }

    /** Prints it. */
    void print(RunTotals totals) {
        RecordCounts records = totals.records();
        TracerCounters counters = totals.counters();
        line("%s to %s: %s", count(records.total(), "line"), place, byType(records));
        line(
                "  %s over %s s of capture: %,d TCP, of these %,d on %s",
                count(counters.frames, "frame"),
                seconds(totals.durationNs()),
                counters.tcpSegments,
                counters.tracedSegments,
                count(counters.tracedFlows, "traced connection"));
        if (counters.tracedFlows == 0 && counters.tcpSegments > 0) {
            line("  " + whyNothingWasTraced());
        }
        sayWhatIsMissing(counters, totals.framesDropped());
        few(
                counters.openFlows,
                "connection",
                "still open at the end, so without E, as in the kernel");
        few(
                counters.midStreamFlows,
                "connection",
                "from before the capture, traced from the next request on; the task under way is"
                        + " not written");
        few(
                counters.evictedConnections,
                "connection",
                "dropped at --connection-limit, their records are lost; raise it");
        few(
                counters.queuesCutShort,
                "time",
                "--segment-limit left no room to remember a segment, so reorder marks and RTTs may"
                        + " be wrong; raise it");
        few(
                counters.parsersLost,
                "time",
                "a place in HTTP or TLS data was lost, so letters may be missing until the task"
                        + " after");
        few(
                counters.payloadLimitHits,
                "time",
                "--payload-limit left no room for data out of order, so letters may be missing;"
                        + " raise it");
        few(
                counters.refusedSegments,
                "segment",
                "of connections from before the capture, not traced with --require-syn");
        sayWhatTheMirrorDid(counters);
        few(
                counters.fragments,
                "IP fragment",
                "waited for others, %,d packets put together",
                counters.reassembledPackets);
        few(counters.timeWentBackwards, "frame", "earlier than the one before");
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
        few(counters.truncatedFrames, "frame", "cut short when captured; headers are enough");
        err.flush();
    }

    private void sayWhatIsMissing(TracerCounters counters, long framesDropped) {
        few(
                counters.oneWayFlows,
                "connection",
                "captured in one direction only; what happened in the other is inferred");
        if (counters.holeBytes > 0) {
            line(
                    "  about %s per mille of the traced data is not in the capture: %,d of %,d bytes"
                            + " in %s; tasks over them are estimates",
                    perMille(counters.lossPerMille()).toPlainString(),
                    counters.holeBytes,
                    counters.sequenceBytes,
                    count(counters.holes, "hole"));
        } else {
            few(counters.holes, "last ACK", "not in the capture; time ends these connections");
        }
        few(framesDropped, "frame", "lost by the capture itself, by its own count");
    }

    private void sayWhatTheMirrorDid(TracerCounters counters) {
        few(
                counters.duplicatesById,
                "frame",
                "captured twice and dropped, told by the IP identification");
        few(
                counters.duplicatesByPath,
                "frame",
                "captured twice and dropped, told by another TTL, VLAN, tunnel or interface");
        few(
                counters.duplicatesAllEqual,
                "frame",
                "captured twice and dropped, equal, where most came twice");
        few(
                counters.outOfStep,
                "connection",
                "out of step, the ACK before its data; put in order within 5 ms");
        few(counters.putInOrder, "segment", "put behind what was sent before it");
    }

    /** Two significant digits: it is an estimate. */
    static BigDecimal perMille(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded; // 740, not 7.4E+2
    }

    private String whyNothingWasTraced() {
        boolean everyServer = tracing.portRules().tracesEveryServer();
        if (tracing.localAddresses().isEmpty()) {
            return everyServer
                    ? "no connection shows its handshake or data"
                    : "no connection matches; look at the ports, or leave them out to trace every"
                            + " server";
        }
        return everyServer
                ? "no server has one of --local-addresses; look at them, or leave them out to trace"
                        + " every server"
                : "no connection matches; look at the ports and at --local-addresses, or leave them"
                        + " out to trace every server";
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

    private void few(long count, String noun, String what, Object... arguments) {
        if (count > 0) {
            line("  " + count(count, noun) + " " + what, arguments);
        }
    }

    private void line(String format, Object... arguments) {
        err.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
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
