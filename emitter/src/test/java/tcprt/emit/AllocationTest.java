package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

class AllocationTest {
    private static final TlsHandshake TLS = new TlsHandshake();

    private static final int RECORDS = 1_000_000;

    /** What the JVM itself may need meanwhile; one object per record would be 16 MB. */
    private static final long ALLOWED_BYTES = 1 << 16;

    @Test
    void formattingAMillionRecordsAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TcpRtRecord record =
                RecordText.parse(
                        "V6 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 499 3000001500 1500 0 1"
                                + " 18446744072414584320 0 100 0 1460 ");
        RelayRing ring = new RelayRing(8, 262_144);
        LineSink real = new LineSink(new LineFormatter(Ipv6Text.REAL), ring);
        LineSink module = new LineSink(new LineFormatter(Ipv6Text.MODULE), ring);
        feed(real, module, record, 1000); // classes are loaded

        long before = threads.getCurrentThreadAllocatedBytes();
        feed(real, module, record, RECORDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes for " + RECORDS + " records");
        ring.close();
    }

    @Test
    void formattingAMillionRecordsAsJsonAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TcpRtRecord record =
                RecordText.parse(
                        "V6 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 499 3000001500 1500 0 1"
                                + " 18446744072414584320 0 100 0 1460 ");
        record.inferred = -1;
        RelayRing ring = new RelayRing(8, 262_144);
        LineSink real = new LineSink(Outputs.formatter("json", Ipv6Text.REAL), ring);
        LineSink module = new LineSink(Outputs.formatter("json", Ipv6Text.MODULE), ring);
        feed(real, module, record, 1000); // classes are loaded

        long before = threads.getCurrentThreadAllocatedBytes();
        feed(real, module, record, RECORDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes for " + RECORDS + " records");
        ring.close();
    }

    private static void feed(LineSink real, LineSink module, TcpRtRecord record, int records) {
        RecordType[] types = {RecordType.R, RecordType.E, RecordType.N, RecordType.W, RecordType.P};
        for (int i = 0; i < records; i++) {
            record.type = types[i % types.length];
            record.ipv6 = (i & 1) != 0;
            record.remoteAddressHigh = i * 0x9e37_79b9_7f4a_7c15L;
            record.startTimeNs += 1_234_567;
            record.parsed = (i & 4) != 0;
            record.letters = i & 31;
            record.firstFrames = i & 3;
            record.tlsHandshake = TLS;
            ((i & 2) != 0 ? module : real).onRecord(record);
        }
    }
}
