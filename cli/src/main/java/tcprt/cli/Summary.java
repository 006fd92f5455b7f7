package tcprt.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import tcprt.TracerCounters;
import tcprt.TracerSettings;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/**
 * What is said at the end: lines written first, then what they were made from, then only what was
 * not as it should be.
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

    /**
     * Prints it.
     *
     * @param durationNs from the first frame to the last, nanoseconds
     * @param framesDropped frames that the capture says it lost
     */
    void print(RecordCounts records, TracerCounters counters, long durationNs, long framesDropped) {
        line("%s to %s: %s", count(records.total(), "line"), place, byType(records));
        line(
                "  %s over %s s of capture: %,d TCP, of these %,d on %s",
                count(counters.frames, "frame"),
                seconds(durationNs),
                counters.tcpSegments,
                counters.tracedSegments,
                count(counters.tracedFlows, "traced connection"));
        if (counters.tracedFlows == 0 && counters.tcpSegments > 0) {
            line("  " + whyNothingWasTraced());
        }
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
                counters.holes,
                "hole",
                "in the capture, %,d bytes; tasks over them are estimates",
                counters.holeBytes);
        few(
                counters.fragments,
                "IP fragment",
                "waited for others, %,d packets put together",
                counters.reassembledPackets);
        few(framesDropped, "frame", "lost by the capture itself, says the file");
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
        err.flush();
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
