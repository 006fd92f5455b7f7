package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waits for a pipe's writer, and how another thread ends them. */
@Timeout(60)
class NamedPipeTest {
    @TempDir private Path directory = Path.of("");

    private final BlockingQueue<Closeable> pipe = new ArrayBlockingQueue<>(1);
    private final ExecutorService opener = Executors.newSingleThreadExecutor();
    private Path path = Path.of("");

    @BeforeEach
    void makePipe() throws IOException {
        path = directory.resolve("pipe");
        assumeTrue(made(path), "needs mkfifo");
    }

    /** Makes a pipe. @return false if this system cannot */
    static boolean made(Path pipe) throws IOException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @AfterEach
    void stopOpening() {
        opener.shutdownNow();
    }

    @Test
    void closingEndsTheWaitForAWriter() throws Exception {
        Future<CaptureSource> opened = open();
        pipe.take().close();
        assertFailed(opened);
    }

    @Test
    void closingEndsTheWaitForTheFirstByte() throws Exception {
        Future<CaptureSource> opened = open();
        try (OutputStream silent = Files.newOutputStream(path)) {
            pipe.take().close();
            assertFailed(opened);
            assertThrows(IOException.class, () -> silent.write(0), "somebody still reads");
        }
    }

    @Test
    void closingEndsTheWaitForTheNextFrame() throws Exception {
        Future<CaptureSource> opened = open();
        try (OutputStream writer = Files.newOutputStream(path)) {
            writer.write(PcapBytes.littleEndianMicros().packet(1, 0).toArray());
            try (CaptureSource source = opened.get()) {
                Reading.Collector frames = new Reading.Collector();
                assertEquals(1, source.poll(frames, 256));
                Future<Integer> polled = opener.submit(() -> source.poll(frames, 256));
                pipe.take().close();
                assertFailed(polled);
            }
        }
    }

    private Future<CaptureSource> open() {
        return opener.submit(
                () ->
                        Sources.open(
                                List.of(path.toString()),
                                false,
                                InputStream.nullInputStream(),
                                pipe::add));
    }

    private static void assertFailed(Future<?> reading) {
        Throwable failure = assertThrows(ExecutionException.class, reading::get).getCause();
        assertInstanceOf(IOException.class, failure);
    }
}
