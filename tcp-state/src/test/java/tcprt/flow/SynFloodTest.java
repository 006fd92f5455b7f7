package tcprt.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tcprt.TestFrame;
import tcprt.TestWire;
import tcprt.TracerCounters;
import tcprt.TracerSettings;

class SynFloodTest {
    private static final int FLOOD = 5_000_000;
    private static final int LIMIT = 10_000;

    /**
     * Half-open connections give way before open ones, so what was being traced goes on; entries
     * stay at the limit, and each half-open connection that gave way is counted.
     */
    @Test
    void aTracedConnectionOutlivesAFloodAndTheTableDoesNotGrow() {
        PortRules rules = PortRules.builder().addLocalPort(80).build();
        TestWire wire =
                new TestWire(
                        TracerSettings.builder(rules)
                                .connectionLimit(LIMIT)
                                .segmentLimit(1000)
                                .build());
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);

        TestFrame syn = new TestFrame();
        for (int i = 0; i < FLOOD; i++) {
            syn.between(0x2000_0000 + i / 50_000, 10_000 + i % 50_000, TestWire.SERVER_ADDRESS, 80);
            wire.frame(4000 + i, syn.segment("S", i, 0, 0));
        }

        TracerCounters counters = wire.tracer.counters();
        // One open and FLOOD half-open ones were made; what was not evicted is in the table.
        assertEquals(LIMIT, 1 + FLOOD - counters.evictedConnections);
        assertEquals(1, counters.openFlows);
        assertEquals(1, counters.tracedFlows);

        long after = 5000 + FLOOD;
        wire.in(after, "A", 101, 501, 0).in(after + 1, "R", 101, 0, 0);
        String records = wire.end();
        assertTrue(records.contains("sent=499 total=5003000 "), records);
        assertTrue(records.contains("E "), records);
    }
}
