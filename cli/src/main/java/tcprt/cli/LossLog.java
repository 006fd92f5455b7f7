package tcprt.cli;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tcprt.cli.LiveTracing.RingState;
import tcprt.cli.LiveTracing.Status;
import tcprt.service.Refusal;

/**
 * Says what was lost inside the program since it was asked last, if anything; what the capture lost
 * is for {@link HealthLog}.
 */
final class LossLog {
    private final LiveTracing tracing;
    private final Notices notices;
    private final Map<String, Long> overwrittenBefore = new TreeMap<>();
    private long evictedBefore;
    private long cutShortBefore;

    LossLog(LiveTracing tracing, Notices notices) {
        this.tracing = tracing;
        this.notices = notices;
    }

    /** Looks, and says it. */
    void look() {
        Status status;
        try {
            status = tracing.status();
        } catch (Refusal e) {
            return; // the run is over, and its summary says it
        }
        for (Map.Entry<String, RingState> ring : status.rings().entrySet()) {
            long before = overwrittenBefore.getOrDefault(ring.getKey(), 0L);
            overwrittenBefore.put(ring.getKey(), ring.getValue().lostLines());
            say(
                    ring.getValue().lostLines() - before,
                    ring.getKey() + ": %,d lines overwritten before they were read");
        }
        long evicted = status.totals().counters().evictedConnections;
        say(evicted - evictedBefore, "%,d connections dropped at --connection-limit; raise it");
        evictedBefore = evicted;
        long cutShort = status.totals().counters().queuesCutShort;
        say(cutShort - cutShortBefore, "%,d times --segment-limit left no room; raise it");
        cutShortBefore = cutShort;
    }

    private void say(long count, String sentence) {
        if (count > 0) {
            notices.say(String.format(Locale.ROOT, sentence, count));
        }
    }
}
