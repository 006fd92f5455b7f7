package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** golden/FINDINGS.md 1 and 2, segment by segment. */
class HostOrderTest {
    private static final long MILLI = 1000;
    private static final long SECOND = 1_000_000;

    private final TestHost host = TestHost.server();

    @Test
    void aCoveredSegmentGoesFirstWithItsOwnTime() {
        host.received(2000, "PA", 1, 1, 100);
        assertEquals("", host.calls());
        host.sent(2500, "PA", 1, 101, 500);
        assertEquals("recvData 101 @2000, sendData 501 @2500", host.calls());
    }

    @Test
    void aSegmentThatIsNotCoveredGoesAfterTheHostsAndNotBeforeItsTime() {
        host.received(2000, "PA", 1, 1, 100);
        host.sent(2500, "PA", 1, 1, 50); // sent before the application let go of the socket
        assertEquals("sendData 51 @2500", host.calls());
        host.sent(2600, "A", 51, 101, 0);
        assertEquals("recvData 101 @2500, pktsAcked 1 @2500", host.calls());
    }

    @Test
    void ofTwoSegmentsTheOneThatIsCoveredGoes() {
        host.received(2000, "A", 1, 1, 100).received(2010, "PA", 101, 1, 100);
        host.sent(2020, "A", 1, 101, 0);
        assertEquals("recvData 101 @2000", host.calls());
        host.sent(2030, "A", 1, 201, 0);
        assertEquals("recvData 201 @2020", host.calls());
    }

    @Test
    void aCoveredSegmentTakesWhatIsBeforeItAlong() {
        host.sent(1500, "PA", 1, 1, 50);
        host.calls();
        host.received(2000, "A", 1, 1, 100).received(2005, "A", 101, 51, 0);
        host.received(2010, "PA", 101, 51, 100).sent(2020, "A", 51, 201, 0);
        assertEquals(
                "recvData 101 @2000, pktsAcked 1 @2000, pktsAcked 51 @2005, recvData 201 @2010",
                host.calls());
    }

    @Test
    void withoutAnswerItGoesAfterAMillisecond() {
        host.received(2000, "PA", 1, 1, 100).timePasses(2000 + MILLI - 1);
        assertEquals("", host.calls());
        host.timePasses(2000 + MILLI);
        assertEquals("recvData 101 @2000", host.calls());
    }

    @Test
    void theMillisecondBeginsAgainWhenTheHostSendsWithoutCoveringIt() {
        host.received(2000, "PA", 1, 1, 100).sent(2900, "PA", 1, 1, 50).calls();
        host.timePasses(2900 + MILLI - 1);
        assertEquals("", host.calls());
        host.timePasses(2900 + MILLI);
        assertEquals("recvData 101 @2900, pktsAcked 1 @2900", host.calls());
    }

    @Test
    void theFlowsOwnNextSegmentTellsTheTimeToo() {
        host.received(2000, "PA", 1, 1, 100).received(2000 + MILLI, "A", 101, 1, 0);
        assertEquals("recvData 101 @2000", host.calls());
    }

    @Test
    void aPureAckDoesNotRest() {
        host.sent(2000, "PA", 1, 1, 50).received(2100, "A", 1, 51, 0);
        assertEquals("sendData 51 @2000, pktsAcked 51 @2100", host.calls());
    }

    @Test
    void aDuplicateAndASegmentBeyondAGapDoNotRest() {
        host.received(2000, "A", 1, 1, 100).sent(2010, "A", 1, 101, 0).calls();
        host.received(2100, "A", 1, 1, 100).received(2200, "A", 201, 1, 100);
        assertTrue(host.tcb().hasOutOfOrder());
        host.received(2300, "A", 101, 1, 100).sent(2310, "A", 1, 301, 0);
        assertEquals("recvData 201 @2300", host.calls());
        assertFalse(host.tcb().hasOutOfOrder());
    }

    @Test
    void aResetTakesWhatRestsAlong() {
        host.received(2000, "PA", 1, 1, 100).received(2100, "R", 101, 0, 0);
        assertEquals("recvData 101 @2000, release 101 @2100", host.calls());
    }

