package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final TcpContext context = TestHost.context(true, 10_000);

    @Test
    void whoeverIsDueIsServed() {
        TestHost first = TestHost.server(context).received(2000, "PA", 1, 1, 100);
        TestHost second = TestHost.server(context).received(2300, "PA", 1, 1, 100);

        context.expire(3_000_000);
        assertEquals("recvData 101 @2000", first.calls());
        assertEquals("", second.calls());
        context.expire(3_300_000);
        assertEquals("recvData 101 @2300", second.calls());
    }

    @Test
    void aSecondWaitThatIsDueSoonerGoesBeforeTheOthers() {
        TestHost first = TestHost.server(context).received(2000, "A", 1, 1, 100);
        first.received(2500, "PA", 101, 1, 100);
        TestHost second = TestHost.server(context).received(2800, "PA", 1, 1, 100);

        context.expire(3_000_000);
        assertEquals("recvData 101 @2000", first.calls());
        context.expire(3_500_000);
        assertEquals("recvData 201 @2500", first.calls());
        assertEquals("", second.calls());
    }

    @Test
    void atTheSegmentLimitTheFlowThatWaitedLongestStopsWaiting() {
        TestHost first = TestHost.server(context).received(2000, "PA", 1, 1, 100);
        TestHost second = TestHost.server(context).received(2300, "PA", 1, 1, 100);

        assertTrue(context.resting.expireFirst());
        assertEquals("recvData 101 @2000", first.calls());
        assertTrue(context.resting.expireFirst());
        assertEquals("recvData 101 @2300", second.calls());
        assertFalse(context.resting.expireFirst());
    }

    @Test
    void atTheSegmentLimitEveryKindOfWaitEnds() {
        // Undecided between close and shutdown; waiting for the ACK of the second FIN; resting
        // behind data that met a closed socket.
        TestHost closing = TestHost.server(context);
        closing.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500);
        closing.received(4000, "A", 101, 502, 0);
        TestHost lastAck = TestHost.server(context).received(5000, "FA", 1, 1, 0);
        lastAck.sent(5010, "FA", 1, 2, 0);
        TestHost behind = TestHost.server(context).sent(6000, "FA", 1, 1, 0);
        behind.received(6100, "A", 1, 1, 10).received(6200, "A", 11, 1, 10);
        for (TestHost host : List.of(closing, lastAck, behind)) {
            assertFalse(host.tcb().isReleased());
        }

        while (context.resting.expireFirst() || context.undecided.expireFirst()) {
            // Each call ends one wait.
        }
        for (TestHost host : List.of(closing, lastAck, behind)) {
            assertTrue(host.tcb().isReleased(), host.log.toString());
        }
    }

    /** What a flow is told does not depend on the flows it shares its lists with. */
    @Test
    void aFlowAmongManyIsToldWhatItIsToldAlone() {
        Random random = new Random(11);
        for (int run = 0; run < 200; run++) {
            List<TestHost> together = new ArrayList<>();
            List<TestHost> alone = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                together.add(TestHost.server(context));
                alone.add(TestHost.server(TestHost.context(true, 100)));
            }
            List<Integer> next = new ArrayList<>(List.of(1, 1, 1, 1, 1, 1));
            long micros = 2000;
            for (int step = 0; step < 60; step++) {
                micros += random.nextInt(600);
                int i = random.nextInt(6);
                int seq = next.get(i);
                if (random.nextInt(3) > 0) {
                    together.get(i).received(micros, "PA", seq, 1, 10);
                    alone.get(i).received(micros, "PA", seq, 1, 10);
                    next.set(i, seq + 10);
                } else {
                    int ack = Math.max(1, seq - 10 * random.nextInt(3));
                    together.get(i).sent(micros, "A", 1, ack, 0);
                    alone.get(i).sent(micros, "A", 1, ack, 0);
                }
                context.expire(micros * 1000);
                for (int flow = 0; flow < 6; flow++) {
                    alone.get(flow).timePasses(micros);
                    assertEquals(
                            alone.get(flow).log,
                            together.get(flow).log,
                            "run " + run + ", step " + step);
                }
            }
            context.endOfCapture();
        }
    }
}
