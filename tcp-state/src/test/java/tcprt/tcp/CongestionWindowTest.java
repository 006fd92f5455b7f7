package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses one after the other on a connection with a round trip of 30 us. Without losses, the
 * windows are those of a Linux server with cubic and 1448-byte segments; with losses, they follow
 * from RFC 9438 with 717/1024 for beta.
 */
class CongestionWindowTest {
    private static final int MSS = 1448;
    private static final long RTT_NS = 30_000;
    private static final long MS = 1_000_000;

    private final SentSegments sent = new SentSegments(new EntryBudget(100_000), true);
    private final CongestionWindow window = new CongestionWindow(1000);
    private int sndUna;
    private int sndNxt;
    private long timeNs = 1000 * MS;

    @ParameterizedTest
    @ValueSource(ints = {500, 7000})
    void aResponseOfAtMostFiveSegmentsNeverMovesIt(int bytes) {
        for (int i = 0; i < 30; i++) {
            assertEquals(10, afterResponse(bytes));
        }
    }

    @Test
    void tenSegmentsDoubleItOnceAndAreThenTooFewToGrow() {
        for (int i = 0; i < 30; i++) {
            assertEquals(20, afterResponse(10 * MSS));
        }
    }

    @Test
    void everySegmentCountsAsLongAsHalfTheWindowIsUsed() {
        assertEquals(38, afterResponse(40_000)); // 28 segments
        assertEquals(66, afterResponse(40_000));
        assertEquals(66, afterResponse(40_000)); // 2 * 28 is less than 66
    }

    @Test
    void aLossThatWasReportedTakesThreeTenths() {
        afterResponse(10 * MSS);
        send(10 * MSS);
        timeNs += RTT_NS;
        Segment report = segment(sndUna, 0);
        report.sackCount = 1;
        report.sackStart[0] = sndUna + MSS;
        report.sackEnd[0] = sndNxt;
        acknowledge(report);
        retransmitFirst();
        assertEquals(14, window.segments()); // 20 * 717 / 1024
    }

    @Test
    void theRetransmissionTimerLeavesOneSegment() {
        afterResponse(500);
        send(3 * MSS);
        timeNs += 201 * MS;
        retransmitFirst();
        assertEquals(1, window.segments());
    }

    @Test
    void itHalvesForEachTimeoutWithoutDataButNotBelowTen() {
        afterResponse(40_000);
        afterResponse(40_000);
        timeNs += 300 * MS; // one timeout of 201 ticks has passed, not two
        assertEquals(33, afterResponse(500));
        timeNs += 1000 * MS;
        assertEquals(10, afterResponse(500)); // 33, 16, 10
    }

    @Test
    void aHandshakeThatTimedOutBeginsWithOne() {
        window.onHandshakeTimeouts();
        assertEquals(1, window.segments());
    }

    /** Sends as the window allows, and acknowledges after each flight. */
    private long afterResponse(int bytes) {
        int left = bytes;
        while (left > 0) {
            int flight = Math.min(left, (int) window.segments() * MSS);
            send(flight);
            left -= flight;
            timeNs += RTT_NS;
            sndUna = sndNxt;
            acknowledge(segment(0, 0));
        }
        return window.segments();
    }

    private void send(int bytes) {
        for (int left = bytes; left > 0; left -= MSS) {
            int end = sndNxt + Math.min(left, MSS);
            sent.add(sndNxt, end, timeNs);
            sndNxt = end;
            window.onSent(1, sndUna, sndNxt, timeNs);
        }
    }

    private void acknowledge(Segment ack) {
        sent.onAck(ack, sndUna, MSS, timeNs);
        window.onAck(ack, sent, sent.acked, sndUna, sndNxt, RTT_NS / 1000, timeNs);
    }

    private void retransmitFirst() {
        window.onRetransmitted(segment(sndUna, MSS), 1, sndUna, sndNxt, timeNs);
    }

    private static Segment segment(int seq, int length) {
        Segment segment = new Segment();
        segment.seq = seq;
        segment.payloadLength = length;
        return segment;
    }
}