    @Test
    void aResetElsewhereInTheWindowIsNotObeyed() {
        host.received(2000, "R", 50, 0, 0).received(2001, "R", 0, 0, 0);
        assertEquals("", host.calls());
        assertFalse(host.tcb().isReleased());
    }

    @Test
    void theHostsOwnResetReleasesAtOnce() {
        host.received(2000, "PA", 1, 1, 100).sent(2100, "RA", 1, 101, 0);
        assertEquals("recvData 101 @2000, release 101 @2100", host.calls());
    }

    @Test
    void dataThatMetAResetWasNotTaken() {
        host.received(2000, "PA", 1, 1, 100).sent(2100, "R", 1, 0, 0);
        assertEquals("release 1 @2100", host.calls());
    }

    @Test
    void nothingHappensAfterTheRelease() {
        host.received(2000, "R", 1, 0, 0).calls();
        host.received(2100, "PA", 1, 1, 100).sent(2200, "PA", 1, 101, 50);
        host.received(2300, "R", 1, 0, 0).timePasses(9 * SECOND);
        host.order.decideNow();
        assertEquals("", host.calls());
    }

    @Test
    void anAbandonedFlowSaysNothing() {
        host.received(2000, "PA", 1, 1, 100);
        host.order.abandon();
        host.timePasses(9 * SECOND);
        assertEquals("", host.calls());
    }

    /** Request, response and FIN by 3000 us; the ACK of the FIN comes at 4000 us. */
    @Nested
    class AfterTheHostsFin {
        private void close(TestHost host) {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500);
            host.received(4000, "A", 101, 502, 0).calls();
        }

