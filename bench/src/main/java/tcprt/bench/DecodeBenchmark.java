package tcprt.bench;

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
import tcprt.wire.Defect;
import tcprt.wire.PacketView;

/** Decoding: one frame from its Ethernet header to its TCP options, per operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class DecodeBenchmark {
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 200;
    private static final int FRAMES = CONNECTIONS * 2 * REQUESTS;

    private final PacketView packet = new PacketView();
    private final Frames frames = new KeepAlive(CONNECTIONS).ask(REQUESTS).frames();

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long decode() {
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            int length = frames.length(i);
            Defect defect =
                    packet.wrap(Frames.ETHERNET, frames.buffer(), frames.offset(i), length, length);
            if (defect == Defect.NONE) {
                sum += packet.sourceLow() + packet.tcp().seq() + packet.tcp().tsVal();
            }
        }
        return sum;
    }
}
