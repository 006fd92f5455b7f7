package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every line of the walk in tcp_clean_rtx_queue and tcp_sacktag_one, by hand. */
class SentSegmentsTest {
    private static final int MSS = 1000;

    private final SentSegments sent = new SentSegments(new EntryBudget(100_000), false);

    @Test
    void theFirstAndTheLastAcknowledgedSegmentAreMeasured() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);
        sent.add(200, 300, 30);
        sent.add(300, 400, 40);

        assertEquals("ack 90, control 70, acked", ack(100, 300));
        assertEquals("ack 60, control 60, acked", ack(100, 400));
    }

    @Test
    void whatWasNeverSeenIsToldWhenItIsAcknowledged() {
        sent.add(0, 100, 10);
        sent.addUnseen(100, 400);
        sent.add(400, 500, 20);
        sent.addUnseen(500, 600);
        sent.markRetransmitted(200, 300);

        assertEquals("acked", ack(100, 450).replaceFirst(".*(acked)$", "$1"));
        assertEquals(200, sent.unseenBytes);
        ack(110, 600);
        assertEquals(100, sent.unseenBytes);
        ack(120, 600);
        assertEquals(0, sent.unseenBytes);
    }

    @Test
    void anAckThatTakesNothingMeasuresNothing() {
        sent.add(0, 100, 10);

        assertEquals("none", ack(100, 0));
        assertEquals("none", ack(100, -5));
        assertEquals("ack 100, control 100, acked", ack(110, 100));
        assertEquals("none", ack(120, 100));
    }

    @Test
    void aSingleSegmentCoveredInPartDoesNotCountAndStopsTheWalk() {
        sent.add(0, 500, 10);
        sent.add(500, 1500, 20);

        assertEquals("none", ack(100, 300));
        assertEquals("ack 90, control 90, acked", ack(100, 1499));
        assertEquals("ack 100, control 100, acked", ack(120, 1500));
    }

    /** tcp_tso_acked: it counts if fewer segments are left of it than before. */
    @ParameterizedTest
    @CsvSource({
        // bytes sent at once, bytes acknowledged, whether it counts
        "3000, 1000, true",
        "3000, 2000, true",
        "3000, 2999, true",
        "3000, 999, false", // 2001 bytes are three segments, as before
        "2500, 500, true", // 2000 bytes are two
        "2500, 499, false",
        "1001, 1, true",
        "1000, 999, false", // was a single segment
    })
    void anOffloadedSegmentCountsWhenFewerSegmentsAreLeftOfIt(
            int sentBytes, int ackedBytes, boolean counts) {
        sent.add(0, sentBytes, 10);

        assertEquals(counts ? "ack 90, control 90, acked" : "none", ack(100, ackedBytes));
        assertEquals("ack 190, control 190, acked", ack(200, sentBytes));
    }

    @Test
    void whatIsLeftOfAnOffloadedSegmentKeepsItsSendTime() {
        sent.add(0, 3000, 10);

        assertEquals("ack 90, control 90, acked", ack(100, 1000));
        assertEquals("ack 190, control 190, acked", ack(200, 2000));
        assertEquals("none", ack(250, 2999)); // the last one is a single segment
        assertEquals("ack 290, control 290, acked", ack(300, 3000));
    }

    @Test
    void oneRetransmittedSegmentSpoilsTheWholeAck() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);
        sent.add(200, 300, 30);
        sent.markRetransmitted(100, 200);

        assertEquals("ack 90, control 90, acked", ack(100, 100));
        assertEquals("acked", ack(100, 300));
    }

    @Test
    void aRetransmissionMarksEverySegmentItTouches() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);
        sent.add(200, 300, 30);
        sent.markRetransmitted(150, 201);

        assertEquals("ack 90, control 90, acked", ack(100, 100));
        assertEquals("acked", ack(100, 200));
        assertEquals("acked", ack(100, 300));
    }

    @Test
    void aSackMeasuresWhatItMarksOnce() {
        for (int i = 0; i < 4; i++) {
            sent.add(100 * i, 100 * i + 100, 10 + 10 * i);
        }

        assertEquals("ack 70, control 70", ack(100, 0, 200, 300));
        assertEquals("ack 110, control 110", ack(150, 0, 200, 400));
        assertEquals("none", ack(160, 0, 200, 400));
        // Only what was not SACKed is measured now.
        assertEquals("ack 190, control 180, acked", ack(200, 400));
    }

    @Test
    void aSackOfSeveralSegmentsMeasuresTheFirstAndTheLast() {
        for (int i = 0; i < 4; i++) {
            sent.add(100 * i, 100 * i + 100, 10 + 10 * i);
        }

        assertEquals("ack 80, control 60", ack(100, 0, 100, 400));
    }

    @Test
    void aSegmentSackedInPartIsNotMarked() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);
        sent.add(200, 300, 30);

        assertEquals("ack 80, control 80", ack(100, 0, 50, 250));
        assertEquals("ack 90, control 70, acked", ack(100, 300));
    }

    @Test
    void anAckThatAlsoSacksTakesTheFirstFromTheAckAndTheLastFromTheSack() {
        for (int i = 0; i < 4; i++) {
            sent.add(100 * i, 100 * i + 100, 10 + 10 * i);
        }

        assertEquals("ack 90, control 60, acked", ack(100, 200, 300, 400));
    }

    @Test
    void aSackServesWhereTheAckIsSpoilt() {
        for (int i = 0; i < 4; i++) {
            sent.add(100 * i, 100 * i + 100, 10 + 10 * i);
        }
        sent.markRetransmitted(0, 100);

        assertEquals("ack 70, control 60, acked", ack(100, 100, 200, 400));
    }

    @Test
    void aRetransmittedSegmentIsNotMeasuredByItsSackEither() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);
        sent.markRetransmitted(100, 200);

        assertEquals("none", ack(100, 0, 100, 200));
    }

    @Test
    void aDuplicateSackBelowTheAckIsHarmless() {
        sent.add(0, 100, 10);
        sent.add(100, 200, 20);

        assertEquals("ack 90, control 90, acked", ack(100, 100, 0, 100));
        assertEquals("none", ack(100, 100, 0, 100));
        assertEquals("ack 80, control 80, acked", ack(100, 200));
    }

    @Test
    void whatTheCaptureMissedGivesNoTime() {
        sent.add(0, 100, 10);
        sent.addUnseen(100, 200);
        sent.add(200, 300, 30);

        assertEquals("ack 90, control 90, acked", ack(100, 100));
        assertEquals("acked", ack(100, 200));
        assertEquals("ack 70, control 70, acked", ack(100, 300));
    }

    @Test
    void numbersWrap() {
        int start = -250;
        for (int i = 0; i < 5; i++) {
            sent.add(start + 100 * i, start + 100 * i + 100, 10 + 10 * i);
        }
        sent.markRetransmitted(start + 400, start + 500);

        assertEquals("ack 60, control 60", ack(100, start, start + 300, start + 400));
        assertEquals("ack 90, control 70, acked", ack(100, start + 300));
        assertEquals("acked", ack(100, start + 500));
    }

    /** The ring is full with its head anywhere, and grows. */
    @Test
    void growthKeepsTheOrder() {
        for (int takenFirst = 0; takenFirst <= 4; takenFirst++) {
            SentSegments ring = new SentSegments(new EntryBudget(100_000), false);
            for (int i = 0; i < 4; i++) {
                ring.add(i, i + 1, 1000 + i);
            }
            for (int i = 0; i < takenFirst; i++) {
                assertEquals(
                        "ack %d, control %1$d, acked".formatted(1000 - i), ack(ring, 2000, i + 1));
            }
            for (int i = 4; i < 40; i++) {
                ring.add(i, i + 1, 1000 + i);
            }
            ring.markRetransmitted(20, 21);
            for (int i = takenFirst; i < 40; i++) {
                String expected = "ack %d, control %1$d, acked".formatted(1000 - i);
                assertEquals(i == 20 ? "acked" : expected, ack(ring, 2000, i + 1));
            }
        }
    }

    @Test
    void pastTheLimitTheNewestShareASendTime() {
        int last = SentSegments.MAX_SEGMENTS - 1;
        for (int i = 0; i < last + 100; i++) {
            sent.add(i, i + 1, 1000 + i);
        }

        int now = 1_000_000;
        assertEquals(
                "ack %d, control %d, acked".formatted(now - 1000, now - 1000 - last + 1),
                ack(now, last));
        assertEquals("none", ack(now, last + 99));
        assertEquals(
                "ack %d, control %1$d, acked".formatted(now - 1000 - last), ack(now, last + 100));
    }

    @Test
    void withoutBudgetTheNewestShareASendTimeSooner() {
        EntryBudget budget = new EntryBudget(4);
        SentSegments ring = new SentSegments(budget, false);
        for (int i = 0; i < 10; i++) {
            ring.add(i, i + 1, 1000 + i); // room for 4, then 8
        }
        assertEquals("ack 1000, control 994, acked", ack(ring, 2000, 7));
        assertEquals("none", ack(ring, 2000, 9));
        assertEquals("ack 993, control 993, acked", ack(ring, 2000, 10));
        assertEquals(2, budget.refused());

        ring.free();
        assertTrue(budget.take(4));
    }

    private String ack(long timeNs, int ackSeq, int... sack) {
        return ack(sent, timeNs, ackSeq, sack);
    }

    private static String ack(SentSegments sent, long timeNs, int ackSeq, int... sack) {
        Segment segment = new Segment();
        segment.ack = true;
        segment.ackSeq = ackSeq;
        segment.sackCount = sack.length / 2;
        for (int i = 0; i < segment.sackCount; i++) {
            segment.sackStart[i] = sack[2 * i];
            segment.sackEnd[i] = sack[2 * i + 1];
        }
        sent.onAck(segment, ackSeq, MSS, timeNs);
        String times =
                sent.ackRttNs == SentSegments.NONE
                        ? ""
                        : "ack " + sent.ackRttNs + ", control " + sent.controlRttNs;
        if (sent.ackRttNs == SentSegments.NONE) {
            assertEquals(SentSegments.NONE, sent.controlRttNs);
        }
        String both = times + (times.isEmpty() || !sent.acked ? "" : ", ");
        return both.isEmpty() && !sent.acked ? "none" : both + (sent.acked ? "acked" : "");
    }
}