        @Test
        void aResetOfNewDataMeansClose() {
            close(host);
            host.received(5000, "PA", 101, 502, 24);
            assertEquals("", host.calls());
            host.sent(5100, "R", 502, 0, 0);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void anAckOfNewDataMeansShutdown() {
            close(host);
            host.received(5000, "PA", 101, 502, 24).sent(5100, "A", 502, 125, 0);
            assertEquals("recvData 125 @5000", host.calls());
            // From then on it is a socket like any other, until the other end's FIN.
            host.received(2 * SECOND, "PA", 125, 502, 10).timePasses(4 * SECOND);
            assertEquals("recvData 135 @2000000", host.calls());
            host.received(5 * SECOND, "FA", 135, 502, 0).sent(5 * SECOND + 9, "A", 502, 136, 0);
            assertEquals("release 136 @5000000", host.calls());
        }

        @Test
        void aBareFinMeansCloseAndIsNotCounted() {
            close(host);
            host.received(5000, "FA", 101, 502, 0).sent(5010, "A", 502, 102, 0);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void aFinThatNobodyAnswersMeansCloseToo() {
            close(host);
            host.received(5000, "FA", 101, 502, 0).timePasses(3 * SECOND);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void aResetMeansClose() {
            close(host);
            host.received(5000, "R", 101, 0, 0);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void aSecondOfSilenceMeansClose() {
            close(host);
            host.timePasses(4000 + SECOND - 1);
            assertEquals("", host.calls());
            host.timePasses(4000 + SECOND);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void theNextUseOfThe4TupleMeansClose() {
            close(host);
            host.order.decideNow();
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void theEndOfTheCaptureMeansClose() {
            close(host);
            host.context.endOfCapture();
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void duplicatesAndPureAcksDecideNothing() {
            close(host);
            host.received(5000, "A", 101, 502, 0).received(5001, "PA", 1, 502, 100);
            host.sent(5002, "A", 502, 101, 0);
            assertEquals("", host.calls());
            assertFalse(host.tcb().isReleased());
        }

        @Test
        void finAndAckInOneSegmentAreBothTaken() {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500).calls();
            host.received(4000, "FA", 101, 502, 0).sent(4010, "A", 502, 102, 0);
            assertEquals("pktsAcked 502 @4000, release 102 @4000", host.calls());
        }

        @Test
        void theAckOfASegmentThatMetAClosedSocketStillCounts() {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500).calls();
            host.received(4000, "PA", 101, 502, 24).sent(4100, "R", 502, 0, 0);
            assertEquals("pktsAcked 502 @4000, release 101 @4000", host.calls());
        }

        @Test
        void dataBeforeTheAckOfTheFinThatIsTakenMeansShutdown() {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500).calls();
            host.received(4000, "PA", 101, 1, 24).sent(4100, "A", 502, 125, 0);
            host.received(5000, "A", 125, 502, 0).timePasses(3 * SECOND);
            assertEquals(
                    "pktsAcked 1 @4000, recvData 125 @4000, pktsAcked 502 @5000", host.calls());
        }

        @Test
        void dataThatGetsNoAnswerForASecondMetAClosedSocket() {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500).calls();
            host.received(4000, "PA", 101, 1, 24).timePasses(4000 + SECOND - 1);
            assertEquals("", host.calls());
            host.timePasses(4000 + SECOND);
            assertEquals("pktsAcked 1 @4000, release 101 @4000", host.calls());
        }

        @Test
        void dataBeyondAGapWaitsForTheAnswerAsWell() {
            close(host);
            host.received(5000, "PA", 201, 502, 24);
            assertEquals("", host.calls());
            host.sentSack(5010, 502, 101, 201, 225);
            host.received(6000, "A", 101, 502, 100).sent(6010, "A", 502, 225, 0);
            assertEquals("recvData 201 @6000", host.calls());
            assertFalse(host.tcb().isReleased());
        }

        @Test
        void dataBeyondAGapThatIsResetMeansClose() {
            close(host);
            host.received(5000, "PA", 201, 502, 24).sent(5010, "R", 502, 0, 0);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void aResetThatCarriesAnExplanationIsNoData() {
            host.received(2000, "PA", 1, 1, 100).sent(3000, "FPA", 1, 101, 500).calls();
            host.received(4000, "RA", 101, 502, 24);
            assertEquals("release 101 @4000", host.calls());
        }

        @Test
        void withReleaseAtShutdownNothingIsUndecided() {
            TestHost patient = TestHost.server(TestHost.context(false, 100));
            close(patient);
            patient.timePasses(9 * SECOND).received(10 * SECOND, "FA", 101, 502, 0);
            patient.sent(10 * SECOND + 9, "A", 502, 102, 0);
            assertEquals("release 102 @10000000", patient.calls());
        }
    }

    /** Any segments in any order: no segment is lost or kept, the end comes once and last. */
    @Test
    void randomSegmentsLeakNothing() {
        Random random = new Random(3);
        String[] flags = {"A", "A", "PA", "PA", "PA", "FA", "FPA", "RA", "R", "SA", "S", ""};
        for (int run = 0; run < 3000; run++) {
            int limit = 40;
            TcpContext context = TestHost.context(random.nextBoolean(), limit);
            TestHost host =
                    random.nextBoolean() ? TestHost.server(context) : TestHost.client(context);
            long micros = 2000;
            for (int i = 0; i < 30; i++) {
                micros += random.nextInt(1 << random.nextInt(21));
                int from = 1 + 50 * random.nextInt(6);
                int ack = 1 + 50 * random.nextInt(6);
                int length = random.nextInt(3) * 50;
                String letters = flags[random.nextInt(flags.length - (i < 10 ? 5 : 0))];
                if (random.nextBoolean()) {
                    host.received(micros, letters, from, ack, length);
                } else {
                    host.sent(micros, letters, from, ack, length);
                }
            }
            context.endOfCapture();
            int releases = 0;
            for (String call : host.log) {
                releases += call.startsWith("release") ? 1 : 0;
            }
            boolean last = releases == 0 || host.log.get(host.log.size() - 1).startsWith("release");
            assertTrue(releases <= 1 && last, "run " + run + ": " + host.log);
            for (int i = 0; i < limit; i++) {
                assertNotNull(context.segments.take(), "run " + run + ": segments were lost");
            }
        }
    }
}
