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
import tcprt.emit.Outputs;
import tcprt.emit.RecordFormatter;
import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * Formatting: one R line, or one JSON object, per operation. The records are those of a busy server
 * of small requests: in the order they end, of many connections, their numbers spread as such a
 * server's are. There are more of them than a branch predictor learns by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class FormatBenchmark {
    private static final long SEED = 42;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int RECORDS = 8192;
    private static final int CONNECTIONS = 200;

    /** As much as a target collects before it writes. */
    private static final int BUFFER_BYTES = 1 << 16;

    /** What a request sends and what it gets, by command. */
    private static final int[][] BYTES = {{5, 75}, {49, 77}, {39, 36}, {1235, 58}, {10_242, 40}};

    private final RecordFormatter lines = Outputs.formatter(Outputs.LINE, Ipv6Text.REAL);
    private final RecordFormatter objects = Outputs.formatter("json", Ipv6Text.REAL);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final TcpRtRecord[] v6 = new TcpRtRecord[RECORDS];
    private final TcpRtRecord[] v7 = new TcpRtRecord[RECORDS];

    public FormatBenchmark() {
        Random random = new Random(SEED);
        for (int i = 0; i < RECORDS; i++) {
            v6[i] = record(i, random);
            v7[i] = parsed(record(i, random), random);
        }
    }

    private static TcpRtRecord record(int index, Random random) {
        int connection = random.nextInt(CONNECTIONS);
        int[] bytes = BYTES[random.nextInt(BYTES.length)];
        TcpRtRecord record = new TcpRtRecord();
        record.type = RecordType.R;
        double spread = random.nextGaussian() * random.nextGaussian();
        record.serverTimeMicros = 50 + Math.abs(Math.round(300 * spread));
        record.totalMicros = record.serverTimeMicros + random.nextInt(400);
        record.startTimeNs = START_NS + index * 10_000L - record.totalMicros * 1000;
        record.remoteAddressLow = 0x0a630001L + connection % 4;
        record.remotePort = 1024 + 157 * connection;
        record.localAddressLow = 0x0a630101L;
        record.localPort = 6379;
        record.sentBytes = bytes[0];
        record.receivedBytes = bytes[1];
        record.minRttMicros = 1L + connection % 2;
        record.retransmits = random.nextInt(500) == 0 ? 1 : 0;
        record.taskNumber = 1 + 5000L * index / RECORDS + random.nextInt(500);
        record.mssBytes = 1448;
        return record;
    }

    /** A port in https mode: all have what is behind the ten fields, one in 50 a mark. */
    private static TcpRtRecord parsed(TcpRtRecord record, Random random) {
        record.parsed = true;
        record.smoothedRttMicros = 20L + random.nextInt(300);
        record.congestionWindow = 10L + random.nextInt(20);
        if (random.nextInt(50) == 0) {
            record.letters = Letter.H.bit();
            record.handshakeMicros = 900L + random.nextInt(900);
        }
        return record;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] v6Line() {
        return format(lines, v6);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] v7Line() {
        return format(lines, v7);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] v7Json() {
        return format(objects, v7);
    }

    private byte[] format(RecordFormatter formatter, TcpRtRecord[] records) {
        int at = 0;
        for (TcpRtRecord record : records) {
            if (at > BUFFER_BYTES - formatter.maxBytes()) {
                at = 0;
            }
            at += formatter.format(record, buffer, at);
        }
        return buffer;
    }
}
