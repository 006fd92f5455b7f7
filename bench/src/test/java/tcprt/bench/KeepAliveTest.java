package tcprt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tcprt.Tracer;
import tcprt.TracerCounters;
import tcprt.TracerSettings;
import tcprt.flow.PortRules;
import tcprt.task.RecordType;

/** A benchmark is worth as much as its traffic: each request is one task, and nothing is odd. */
class KeepAliveTest {
    private final Map<RecordType, Integer> records = new EnumMap<>(RecordType.class);
    private final Tracer tracer =
            new Tracer(
                    TracerSettings.of(PortRules.everyServer()),
                    record -> records.merge(record.type, 1, Integer::sum));

    @Test
    void everyRequestIsOneTaskAndEveryConnectionEnds() {
        trace(new KeepAlive(50).open().ask(20).close(), 50 * (3 + 40 + 3));
        assertEquals(Map.of(RecordType.R, 50 * 20, RecordType.E, 50), records);
    }

    @Test
    void acknowledgingAgainChangesNothing() {
        trace(new KeepAlive(50).open().ask(1).acknowledge(7), 50 * (3 + 2 + 7));
        assertEquals(Map.of(), records);
        assertEquals(50, tracer.counters().openFlows);
    }

    private void trace(KeepAlive clients, int frames) {
        clients.frames().replay(tracer::onFrame, 0, frames, 0);
        tracer.endOfCapture();
        TracerCounters counters = tracer.counters();
        assertEquals(frames, clients.frames().count());
        assertEquals(frames, counters.tracedSegments);
        assertEquals(50, counters.tracedFlows);
        assertEquals(0, counters.midStreamFlows);
        assertEquals(0, counters.holes);
        assertEquals(0, counters.timeWentBackwards);
    }
}
