package tcprt.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times, widths and compares of the kernel module, with values worked by hand. */
class TaskTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    @ParameterizedTest
    @CsvSource({
        // from s, from ns, to s, to ns, us: seconds and nanoseconds apart, then C's truncation
        "1, 999999999, 2, 500, 1", // 1000000 + trunc(-999999499 / 1000) = 1000000 - 999999
        "1, 0, 1, 999, 0",
        "1, 0, 1, 1000, 1",
        "1, 1, 1, 1000, 0",
        "1, 999, 2, 0, 1000000", // trunc(-999 / 1000) is 0: one microsecond more than passed
        "1, 1000, 2, 0, 999999",
        "1, 500, 4, 500, 3000000",
        "2, 500, 1, 999999999, -1", // the clock was set back: -1000000 + 999999
        "2, 0, 1, 999999999, -1",
    })
    void wallTimeIsSubtractedAsTheModuleDoes(
            long fromSeconds, long fromNanos, long toSeconds, long toNanos, long micros) {
        assertEquals(
                micros,
                Task.wallMicros(fromSeconds * SECOND + fromNanos, toSeconds * SECOND + toNanos));
    }

    @Test
    void totalIsTheWallClockAndServiceTheMonotonicOne() {
        // Total: 1 s 999999999 ns to 2 s 500 ns is 1 us by the module's arithmetic.
        // Service: whole microseconds 1999999 to 2000000, also 1.
        TestSocket socket = TestSocket.local();
        socket.at(START + 999_999_999).received("PA", 1, 1, 100);
        socket.at(START + SECOND + 100).sent("PA", 1, 101, 500);
        socket.at(START + SECOND + 500).received("A", 101, 501, 0);
        socket.after(10).received("PA", 101, 501, 100);

        assertContains(socket, "total=1 ", "service=1 ");
    }

    @Test
    void serverTimeBeyondAnIntPrintsSignExtended() {
        // g18: 3000 s = 3000000000 us = -1294967296 in an int.
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(3_000_000_000L).sent("PA", 1, 101, 500);
        socket.after(1000).received("A", 101, 501, 0).received("R", 101, 0, 0);

        String records = socket.records();
        assertTrue(records.contains("service=-1294967296 "), records);
        assertEquals("18446744072414584320", Long.toUnsignedString(-1294967296L));
    }

    @Test
    void serverTimeOfExactlyAnIntStaysPositive() {
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(Integer.MAX_VALUE).sent("PA", 1, 101, 500);
        socket.received("A", 101, 501, 0).received("R", 101, 0, 0);

        assertContains(socket, "service=2147483647 ");
    }

    @Test
    void uploadTimeIsAnIntToo() {
        TestSocket socket = TestSocket.local();
        socket.received("A", 1, 1, 100).after(1L << 31).received("PA", 101, 1, 100);
        socket.after(5).sent("PA", 1, 201, 500).received("A", 201, 501, 0);
        socket.received("R", 201, 0, 0);

        assertContains(socket, "service=5 upload=-2147483648 ");
    }

    @Test
    void totalIsCutTo32UnsignedBits() {
        // 5000 s = 5000000000 us; less 2^32 leaves 705032704.
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).sent("PA", 1, 101, 500);
        socket.after(5_000_000_000L).received("A", 101, 501, 0).received("R", 101, 0, 0);

        assertContains(socket, "total=705032704 ");
    }

    @Test
    void oneByteNeverMovesTheEnd() {
        // g10: the ACK takes one byte only, so the next request finds the end where the start is.
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(50).sent("PA", 1, 101, 1);
        socket.after(1000).received("A", 101, 2, 0).after(1000).received("PA", 101, 2, 100);

        assertContains(socket, "R ", "sent=1 total=0 ", "service=50 ");
    }

    @Test
    void aByteThatIsLeftOverDoesNotMoveTheEnd() {
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(50).sent("PA", 1, 101, 500);
        socket.after(1000).received("A", 101, 500, 0).after(1000).received("A", 101, 501, 0);
        socket.after(1000).received("PA", 101, 501, 100);

        assertContains(socket, "sent=500 total=1050 ");
    }

    @Test
    void twoUnacknowledgedBytesEndWithTheNextRequest() {
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(50).sent("PA", 1, 101, 500);
        socket.after(1000).received("A", 101, 499, 0).after(1000).received("PA", 101, 499, 100);

        assertContains(socket, "sent=500 total=2050 ");
    }

    @Test
    void oneUnacknowledgedByteDoesNotEndWithTheNextRequest() {
        TestSocket socket = TestSocket.local();
        socket.received("PA", 1, 1, 100).after(50).sent("PA", 1, 101, 500);
        socket.after(1000).received("A", 101, 500, 0).after(1000).received("PA", 101, 500, 100);

        assertContains(socket, "sent=500 total=1050 ");
    }

    @ParameterizedTest
    @CsvSource({
        // SND.NXT when the request came (hex), response bytes, of them acknowledged; the records
        "00001000, 500, 500, R E",
        "00001000, 500, 100, W E",
        // A wrap between start and SND.NXT: 2^32-200 + 500 = 300 is not above the start. No record.
        "ffffff38, 500, 500, E",
        "ffffff38, 500, 100, E",
        // SND.NXT is 2^32 - 2, and SND.UNA + 1 the largest number: no wrap yet.
        "fffffe0a, 500, 500, R E",
        // SND.NXT is 2^32 - 1, so SND.UNA + 1 is 0 and SND.NXT seems to be far above it.
        "fffffe0b, 500, 500, W E",
        // SND.NXT is 0: it wrapped.
        "fffffe0c, 500, 500, E",
        // start_seq + 1 is 0 and wraps itself, so anything sent seems to be above it.
        "ffffffff, 500, 500, R E",
    })
    void numbersAreComparedUnsignedAtRelease(
            String startHex, int responseBytes, int ackedBytes, String letters) {
        int isn = Integer.parseUnsignedInt(startHex, 16) - 1;
        TestSocket socket = TestSocket.local(isn, 5000);
        socket.received("PA", 1, 1, 100).sent("PA", 1, 101, responseBytes);
        socket.received("A", 101, 1 + ackedBytes, 0).received("R", 101, 0, 0);

        assertEquals(letters, socket.last("release").letters());
    }

    @Test
    void greetingAndPipelinedResponseBelongToTheTaskThatIsOpen() {
        // The greeting is sent before start_seq is taken; the second response while task 2 is open.
        TestSocket socket = TestSocket.local();
        socket.sent("PA", 1, 1, 77).received("A", 1, 78, 0);
        socket.received("PA", 1, 78, 100).sent("PA", 78, 101, 500);
        socket.received("PA", 101, 578, 100).sent("PA", 578, 201, 300).sent("A", 878, 201, 40);
        socket.received("A", 201, 918, 0).received("R", 201, 0, 0);

        String records = socket.records();
        assertTrue(records.contains("sent=500 "), records);
        assertTrue(records.contains("sent=339 "), records); // 300 + 40, and release takes one off
        assertTrue(records.contains("seq=2 sent=917 unacked=0 recv=200 "), records);
    }

    @Test
    void aPeerTaskCountsTheOtherEndsFinIfItCameBefore() {
        // g13b: the server closes first; P is written when the client's own FIN leaves.
        TestSocket socket = TestSocket.peer();
        socket.sent("PA", 1, 1, 100).received("PA", 1, 101, 500).received("FA", 501, 101, 0);
        socket.sent("FA", 101, 502, 0).received("A", 502, 102, 0);

        String records = socket.records();
        assertTrue(records.matches("P .* sent=100 .* recv=501 .*; E .* seq=2 .*"), records);
    }

    @Test
    void aPeerTasksBytesAreItsOwn() {
        TestSocket socket = TestSocket.peer();
        socket.sent("PA", 1, 1, 100).received("PA", 1, 101, 500).received("PA", 501, 101, 60);
        socket.sent("PA", 101, 561, 70).sent("PA", 171, 561, 7).received("PA", 561, 178, 300);
        socket.sent("PA", 178, 861, 9);

        String records = socket.records();
        assertTrue(
                records.matches("P .* sent=100 .* recv=560 .*; P .* sent=77 .* recv=300 .*"),
                records);
    }

    @Test
    void aPeerTasksTimesReachFromItsLastRequestSegmentToItsResponse() {
        TestSocket socket = TestSocket.peer();
        socket.sent("A", 1, 1, 100).after(300).sent("PA", 101, 1, 100);
        socket.after(700).received("A", 1, 201, 100).after(40).received("PA", 101, 201, 100);
        socket.after(9).sent("PA", 201, 201, 100);

        assertContains(socket, "total=1040 ", "service=700 receive=40 ");
    }

    @Test
    void aPeerTasksReorderMarkStaysForLife() {
        // g28: the second segment is lost and comes after the third; the next task is in order.
        TestSocket socket = TestSocket.peer();
        socket.sent("PA", 1, 1, 100).received("A", 1, 101, 100);
        socket.received("PA", 201, 101, 100).received("A", 101, 101, 100);
        socket.sent("PA", 101, 301, 100).received("PA", 301, 201, 100);
        socket.sent("PA", 201, 401, 100);

        String records = socket.records();
        assertTrue(
                records.matches("P .* seq=1 .* reorder=1 .*; P .* seq=2 .* reorder=1 .*"), records);
    }

    @Test
    void aLocalTasksReorderMarkIsItsOwn() {
        TestSocket socket = TestSocket.local();
        socket.received("A", 1, 1, 100).received("PA", 201, 1, 100).received("A", 101, 1, 100);
        socket.sent("PA", 1, 301, 100).received("PA", 301, 101, 100);
        socket.sent("PA", 101, 401, 100).received("PA", 401, 201, 100);

        String records = socket.records();
        assertTrue(
                records.matches("R .* seq=1 .* reorder=1 .*; R .* seq=2 .* reorder=0 .*"), records);
    }

    @ParameterizedTest
    @CsvSource({
        // The client's ISN; whether an ACK of request bytes after the response moves the end.
        "1000, true",
        "7fffff00, true",
        "80000100, false",
        "fffff000, false",
    })
    void aPeerTasksEndIsMovedByAcksOnlyInTheLowHalf(String isnHex, boolean moved) {
        // g25: last_update_seq begins at 0 and 0 is "before" the lower half only.
        TestSocket socket = TestSocket.peer(Integer.parseUnsignedInt(isnHex, 16), 5000, 0);
        socket.sent("PA", 1, 1, 100).after(500).received("PA", 1, 1, 300);
        socket.after(700).received("A", 301, 101, 0).after(9).sent("PA", 101, 301, 100);

        assertContains(socket, moved ? "total=1200 " : "total=500 ");
    }

    private static void assertContains(TestSocket socket, String... parts) {
        String records = socket.records();
        for (String part : parts) {
            assertTrue(records.contains(part), part + "is not in " + records);
        }
    }
}
