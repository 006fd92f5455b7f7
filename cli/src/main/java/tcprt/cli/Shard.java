package tcprt.cli;

import java.io.Closeable;
import java.io.IOException;
import tcprt.TracerCounters;
import tcprt.capture.FrameHandler;
import tcprt.task.PortStats;

/**
 * One share of the work: the frames of some connections go in, their lines come out. Shares nothing
 * with other shards. One thread at a time calls it; failures to write are {@link
 * java.io.UncheckedIOException}.
 */
interface Shard extends FrameHandler, Closeable {
    /**
     * No frame before this time will come any more.
     *
     * @param timeNs nanoseconds since 1970-01-01 UTC
     */
    void onTime(long timeNs);

    /** No frame will come any more. Called once, last but for the statistics. */
    void endOfCapture();

    /** Moves this shard's statistics since the last call into {@code master}. */
    void drainStats(PortStats master);

    /** From now on other connections are traced, and statistics kept or not. */
    void change(Parameters parameters);

    /** Makes the lines written so far visible. */
    void flush() throws IOException;

    /** What was seen; complete after {@link #endOfCapture}. */
    TracerCounters counters();

    /** Lines written, by kind. Any thread may ask, and may be told a little late. */
    RecordCounts records();
}
