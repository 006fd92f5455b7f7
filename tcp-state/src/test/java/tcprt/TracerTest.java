package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcprt.flow.PortRules;
import tcprt.wire.Defect;

/** What a tracer makes of whole connections; expected values are worked by hand. */
class TracerTest {
    private static final long SECOND = 1_000_000;

    private final TestWire wire = TestWire.local();

    // ---- One ordinary connection ----

    @Test
    void anOrdinaryConnectionGivesItsTaskAndItsEnd() {
        wire.handshake().in(2000, "PA", 1, 1, 100).in(2300, "PA", 101, 1, 50);
        wire.out(2350, "A", 1, 151, 0).out(4350, "PA", 1, 151, 1000);
        wire.in(14_850, "A", 151, 1001, 0).in(20_000, "FA", 151, 1001, 0);
        wire.out(20_010, "FA", 1001, 152, 0).in(30_000, "A", 152, 1002, 0);

        // T0 2000, T1 2300, T2 4350, T3 14850; round trips 1000, 10500 and 9990:
        // srtt 8000 -> 17500 -> 25303, / 8 = 3162.
        assertEquals(
                "R 1700000000.002000000 a000002:40000 a000001:80 sent=1000 total=12850 mrtt=1000"
                        + " retrans=0 seq=1 service=2050 upload=300 recv=150 reorder=0 mss=1460"
                        + " srtt=3162; E 1700000000.002000000 a000002:40000 a000001:80 seq=1"
                        + " sent=1001 unacked=0 recv=151 retrans=0 mrtt=1000",
                wire.end());
        assertEquals(0, wire.tracer.counters().openFlows);
        assertEquals(2, wire.tracer.counters().records);
        assertEquals(11, wire.tracer.counters().tracedSegments);
    }

