package tcprt.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcprt.task.PortStats.Sums;

class PortStatsTest {
    private final PortStats stats = new PortStats(1000);

    @Test
    void anRCountsForItsLocalPortAndAPForItsRemotePort() {
        stats.onRecord(record(RecordType.R, 500));
        stats.onRecord(record(RecordType.P, 500));

        assertEquals(1, local(80).tasks);
        assertEquals(1, peer(40000).tasks);
        assertNull(stats.local(40000));
        assertNull(stats.peer(80));
    }

    @Test
    void everyFieldIsSummed() {
        TcpRtRecord record = record(RecordType.R, 2919);
        stats.onRecord(record);
        record.sentBytes = 2920; // exactly two segments count as three
        record.minRttMicros = 0xffff_ffffL;
        record.serverTimeMicros = -7;
        stats.onRecord(record);

        Sums sums = local(80);
        assertEquals(2, sums.tasks);
        assertEquals(2 * 3000, sums.totalMicros);
        assertEquals(700 - 7, sums.serverTimeMicros);
        assertEquals(2 * 4, sums.retransmits);
        assertEquals(2 + 3, sums.segments);
        assertEquals(100 + 0xffff_ffffL, sums.minRttMicros);
        assertEquals(2919 + 2920, sums.sentBytes);
        assertEquals(2 * 50, sums.receiveTimeMicros);
        assertEquals(2 * 60, sums.receivedBytes);
        assertEquals(0, sums.failures);
    }

    @Test
    void anRWithoutBytesIsNotCountedButAPIs() {
        stats.onRecord(record(RecordType.R, 0));
        stats.onRecord(record(RecordType.P, 0));

        assertNull(stats.local(80));
        assertEquals(1, peer(40000).tasks);
        assertEquals(1, peer(40000).segments);
    }

    @ParameterizedTest
    @CsvSource({"1000, 100, 0", "1000, 101, 1", "250, 25, 0", "250, 26, 1"})
    void aWFailsAfterATenthOfHzInMicroseconds(int hz, long totalMicros, long failures) {
        PortStats stats = new PortStats(hz);
        TcpRtRecord record = record(RecordType.W, 500);
        stats.onRecord(record(RecordType.R, 500));
        record.totalMicros = totalMicros;
        stats.onRecord(record);

        Sums sums = stats.local(80);
        assertNotNull(sums);
        assertEquals(failures, sums.failures);
        assertEquals(1, sums.tasks);
        assertEquals(500, sums.sentBytes);
    }

    @Test
    void neitherNNorECounts() {
        stats.onRecord(record(RecordType.N, 500));
        stats.onRecord(record(RecordType.E, 500));

        assertNull(stats.local(80));
        assertNull(stats.peer(40000));
    }

    @Test
    void drainingMovesEverythingToTheMaster() {
        PortStats master = new PortStats(1000);
        PortStats other = new PortStats(1000);
        stats.onRecord(record(RecordType.R, 500));
        stats.onRecord(record(RecordType.W, 500));
        stats.onRecord(record(RecordType.P, 10));
        other.onRecord(record(RecordType.R, 700));

        stats.drainTo(master);
        other.drainTo(master);
        stats.drainTo(master); // nothing is left to be added again

        Sums sums = master.local(80);
        assertNotNull(sums);
        assertEquals(2, sums.tasks);
        assertEquals(1, sums.failures);
        assertEquals(6000, sums.totalMicros);
        assertEquals(1400, sums.serverTimeMicros);
        assertEquals(8, sums.retransmits);
        assertEquals(2, sums.segments);
        assertEquals(200, sums.minRttMicros);
        assertEquals(1200, sums.sentBytes);
        assertEquals(100, sums.receiveTimeMicros);
        assertEquals(120, sums.receivedBytes);
        assertNotNull(master.peer(40000));
        assertEquals(0, local(80).tasks);
        assertEquals(0, local(80).failures);
    }

    private Sums local(int port) {
        Sums sums = stats.local(port);
        assertNotNull(sums);
        return sums;
    }

    private Sums peer(int port) {
        Sums sums = stats.peer(port);
        assertNotNull(sums);
        return sums;
    }

    private static TcpRtRecord record(RecordType type, long sentBytes) {
        TcpRtRecord record = new TcpRtRecord();
        record.type = type;
        record.localPort = 80;
        record.remotePort = 40000;
        record.sentBytes = sentBytes;
        record.totalMicros = 3000;
        record.minRttMicros = 100;
        record.retransmits = 4;
        record.taskNumber = 1;
        record.serverTimeMicros = 700;
        record.receiveTimeMicros = 50;
        record.receivedBytes = 60;
        record.unackedBytes = 9;
        record.mssBytes = 1460;
        return record;
    }
}
