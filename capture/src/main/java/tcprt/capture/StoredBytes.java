package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The bytes of a file as they are stored, counted as they are read. */
final class StoredBytes implements ReadableByteChannel {
    private final ReadableByteChannel channel;
    private long count;

    StoredBytes(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = channel.read(target);
        count += Math.max(read, 0);
        return read;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
