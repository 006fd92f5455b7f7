package tcprt.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tcprt.emit.RelayRing;

/**
 * The ring that {@code --ring} and {@code --fuse} write to, of the kernel module's default size:
 * one line per operation, nobody reading, so that the oldest ones are written over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class RingBenchmark {
    private static final int SUB_BUFFERS = 8;
    private static final int SUB_BUFFER_BYTES = 262_144;

    private final RelayRing ring = new RelayRing(SUB_BUFFERS, SUB_BUFFER_BYTES);
    private final byte[] line =
            ("V6 R 1700000000 120345 192.0.2.7:40001 198.51.100.3:443 12345 23456 345 0 17 4567 890"
                            + " 1234 0 1460 \n")
                    .getBytes(US_ASCII);

    @Benchmark
    public long write() {
        ring.write(line, 0, line.length);
        return ring.lostLines();
    }
}
