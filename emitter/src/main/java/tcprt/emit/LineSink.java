package tcprt.emit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;

/** The end of a shard's way: every record becomes one line of its target, in whatever format. */
public final class LineSink implements RecordSink, Closeable {
    private final RecordFormatter formatter;
    private final LineTarget target;
    private final byte[] line;

    /**
     * Joins the two.
     *
     * @param target owned from here on; {@link #close} closes it
     */
    public LineSink(RecordFormatter formatter, LineTarget target) {
        this.formatter = formatter;
        this.line = new byte[formatter.maxBytes()];
        this.target = target;
    }

    /**
     * Writes one line.
     *
     * @throws UncheckedIOException if the target cannot be written; its cause is the target's own
     *     exception, its message the same and names the place
     */
    @Override
    public void onRecord(TcpRtRecord record) {
        int length = formatter.format(record, line, 0);
        try {
            target.write(line, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Writes what rests in the target's buffer.
     *
     * @throws IOException if it cannot be written; the message names the place
     */
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
