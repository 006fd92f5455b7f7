package tcprt.validate.log;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was noticed while logs were read: what was refused, and where lines may be lost. */
public final class LogFindings {
    private static final int MAX_EXAMPLES = 100;
    private static final int MAX_GAPS = 10_000;

    /**
     * A line that was refused.
     *
     * @param place {@code file:line}
     * @param text how it begins
     */
    public record Refused(String place, Refusal reason, String text) {
        @Override
        public String toString() {
            return place + ": " + reason.description() + ": |" + text + "|";
        }
    }

    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final List<Refused> examples = new ArrayList<>();
    private final List<LogGap> gaps = new ArrayList<>();
    private long lines;
    private long earliestMicros = Long.MAX_VALUE;
    private long latestMicros = Long.MIN_VALUE;

    void countLine() {
        lines++;
    }

    void refuse(Refused refused) {
        countRefusal(refused.reason);
        examples.add(refused);
    }

    void countRefusal(Refusal reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    boolean wantsExamples() {
        return examples.size() < MAX_EXAMPLES;
    }

    void addGap(LogGap gap) {
        if (gaps.size() < MAX_GAPS) {
            gaps.add(gap);
        }
    }

    void seen(long startMicros, long endMicros) {
        earliestMicros = Math.min(earliestMicros, startMicros);
        latestMicros = Math.max(latestMicros, endMicros);
    }

    /** Lines that were read as records. */
    public long lines() {
        return lines;
    }

    /** Refused lines by reason. */
    public Map<Refusal, Long> refusals() {
        return refusals;
    }

    public long refusedLines() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first of them. */
    public List<Refused> examples() {
        return examples;
    }

    public List<LogGap> gaps() {
        return gaps;
    }

    /** Earliest start of a task; {@link Long#MAX_VALUE} if there was none. */
    public long earliestMicros() {
        return earliestMicros;
    }

    /** Latest end of a task; {@link Long#MIN_VALUE} if there was none. */
    public long latestMicros() {
        return latestMicros;
    }
}
