package tcprt.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortRules;

/**
 * Finding the connection: one pure ACK that says nothing new, per operation, on so many open
 * connections in random order. What one connection costs is decoding and the socket; what many cost
 * more is the table and the memory behind it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class FlowLookupBenchmark {
    private static final int FRAMES = 100_000;

    @Param({"1", "100000"})
    public int connections;

    private Tracer tracer = newTracer();
    private Frames frames = new Frames();
    private int firstAck;
    private long laterNs;

    private static Tracer newTracer() {
        return new Tracer(TracerSettings.of(PortRules.everyServer()), record -> {});
    }

    @Setup
    public void open() {
        KeepAlive clients = new KeepAlive(connections).open().ask(1);
        frames = clients.frames();
        firstAck = frames.count();
        clients.acknowledge(FRAMES / connections);
        tracer = newTracer();
        laterNs = 0;
        frames.replay(tracer::onFrame, 0, firstAck, laterNs);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long lookUp() {
        frames.replay(tracer::onFrame, firstAck, firstAck + FRAMES, laterNs);
        laterNs += frames.durationNs(firstAck);
        return tracer.counters().tracedSegments;
    }
}
