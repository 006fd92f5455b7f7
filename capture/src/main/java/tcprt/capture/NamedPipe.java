package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A pipe in the file system. Opening it waits until somebody opens it for writing, reading it until
 * something is written. To close it from another thread ends either wait with an {@link
 * AsynchronousCloseException}.
 */
final class NamedPipe implements ReadableByteChannel {
    private final Path path;

    // All guarded by this.
    private @Nullable FileChannel channel;
    private boolean opening;
    private boolean closed;

    /** The writer that an opening was waiting for when the pipe was closed. */
    private @Nullable FileChannel standIn;

    NamedPipe(Path path) {
        this.path = path;
    }

    /** Opens the pipe; once, before anything is read. */
    void open() throws IOException {
        beginOpening();
        FileChannel opened = null;
        try {
            opened = FileChannel.open(path, StandardOpenOption.READ);
        } finally {
            endOpening(opened);
        }
    }

    private synchronized void beginOpening() throws IOException {
        if (closed) {
            throw new AsynchronousCloseException();
        }
        opening = true;
    }

    private synchronized void endOpening(@Nullable FileChannel opened) throws IOException {
        opening = false;
        channel = opened;
        if (closed) {
            close();
            throw new AsynchronousCloseException();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        FileChannel opened;
        synchronized (this) { // not held during the wait
            opened = channel;
        }
        if (opened == null) {
            throw new ClosedChannelException();
        }
        return opened.read(target);
    }

    @Override
    public synchronized boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (opening && standIn == null) {
            // To open a pipe for both ends waits for nobody, and makes a writer.
            standIn = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } else if (!opening && standIn != null) {
            standIn.close();
        }
        if (channel != null) {
            channel.close();
        }
    }
}