    @Test
    void anOpenConnectionHasNoRecordAndIsCounted() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);

        assertEquals("", wire.end());
        assertEquals(1, wire.tracer.counters().openFlows);
        assertEquals(1, wire.tracer.counters().tracedFlows);
    }

    @Test
    void onLoopbackBothEndsOfAConnectionAreTraced() {
        // g30
        TestWire loopback =
                new TestWire(
                        TracerSettings.of(
                                PortRules.builder().addLocalPort(80).addPeerPort(80).build()));
        loopback.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        loopback.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        String records = loopback.end();
        assertTrue(records.contains("R 1700000000.002000000 a000002:40000 a000001:80"), records);
        assertTrue(records.contains("P 1700000000.002000000 a000001:80 a000002:40000"), records);
        assertEquals(2, loopback.tracer.counters().tracedFlows);
    }

    // ---- How connections begin ----

    @Test
    void withoutItsSynTheConnectionIsTracedFromTheSynAck() {
        wire.out(0, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0);
        wire.in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 mrtt=1000 ", "recv=100 ");
        assertEquals(0, wire.tracer.counters().midStreamFlows);
    }

    @Test
    void withoutItsSynThePeersWindowScaleIsUnknownAndBoundsNothing() {
        // Windows of 300 are really 300 << something; the MSS must not follow them.
        wire.server.windowScale = 7;
        wire.out(0, "SA", 0, 1, 0);
        wire.server.windowScale = -1;
        wire.client.window = 300;
        wire.in(1000, "A", 1, 1, 0).in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "mss=1460 ");
    }

    @Test
    void withoutItsSynAckTheConnectionIsTracedFromTheAck() {
        wire.in(0, "S", 0, 0, 0).in(1000, "A", 1, 1, 0);
        wire.in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "recv=100 ", "mss=1460 ");
        assertEquals(0, wire.tracer.counters().midStreamFlows);
    }

    @Test
    void aChallengeAckBeforeTheSynAckOpensNothing() {
        // RFC 5961 4.2: the old connection of this 4-tuple was not captured; its server answers a
        // SYN with an ACK of its own numbers, is reset, and then accepts.
        wire.in(0, "S", 0, 0, 0).out(10, "A", 700_000_000, 900_000_000, 0);
        wire.in(20, "R", 900_000_000, 0, 0);
        wire.in(1_000_000, "S", 0, 0, 0).out(1_000_010, "SA", 0, 1, 0);
        wire.in(1_001_000, "A", 1, 1, 0).in(1_002_000, "PA", 1, 1, 100);
        wire.out(1_003_000, "PA", 1, 101, 500).in(1_004_000, "A", 101, 501, 0);
        wire.in(1_005_000, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "recv=100 ");
    }

    @Test
    void timestampsAndScalesCountOnlyIfBothEndsOfferThem() {
        wire.client.timestamps = true;
        wire.client.windowScale = 7;
        wire.in(0, "S", 0, 0, 0);
        wire.client.timestamps = false;
        wire.client.windowScale = -1;
        wire.out(0, "SA", 0, 1, 0);
        wire.client.window = 600; // not scaled: half of it bounds the MSS
        wire.in(1000, "A", 1, 1, 0).in(2000, "PA", 1, 1, 100).in(2100, "R", 101, 0, 0);

        assertContains(wire, "mss=300");
    }

    @Test
    void aServersOfferThatTheClientDidNotMakeIsIgnored() {
        wire.in(0, "S", 0, 0, 0);
        wire.server.timestamps = true;
        wire.server.windowScale = 7;
        wire.out(0, "SA", 0, 1, 0);
        wire.server.timestamps = false;
        wire.server.windowScale = -1;
        wire.in(1000, "A", 1, 1, 0).in(2000, "PA", 1, 1, 100).in(2100, "R", 101, 0, 0);

        assertContains(wire, "mss=1460");
    }

    @Test
    void dataOfAnAcceptedSynIsInTheFirstTask() {
        // g17, accepted: the request came with the SYN.
        wire.in(0, "S", 0, 0, 100).out(20, "SA", 0, 101, 0).in(1000, "A", 101, 1, 0);
        wire.in(2000, "PA", 101, 1, 50).out(3000, "PA", 1, 151, 500);
        wire.in(4000, "A", 151, 501, 0).in(5000, "R", 151, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "recv=150 reorder=0 ", "unacked=0 recv=150 ");
    }

    @Test
    void dataOfARefusedSynIsNot() {
        wire.in(0, "S", 0, 0, 100).out(20, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0);
        wire.in(2000, "PA", 1, 1, 150).out(3000, "PA", 1, 151, 500);
        wire.in(4000, "A", 151, 501, 0).in(5000, "R", 151, 0, 0);

        assertContains(wire, "recv=150 reorder=0 ", "unacked=0 recv=150 ");
    }

    @Test
    void endsThatOpenAtTheSameTimeAreOneConnection() {
        // RFC 9293 figure 8; the server's options are in its SYN.
        wire.in(0, "S", 0, 0, 0).out(10, "S", 0, 0, 0);
        wire.out(20, "SA", 0, 1, 0).in(1000, "SA", 0, 1, 0);
        wire.in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "recv=100 ", "E ");
        assertEquals(1, wire.tracer.counters().tracedFlows);
    }

    @Test
    void aConnectionThatWasRefusedLeavesNothing() {
        wire.in(0, "S", 0, 0, 0).out(10, "RA", 0, 1, 0);
        wire.clientPort(40001).in(20, "S", 0, 0, 0).out(30, "SA", 0, 1, 0);
        wire.in(40, "R", 1, 0, 0);

        assertEquals("", wire.end());
        assertEquals(0, wire.tracer.counters().openFlows);
    }

    @Test
    void synAndSynAckRetransmissionsCountInTheEndOnly() {
        wire.in(0, "S", 0, 0, 0).in(SECOND, "S", 0, 0, 0);
        wire.out(SECOND + 10, "SA", 0, 1, 0).out(2 * SECOND, "SA", 0, 1, 0);
        wire.in(2 * SECOND + 100, "A", 1, 1, 0).in(2 * SECOND + 200, "PA", 1, 1, 100);
        wire.out(2 * SECOND + 300, "PA", 1, 101, 500).in(2 * SECOND + 400, "A", 101, 501, 0);
        wire.in(2 * SECOND + 500, "R", 101, 0, 0);

        // No handshake sample: the SYN-ACK was sent twice and there are no timestamps.
        assertContains(wire, "mrtt=100 retrans=0 seq=1 ", "recv=100 retrans=1 mrtt=100");
    }

    @Test
    void aClientsSynRetransmissionsCountInItsEnd() {
        TestWire peer = TestWire.peer();
        peer.in(0, "S", 0, 0, 0).in(SECOND, "S", 0, 0, 0).in(3 * SECOND, "S", 0, 0, 0);
        peer.out(4 * SECOND, "SA", 0, 1, 0).in(4 * SECOND + 9, "A", 1, 1, 0);
        peer.in(4 * SECOND + 20, "PA", 1, 1, 100).out(4 * SECOND + 220, "PA", 1, 101, 500);
        peer.out(5 * SECOND, "R", 501, 0, 0);

        assertContains(peer, "mrtt=200 retrans=0 seq=1 ", "retrans=2 mrtt=200");
    }

    @Test
    void midStreamTheFirstTaskIsTheOneAfterAnAnswer() {
        wire.in(0, "PA", 1, 1, 100).out(1000, "PA", 1, 101, 500);
        wire.in(2000, "PA", 101, 501, 70).out(3000, "PA", 501, 171, 600);
        wire.in(4000, "A", 171, 1101, 0).in(5000, "R", 171, 0, 0);

        assertContains(wire, "sent=599 total=2000 ", "seq=1 ", "recv=70 ", "E ");
        assertEquals(1, wire.tracer.counters().midStreamFlows);
    }

    @Test
    void midStreamAPeersFirstTaskIsTheOneAfterAnAnswer() {
        TestWire peer = TestWire.peer();
        peer.out(0, "PA", 1, 1, 300).in(1000, "PA", 1, 301, 100);
        peer.out(2000, "PA", 301, 101, 500).in(3000, "PA", 101, 801, 100);

        assertContains(peer, "P 1700000000.001000000 ", "sent=100 total=1000 ", "recv=500 ");
    }

    @Test
    void aConnectionSeenByItsAcksOnlyIsNotTraced() {
        wire.in(0, "A", 1, 1, 0).out(10, "A", 1, 1, 0).in(20, "FA", 1, 1, 0).in(30, "R", 2, 0, 0);

        assertEquals("", wire.end());
        assertEquals(0, wire.tracer.counters().tracedFlows);
    }

    @Test
    void aTupleThatIsUsedAgainGivesTheEndOfBoth() {
        for (int use = 0; use < 3; use++) {
            wire.clientIsn += 100_000;
            wire.serverIsn += 200_000;
            long at = use * 2000L;
            wire.in(at, "S", 0, 0, 0).out(at, "SA", 0, 1, 0).in(at + 100, "A", 1, 1, 0);
            wire.in(at + 200, "PA", 1, 1, 100).out(at + 300, "FPA", 1, 101, 500);
            wire.in(at + 400, "A", 101, 502, 0); // close or shutdown: undecided
        }

        String records = wire.end();
        assertEquals(3, records.split("E ", -1).length - 1, records);
        assertEquals(3, records.split("sent=500 total=200 ", -1).length - 1, records);
    }

    @Test
    void aStraySynDoesNotEndALivingConnection() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(3500, "S", 77_777, 0, 0).out(3510, "A", 501, 101, 0);
        wire.in(4000, "A", 101, 501, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "E ");
    }

    // ---- Sequence space ----

    @ParameterizedTest
    @CsvSource({
        // bytes sent again, segments that counts as with an MSS of 1460
        "1, 1",
        "1460, 1",
        "1461, 2",
        "4380, 3",
        "4381, 4",
    })
    void retransmissionsCountInSegments(int bytes, int segments) {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 5000);
        wire.out(300_000, "A", 1, 101, bytes).in(301_000, "A", 101, 5001, 0);
        wire.in(302_000, "R", 101, 0, 0);

        assertContains(wire, "sent=4999 ", "retrans=" + segments + " seq=1 ");
    }

    @Test
    void aRetransmissionCountsThoughItsAckWasSeen() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).out(4001, "PA", 1, 101, 500).in(5000, "R", 101, 0, 0);

        assertContains(wire, "retrans=1 seq=1 ");
    }

    @Test
    void oneByteSentAgainAtOnceIsARetransmissionAndNoKeepAlive() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 1);
        wire.in(4000, "A", 101, 2, 0).out(4001, "PA", 1, 101, 1).in(5000, "PA", 101, 2, 9);

        assertContains(wire, "sent=1 ", "retrans=1 seq=1 ");
    }

    @Test
    void aFinSentAgainCountsOnceAndAddsNoByte() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).out(5000, "FA", 501, 101, 0);
        wire.out(205_000, "FA", 501, 101, 0).in(206_000, "FA", 101, 502, 0);
        wire.out(206_010, "A", 502, 102, 0);

        assertContains(wire, "sent=500 ", "retrans=1 seq=1 ", "sent=501 unacked=0 recv=101 ");
    }

    @Test
    void keepAlivesCountNothing() {
        // One garbage byte, as some systems send, and none, as Linux does.
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0);
        wire.out(9 * SECOND, "A", 500, 101, 1).in(9 * SECOND + 1000, "A", 101, 501, 0);
        wire.out(18 * SECOND, "A", 500, 101, 0).in(18 * SECOND + 1000, "A", 101, 501, 0);
        wire.in(27 * SECOND, "A", 100, 501, 1).out(27 * SECOND + 9, "A", 501, 101, 0);
        wire.in(28 * SECOND, "R", 101, 0, 0);

        assertContains(wire, "sent=499 total=2000 ", "retrans=0 seq=1 ", "recv=100 ");
    }

    @Test
    void dataOfAClosedWindowIsDroppedAtTheServer() {
        // g26
        wire.handshake().in(2000, "A", 1, 1, 1000);
        wire.server.window = 0;
        wire.out(2100, "A", 1, 1001, 0);
        wire.in(400_000, "A", 1001, 1, 1).out(400_010, "A", 1, 1001, 0);
        wire.server.window = 65535;
        wire.out(500_000, "A", 1, 1001, 0);
        wire.in(501_000, "PA", 1001, 1, 500).out(502_000, "PA", 1, 1501, 100);
        wire.in(503_000, "A", 1501, 101, 0).in(504_000, "R", 1501, 0, 0);

        assertContains(wire, "service=1000 upload=499000 recv=1500 ");
    }

    @Test
    void dataOfAClosedWindowIsDroppedAtTheClientAsWell() {
        TestWire peer = TestWire.peer();
        peer.handshake().in(2000, "PA", 1, 1, 100).out(3000, "A", 1, 101, 1000);
        peer.client.window = 0;
        peer.in(3100, "A", 101, 1001, 0);
        // A probe with a byte of data; the client does not take it and says so.
        peer.out(400_000, "A", 1001, 101, 1).in(400_010, "A", 101, 1001, 0);
        peer.out(700_000, "R", 1001, 0, 0);

        assertContains(peer, "total=1000 ", "receive=0 recv=1000 ");
    }

    @Test
    void whatTheCaptureMissedOfTheResponseIsCountedWhenItIsAcknowledged() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "A", 1, 101, 1000);
        wire.in(4000, "A", 101, 3001, 0).in(5000, "R", 101, 0, 0);

        assertContains(wire, "sent=2999 total=2000 ");
        assertEquals(1, wire.tracer.counters().holes);
        assertEquals(2000, wire.tracer.counters().holeBytes);
    }

    @Test
    void whatTheCaptureMissedOfTheRequestIsCountedWhenTheHostAcknowledgesIt() {
        wire.handshake().in(2000, "A", 1, 1, 100).out(2010, "A", 1, 1101, 0);
        wire.in(2500, "PA", 1101, 1, 50).out(3000, "PA", 1, 1151, 500);
        wire.in(4000, "A", 1151, 501, 0).in(5000, "R", 1151, 0, 0);

        assertContains(wire, "upload=500 recv=1150 ");
        assertEquals(1, wire.tracer.counters().holes);
        assertEquals(1000, wire.tracer.counters().holeBytes);
    }

    @Test
    void aResponseOfOneByteThatTheCaptureMissedIsNoFin() {
        wire.handshake().in(2000, "PA", 1, 1, 100).in(4000, "A", 101, 2, 0);
        wire.in(5000, "PA", 101, 2, 50).out(6000, "PA", 2, 151, 500);
        wire.in(7000, "A", 151, 502, 0).in(8000, "FA", 151, 502, 0);
        wire.out(8010, "FA", 502, 152, 0).in(9000, "A", 152, 503, 0);

        assertContains(wire, "seq=2 sent=502 unacked=0 recv=151 ");
    }

    @Test
    void rangesBeyondAHoleOfTheCaptureAreNotReordered() {
        // 101 to 201 is missing from the capture only: the host acknowledges all at once.
        wire.handshake().in(2000, "A", 1, 1, 100).out(2010, "A", 1, 101, 0);
        wire.in(2100, "PA", 201, 1, 100).out(2110, "A", 1, 301, 0);
        wire.out(3000, "PA", 1, 301, 500).in(4000, "A", 301, 501, 0).in(5000, "R", 301, 0, 0);

        assertContains(wire, "recv=300 reorder=0 ");
    }

    @Test
    void rangesBeyondAGapThatTheHostReportedAreReordered() {
        // The host says that 101 is missing; what fills the gap is not in the capture.
        wire.handshake().in(2000, "A", 1, 1, 100).out(2010, "A", 1, 101, 0);
        wire.in(2100, "PA", 201, 1, 100).out(2110, "A", 1, 101, 0);
        wire.out(2900, "A", 1, 301, 0);
        wire.out(3000, "PA", 1, 301, 500).in(4000, "A", 301, 501, 0).in(5000, "R", 301, 0, 0);

        assertContains(wire, "recv=300 reorder=1 ");
    }

    @Test
    void aWindowUpdateThatOnlyWidensTheWindowCounts() {
        wire.client.window = 1000;
        wire.handshake().in(2000, "PA", 1, 1, 100).out(2010, "A", 1, 101, 0);
        wire.in(2500, "A", 101, 1, 0);
        wire.client.window = 65535;
        wire.in(2600, "A", 101, 1, 0);
        wire.out(3000, "PA", 1, 101, 500).in(4000, "R", 101, 0, 0);

        assertContains(wire, "mss=1460;");
    }

    // ---- How connections end ----

    @Test
    void aResetBehindWhatWaitsOutOfOrderIsObeyed() {
        // tcp_reset: the client's next number, though the host misses data before it.
        wire.handshake().in(2000, "A", 1, 1, 100).out(2010, "A", 1, 101, 0);
        wire.in(2100, "PA", 201, 1, 100).out(2110, "A", 1, 101, 0).in(2200, "R", 301, 0, 0);

        assertContains(wire, "N ", "recv=100 ");
    }

    @Test
    void aResetWithTheNumberOfTheOtherEndsFinIsObeyed() {
        // tcp_reset_check
        wire.handshake().in(2000, "PA", 1, 1, 100).in(2100, "FA", 101, 1, 0);
        wire.out(2110, "A", 1, 102, 0).in(2200, "R", 101, 0, 0);

        assertContains(wire, "N ", "recv=101 ");
    }

    @Test
    void theEndIsWrittenThoughTheCaptureMissedTheLastAck() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "FA", 101, 501, 0);
        wire.out(5010, "FA", 501, 102, 0).quietUntil(10 * SECOND);

        assertContains(wire, "sent=500 total=2000 ", "sent=501 unacked=0 recv=101 ");
    }

    @Test
    void theEndIsWrittenThoughTheCaptureMissedTheOtherEndsFin() {
        // The server closed first; that the client did too shows in the server's last ACK only.
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "FPA", 1, 101, 500);
        wire.in(4000, "A", 101, 502, 0).out(5000, "A", 502, 102, 0).quietUntil(10 * SECOND);

        assertContains(wire, "sent=500 total=2000 ", "sent=501 unacked=0 recv=100 ");
    }

    @Test
    void afterAShutdownTheEndIsWrittenThoughTheCaptureMissedTheOtherEndsFin() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "FPA", 1, 101, 500);
        wire.in(4000, "A", 101, 502, 0).in(5000, "PA", 101, 502, 20).out(5010, "A", 502, 121, 0);
        wire.out(6000, "A", 502, 122, 0);

        assertContains(wire, "sent=501 unacked=0 recv=121 ");
    }

    @Test
    void anAckOfUnseenDataAfterTheFinMeansShutdown() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "FPA", 1, 101, 500);
        wire.in(4000, "A", 101, 502, 0).out(5000, "A", 502, 201, 0);
        wire.in(6000, "FA", 201, 502, 0).out(6010, "A", 502, 202, 0);

        assertContains(wire, "sent=501 unacked=0 recv=201 ");
    }

    @Test
    void theEndIsWrittenThoughTheCaptureMissedTheHostsFin() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).in(5000, "FA", 101, 501, 0);
        wire.in(6000, "A", 102, 502, 0).quietUntil(10 * SECOND);

        assertContains(wire, "sent=500 total=2000 ", "sent=501 unacked=0 recv=101 ");
    }

    @Test
    void serversAndClientsThatCloseAtOnceAreReleasedByTheLastAck() {
        // g27
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(4000, "A", 101, 501, 0).out(5000, "FA", 501, 101, 0).in(5001, "FA", 101, 501, 0);
        wire.out(5010, "A", 502, 102, 0).in(6000, "A", 102, 502, 0);

        assertContains(wire, "sent=500 total=2000 ", "sent=501 unacked=0 recv=101 ");
    }

    // ---- Order of data and ACK in one segment (FINDINGS 4) ----

    @Test
    void thePredictedSegmentsDataGoesBeforeItsAck() {
        // g02: the ACK of 500 us comes with the next request. Data first: not in task 1's min RTT.
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(3500, "PA", 101, 501, 100).out(3600, "A", 501, 201, 0);

        assertContains(wire, "total=1500 mrtt=1000 ");
    }

    @Test
    void aChangedWindowTakesTheSlowPath() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.client.window = 65000;
        wire.in(3500, "PA", 101, 501, 100).out(3600, "A", 501, 201, 0);

        assertContains(wire, "total=1500 mrtt=500 ");
    }

    @Test
    void aGapTakesTheSlowPath() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(3300, "PA", 201, 1, 100).out(3310, "A", 501, 101, 0);
        wire.in(3500, "PA", 101, 501, 100).out(3600, "A", 501, 301, 0);

        assertContains(wire, "total=1500 mrtt=500 ");
    }

    @Test
    void dataWithAFinTakesTheSlowPath() {
        wire.handshake().in(2000, "PA", 1, 1, 100).out(3000, "PA", 1, 101, 500);
        wire.in(3500, "FPA", 101, 501, 100).out(3600, "A", 501, 202, 0);

        assertContains(wire, "total=1500 mrtt=500 ");
    }

    // ---- Settings and counters ----

    @Test
    void onlyTheHostsOwnAddressesAreTraced() {
        PortRules rules = PortRules.builder().addLocalPort(80).build();
        for (byte last = 1; last <= 2; last++) {
            TestWire one =
                    new TestWire(
                            TracerSettings.builder(rules)
                                    .localAddresses(List.of(new byte[] {10, 0, 0, last}))
                                    .build());
            one.handshake().in(2000, "PA", 1, 1, 100).in(3000, "R", 101, 0, 0);
            assertEquals(last == 1, one.end().contains("N "));
        }
    }

    @Test
    void everyServerIsTracedAndMidStreamTheLowerPort() {
        TestWire every = new TestWire(TracerSettings.of(PortRules.everyServer()));
        every.client.destinationPort = 50_000;
        every.server.sourcePort = 50_000;
        every.handshake().in(2000, "PA", 1, 1, 100).in(3000, "R", 101, 0, 0);
        assertContains(every, "a000002:40000 a000001:50000 ");

        TestWire midStream = new TestWire(TracerSettings.of(PortRules.everyServer()));
        midStream.out(0, "PA", 1, 1, 9).in(10, "PA", 1, 10, 9).in(20, "R", 10, 0, 0);
        assertContains(midStream, "N ", "a000002:40000 a000001:80 ");
    }

    @Test
    void timeThatWentBackwardsIsCountedAndHarmless() {
        wire.handshake().in(5000, "PA", 1, 1, 100).out(4000, "PA", 1, 101, 500);
        wire.in(3000, "A", 101, 501, 0).in(2000, "R", 101, 0, 0);

        // The host's own order rules: nothing happens before what happened before it.
        assertContains(wire, "total=0 ", "service=0 ");
        assertEquals(3, wire.tracer.counters().timeWentBackwards);
    }

    @Test
    void aFrameThatIsNotUsableIsCountedWithItsNumberAndTime() {
        wire.handshake();
        ByteBuffer cut = ByteBuffer.wrap(new byte[] {0x45, 0, 0});
        wire.tracer.onFrame(77, 0, TestFrame.LINK_TYPE, cut, 0, 3, 60);
        wire.tracer.onFrame(88, 0, TestFrame.LINK_TYPE, cut, 0, 3, 60);

        TracerCounters counters = wire.tracer.counters();
        assertEquals(2, counters.defects(Defect.IPV4_HEADER_TRUNCATED));
        assertEquals(4, counters.firstFrame(Defect.IPV4_HEADER_TRUNCATED));
        assertEquals(77, counters.firstTimeNs(Defect.IPV4_HEADER_TRUNCATED));
        assertEquals(5, counters.frames);
        assertEquals(3, counters.tcpSegments);
    }

    @Test
    void countersOfShardsAddUp() {
        TracerCounters sum = new TracerCounters();
        wire.handshake();
        wire.tracer.onFrame(77, 0, 9999, ByteBuffer.allocate(9), 0, 9, 9);
        TestWire other = TestWire.local();
        other.tracer.onFrame(55, 0, 9999, ByteBuffer.allocate(9), 0, 9, 9);
        sum.add(wire.tracer.counters());
        sum.add(other.tracer.counters());

        assertEquals(5, sum.frames);
        assertEquals(3, sum.tracedSegments);
        assertEquals(1, sum.openFlows);
        assertEquals(2, sum.defects(Defect.LINK_TYPE_UNKNOWN));
        assertEquals(55, sum.firstTimeNs(Defect.LINK_TYPE_UNKNOWN));
        assertEquals(1, sum.firstFrame(Defect.LINK_TYPE_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        // hz, connections, segments, undecided ns, MSS, what the message names
        "100, 1, 1, 0, 536, hz",
        "1000, 0, 1, 0, 536, connectionLimit",
        "1000, 1, 0, 0, 536, segmentLimit",
        "1000, 1, 1, -1, 536, undecidedCloseNs",
        "1000, 1, 1, 0, 0, defaultMssBytes",
        "1000, 1, 1, 0, 65536, defaultMssBytes",
    })
    void settingsThatCannotWorkAreRefused(
            int hz, int connections, int segments, long undecidedNs, int mss, String named) {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                TracerSettings.builder(PortRules.everyServer())
                                        .release(TracerSettings.Release.CLOSE)
                                        .hz(hz)
                                        .connectionLimit(connections)
                                        .segmentLimit(segments)
                                        .undecidedCloseNs(undecidedNs)
                                        .defaultMssBytes(mss)
                                        .build());
        assertTrue(String.valueOf(refused.getMessage()).startsWith(named + " is "));
    }

    private static void assertContains(TestWire wire, String... parts) {
        String records = wire.end();
        for (String part : parts) {
            assertTrue(records.contains(part), part + "is not in " + records);
        }
    }
}
