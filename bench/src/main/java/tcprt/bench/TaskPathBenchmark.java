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
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortRules;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;

/**
 * The tracer from frame to record: one segment of fifty keep-alive conversations, from their SYNs
 * to their FINs, per operation. Nearly every second one ends a task. Lines are not made.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class TaskPathBenchmark {
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 1000;
    private static final int FRAMES = CONNECTIONS * (3 + 2 * REQUESTS + 3);

    private final TracerSettings settings = TracerSettings.of(PortRules.everyServer());
    private final Frames frames = new KeepAlive(CONNECTIONS).open().ask(REQUESTS).close().frames();

    /** Adds up something of every record, so that nothing can be left out. */
    private static final class Sum implements RecordSink {
        long sum;

        @Override
        public void onRecord(TcpRtRecord record) {
            sum += record.totalMicros + record.sentBytes;
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long trace() {
        Sum sum = new Sum();
        Tracer tracer = new Tracer(settings, sum);
        frames.replay(tracer::onFrame, 0, FRAMES, 0);
        tracer.endOfCapture();
        return sum.sum;
    }
}
