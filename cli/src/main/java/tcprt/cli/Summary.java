package tcprt.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import tcprt.TracerCounters;
import tcprt.task.RecordType;
import tcprt.wire.Defect;

/**
 * What is said at the end: lines written first, then what they were made from, then only what was
 * not as it should be.
 */
final class Summary {
    private final PrintStream err;

    Summary(PrintStream err) {
        this.err = err;
    }

    /**
     * Prints it.
     *
     * @param place where the lines went
     * @param durationNs from the first frame to the last, nanoseconds
     * @param framesDropped frames that the capture says it lost
     */
    void print(
            RecordCounts records,
            TracerCounters counters,
            String place,
            long durationNs,
            long framesDropped) {
        line("%,d lines in %s: %s", records.total(), place, byType(records));
        line(
                "  %,d frames over %s s of capture: %,d TCP, of these %,d on %,d traced connections",
                counters.frames,
                seconds(durationNs),
                counters.tcpSegments,
                counters.tracedSegments,
                counters.tracedFlows);
        if (counters.tracedFlows == 0 && counters.tcpSegments > 0) {
            line(
                    "  no connection matches; look at the ports, or leave them out to trace every server");
        }
        few(counters.openFlows, "still open at the end, so without E, as in the kernel");
        few(
                counters.midStreamFlows,
                "began before the capture; their first task may be incomplete");
        few(counters.evictedConnections, "dropped at --connection-limit, their records are lost");
        few(
                counters.queuesCutShort,
                "times --segment-limit was reached; reorder marks and RTTs may suffer");
        few(
                counters.holes,
                "holes in the capture, %,d bytes; tasks over them are estimates",
                counters.holeBytes);
        few(
                counters.duplicatesById,
                "frames captured twice and dropped, told by their IP identification");
        few(
                counters.duplicatesByPath,
                "frames captured twice and dropped, told by their TTL, VLAN or interface");
        few(
                counters.duplicatesAllEqual,
                "frames captured twice and dropped, equal, on connections mostly captured twice");
        few(
                counters.outOfStep,
                "connections out of step, the ACK before its data; reordered within 5 ms");
        few(counters.putInOrder, "segments put behind what was sent before them");
        few(framesDropped, "frames lost by the capture itself, says the file");
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
        err.flush();
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
