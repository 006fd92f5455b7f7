package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tcprt.flow.PortRules;

/**
 * Rules that change while connections are open. As in the kernel, where a connection is looked at
 * once, when it is established, the change is for new connections only.
 */
class RuleChangeTest {
    private static final PortRules PORT_80 = PortRules.builder().addLocalPort(80).build();
    private static final PortRules PORT_81 = PortRules.builder().addLocalPort(81).build();
    private static final PortRules NOTHING = PortRules.builder().build();

    @Test
    void aTracedConnectionFinishesUnderRulesThatDoNotNameIt() {
        TestWire wire = TestWire.local();
        wire.handshake().in(2000, "PA", 1, 1, 100);
        wire.tracer.setPortRules(NOTHING);
        answerAndReset(wire);

        assertEquals("RE", types(wire));
    }

    @Test
    void aNewConnectionFollowsTheNewRules() {
        TestWire wire = TestWire.local();
        wire.tracer.setPortRules(PORT_81);
        wire.handshake().in(2000, "PA", 1, 1, 100);
        answerAndReset(wire);
        assertEquals("", types(wire));

        wire.tracer.setPortRules(PORT_80);
        wire.clientPort(40001).handshake().in(2000, "PA", 1, 1, 100);
        answerAndReset(wire);
        assertEquals("RE", types(wire));
    }

    @Test
    void aConnectionFromBeforeItsPortWasTracedIsLeftAlone() {
        TestWire wire = new TestWire(TracerSettings.of(PORT_81));
        wire.handshake().in(2000, "PA", 1, 1, 100);
        wire.tracer.setPortRules(PORT_80);
        wire.out(3000, "PA", 1, 101, 500).in(4000, "PA", 101, 501, 100);
        wire.out(5000, "PA", 501, 201, 500).in(6000, "R", 201, 0, 0);

        assertEquals("", types(wire));
        assertEquals(0, wire.tracer.counters().tracedFlows);
        assertEquals(3, wire.tracer.counters().refusedSegments);
    }

    @Test
    void aConnectionFromBeforeTheCaptureIsJoinedIfItsPortWasAlwaysTraced() {
        TestWire wire = TestWire.local();
        wire.tracer.setPortRules(PortRules.builder().addLocalPort(80).addLocalPort(81).build());
        wire.in(2000, "PA", 1, 1, 100);
        answerAndReset(wire);

        assertEquals(1, wire.tracer.counters().midStreamFlows);
    }

    @Test
    void aHandshakeUnderWayFollowsTheRulesOfItsEnd() {
        TestWire before = TestWire.local();
        before.in(0, "S", 0, 0, 0);
        before.tracer.setPortRules(NOTHING);
        before.out(0, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0).in(2000, "PA", 1, 1, 100);
        answerAndReset(before);
        assertEquals("", types(before));

        TestWire after = new TestWire(TracerSettings.of(PORT_81));
        after.in(0, "S", 0, 0, 0);
        after.tracer.setPortRules(PORT_80);
        after.out(0, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0).in(2000, "PA", 1, 1, 100);
        answerAndReset(after);
        after.tracer.endOfCapture(); // its SYN might have come late
        assertEquals("RE", types(after));
    }

    @Test
    void openConnectionsCanBeCountedDownAfterDeactivation() {
        TestWire wire = TestWire.local();
        wire.handshake().in(2000, "PA", 1, 1, 100);
        wire.tracer.setPortRules(NOTHING);
        assertEquals(1, wire.tracer.counters().openFlows);
        answerAndReset(wire);
        assertEquals(0, wire.tracer.counters().openFlows);
    }

    private static void answerAndReset(TestWire wire) {
        wire.out(3000, "PA", 1, 101, 500).in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);
    }

    /** The first letters of the records since the last call. */
    private static String types(TestWire wire) {
        StringBuilder types = new StringBuilder();
        wire.records.texts().forEach(text -> types.append(text.charAt(0)));
        wire.records.drain();
        return types.toString();
    }
}
