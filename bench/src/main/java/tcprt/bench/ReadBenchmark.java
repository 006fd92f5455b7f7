package tcprt.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tcprt.capture.FrameHandler;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;

/**
 * Reading: one frame of a pcap file that the system has in its page cache, per operation; opening
 * and closing the file are part of it. The handler looks at one byte of each frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class ReadBenchmark {
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 1000;
    private static final int FRAMES = CONNECTIONS * 2 * REQUESTS;
    private static final int FRAMES_PER_POLL = 256;

    private final Path file = writtenFile();

    private static Path writtenFile() {
        try {
            Path file = Files.createTempFile("tcprt-bench", ".pcap");
            new KeepAlive(CONNECTIONS).ask(REQUESTS).frames().writePcap(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    private static final class Sum implements FrameHandler {
        long sum;

        @Override
        public void onFrame(
                long timeNs,
                int interfaceId,
                int linkType,
                ByteBuffer buffer,
                int offset,
                int capturedLength,
                int wireLength) {
            sum += timeNs + buffer.get(offset) + capturedLength;
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long read() throws IOException {
        Sum sum = new Sum();
        try (FrameSource source =
                Sources.open(List.of(file.toString()), false, InputStream.nullInputStream())) {
            int polled;
            do {
                polled = source.poll(sum, FRAMES_PER_POLL);
            } while (polled != FrameSource.END_OF_CAPTURE);
        }
        return sum.sum;
    }
}
