package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.flow.PortRules;

/** What is said of frames that the capture does not hold. Worked out by hand. */
class MissingFramesTest {
    private final TestWire wire = TestWire.local();

    @Test
    void aWholeCaptureHasNoHolesAndBothHalvesOfTheHandshake() {
        wire.in(0, "S", 0, 0, 0).out(300, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0);
        request().out(3000, "PA", 1, 101, 500).in(4000, "A", 101, 501, 0);
        wire.in(5000, "R", 101, 0, 0);

        assertNotes("R holes=0/0 host=300 remote=700 []", "E holes=0/0 host=300 remote=700 []");
        assertEquals(0, counters().lossPerMille());
        assertEquals(600, counters().sequenceBytes);
    }

    @Test
    void halvesOfAClientAreTheOtherWayRound() {
        TestWire peer = TestWire.peer();
        peer.in(0, "S", 0, 0, 0).out(300, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0);
        peer.in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 50).in(4000, "RA", 101, 51, 0);

        assertEquals("P holes=0/0 host=700 remote=300 []", peer.records.notes().get(0));
    }

    @Test
    void aHalfThatWasAskedTwiceIsUnknown() {
        wire.in(-1_000_000, "S", 0, 0, 0).in(100, "S", 0, 0, 0).out(300, "SA", 0, 1, 0);
        wire.in(1000, "A", 1, 1, 0);
        request().in(3000, "R", 101, 0, 0);

        assertNotes("N holes=0/0 host=-1 remote=700 []", "E holes=0/0 host=-1 remote=700 []");
    }

    @Test
    void aHoleIsOfTheTaskThatItBegan() {
        wire.handshake();
        request().out(3000, "PA", 1, 101, 500).in(4000, "A", 101, 501, 0);
        wire.out(5000, "A", 501, 201, 0); // the second request, 101:201, was not captured
        wire.out(6000, "PA", 501, 201, 500).in(7000, "A", 201, 1001, 0);
        wire.in(8000, "R", 201, 0, 0);

        assertNotes(
                "R holes=0/0 host=0 remote=1000 []",
                "R holes=1/100 host=0 remote=1000"
                        + " [START, TOTAL, SERVER_TIME, RECEIVE_TIME, RECEIVED_BYTES, REORDERED]",
                "E holes=1/100 host=0 remote=1000 [START, TOTAL, SERVER_TIME, RECEIVE_TIME,"
                        + " RECEIVED_BYTES, REORDERED]");
        // 100 of 200 received and 1000 sent bytes.
        assertEquals(1000.0 * 100 / 1200, counters().lossPerMille());
    }

    @Test
    void whatWaitsBeyondAHoleIsNotMissing() {
        wire.handshake().in(2000, "PA", 1001, 1, 500).out(3000, "PA", 1, 1501, 300);

        assertEquals(1000, counters().holeBytes);
    }

    @Test
    void aSegmentThatWasLostBeforeTheTapIsNoHoleIfItIsSentAgain() {
        wire.handshake();
        request().out(3000, "A", 1, 101, 1000).out(3010, "PA", 2001, 101, 500);
        assertEquals(0, counters().holes);
        wire.out(4000, "A", 1001, 101, 1000).in(5000, "A", 101, 2501, 0);

        assertEquals(0, counters().holes);
    }

    @Test
    void aSegmentThatIsAcknowledgedAndNeverSeenIsAHole() {
        wire.handshake();
        request().out(3000, "A", 1, 101, 1000).out(3010, "PA", 2001, 101, 500);
        wire.in(5000, "A", 101, 2501, 0);

        assertEquals(1, counters().holes);
        assertEquals(1000, counters().holeBytes);
    }

    @Test
    void connectionsThatBeganBeforeTheCaptureSaySo() {
        wire.in(0, "PA", 1, 1, 100).out(1000, "PA", 1, 101, 300).in(2000, "PA", 101, 301, 100);
        wire.in(3000, "R", 201, 0, 0);

        assertNotes(
                "N holes=0/0 host=-1 remote=-1 mid [MSS]",
                "E holes=0/0 host=-1 remote=-1 mid [MSS]");
    }

    @Test
    void connectionsWithoutSynAreLeftAloneIfItIsRequired() {
        TestWire strict =
                new TestWire(
                        TracerSettings.builder(PortRules.everyServer()).requireSyn(true).build());
        strict.in(0, "PA", 1, 1, 9).out(10, "PA", 1, 10, 9).in(20, "PA", 10, 10, 9);
        strict.in(30, "R", 19, 0, 0);

        assertEquals("", strict.end());
        assertEquals(3, strict.tracer.counters().refusedSegments);
        assertEquals(0, strict.tracer.counters().tracedFlows);
    }

    // ---- One direction ----

    /** A pure ACK of the request is the first that is seen of it; the SYN was not captured. */
    @Test
    void whatTheHostSentTellsWhatItReceived() {
        wire.out(0, "SA", 0, 1, 0).out(2000, "A", 1, 101, 0).out(3000, "PA", 1, 101, 500);
        wire.out(5000, "A", 501, 301, 0).out(6000, "PA", 501, 301, 700);
        wire.out(7000, "FA", 1201, 302, 0);

        String records = wire.end();
        assertTrue(
                records.contains(
                        "sent=500 total=3000 mrtt=4294967295 retrans=0 seq=1 service=1000"
                                + " upload=0 recv=100 "),
                records);
        assertTrue(records.contains("sent=700 "), records);
        assertTrue(records.contains("E ") && records.contains("seq=2 sent=1201 "), records);
        assertEquals(1, counters().oneWayFlows);
    }

    @Test
    void whatTheHostReceivedTellsWhatItSent() {
        wire.in(0, "S", 0, 0, 0).in(1000, "A", 1, 1, 0);
        request().in(4000, "A", 101, 501, 0).in(5000, "PA", 101, 501, 200);
        wire.in(7000, "A", 301, 1201, 0).in(8000, "FA", 301, 1201, 0);
        wire.in(9000, "A", 302, 1202, 0);

        String records = wire.end();
        assertTrue(
                records.contains(
                        "sent=500 total=2000 mrtt=4294967295 retrans=0 seq=1 service=2000"
                                + " upload=0 recv=100 "),
                records);
        assertTrue(records.contains("seq=2 sent=1201 unacked=0 recv=301 "), records);
        assertEquals(1, counters().oneWayFlows);
    }

    /** The host's window is not known, so nothing is beyond it. */
    @Test
    void uploadsGoOnPastTheFirstWindow() {
        wire.in(0, "S", 0, 0, 0).in(1000, "A", 1, 1, 0);
        for (int i = 0; i < 100; i++) {
            wire.in(2000 + 100 * i, "A", 1 + 1000 * i, 1, 1000);
        }
        wire.in(50_000, "A", 100_001, 501, 0).in(60_000, "R", 100_001, 0, 0);

        String records = wire.end();
        assertTrue(records.contains("recv=100000 "), records);
    }

    @Test
    void aSingleByteThatIsFollowedByMoreWasNoFin() {
        wire.handshake().out(2000, "A", 1, 2, 0); // 1:2, not captured
        wire.out(3000, "A", 1, 102, 0).out(4000, "PA", 1, 102, 500);
        wire.in(5000, "A", 102, 501, 0).in(6000, "R", 102, 0, 0);

        String records = wire.end();
        assertTrue(records.contains("recv=101 "), records);
    }

    @Test
    void framesThatWereCutShortAreCounted() {
        wire.handshake();
        wire.tracer.onFrame(
                TestWire.BASE_NS, 0, TestFrame.LINK_TYPE, ByteBuffer.allocate(9), 0, 9, 60);

        assertEquals(1, counters().truncatedFrames);
    }

    /** 100 bytes at 2000 us. */
    private TestWire request() {
        return wire.in(2000, "PA", 1, 1, 100);
    }

    private TracerCounters counters() {
        return wire.tracer.counters();
    }

    private void assertNotes(String... notes) {
        wire.end();
        assertEquals(List.of(notes), wire.records.notes());
    }
}
