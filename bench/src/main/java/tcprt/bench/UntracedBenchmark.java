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
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortRules;

/**
 * Leaving aside what is not traced, as most of what a mirror port shows: one frame per operation,
 * TCP between other ports and UDP in no order.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class UntracedBenchmark {
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 200;
    private static final int FRAMES = CONNECTIONS * 2 * REQUESTS;
    private static final int TRACED_PORT = 80; // no client's, nor the server's
    private static final int PROTOCOL = 23; // behind the frame's first byte
    private static final byte UDP = 17;

    private final Frames frames = tcpAndUdp();
    private final Tracer tracer =
            new Tracer(
                    TracerSettings.of(PortRules.builder().addLocalPort(TRACED_PORT).build()),
                    record -> {});

    private static Frames tcpAndUdp() {
        Frames frames = new KeepAlive(CONNECTIONS).ask(REQUESTS).frames();
        Random random = new Random(42);
        for (int i = 0; i < FRAMES; i++) {
            if (random.nextBoolean()) {
                frames.buffer().put(frames.offset(i) + PROTOCOL, UDP);
            }
        }
        return frames;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long leaveAside() {
        frames.replay(tracer::onFrame, 0, FRAMES, 0);
        return tracer.counters().tcpSegments;
    }
}
