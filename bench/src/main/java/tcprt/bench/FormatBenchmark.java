package tcprt.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tcprt.emit.Ipv6Text;
import tcprt.emit.LineFormatter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/** Formatting: one R line, per operation, with numbers of every length that is usual. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class FormatBenchmark {
    private static final long SEED = 42;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int RECORDS = 1024;

    private final LineFormatter formatter = new LineFormatter(Ipv6Text.REAL);
    private final byte[] lines = new byte[RECORDS * LineFormatter.MAX_LINE_BYTES];
    private final TcpRtRecord[] records = new TcpRtRecord[RECORDS];

    public FormatBenchmark() {
        Random random = new Random(SEED);
        for (int i = 0; i < RECORDS; i++) {
            records[i] = record(random);
        }
    }

    private static TcpRtRecord record(Random random) {
        TcpRtRecord record = new TcpRtRecord();
        record.type = RecordType.R;
        record.startTimeNs = START_NS + random.nextInt();
        record.remoteAddressLow = 0x0a010000L + random.nextInt(1 << 16);
        record.remotePort = 10_000 + random.nextInt(50_000);
        record.localAddressLow = 0x0a000001;
        record.localPort = 80;
        record.sentBytes = upTo(1_000_000, random);
        record.totalMicros = upTo(1_000_000, random);
        record.minRttMicros = upTo(100_000, random);
        record.taskNumber = upTo(1000, random);
        record.serverTimeMicros = upTo(100_000, random);
        record.receiveTimeMicros = upTo(1000, random);
        record.receivedBytes = upTo(10_000, random);
        record.mssBytes = 1448;
        return record;
    }

    /** As likely one digit as many. */
    private static long upTo(double limit, Random random) {
        return (long) Math.pow(limit, random.nextDouble());
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] format() {
        int at = 0;
        for (TcpRtRecord record : records) {
            at += formatter.format(record, lines, at);
        }
        return lines;
    }
}
