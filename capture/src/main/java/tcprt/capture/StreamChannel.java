package tcprt.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * An input stream read as a channel, in pieces as they come: one read of the stream for each read
 * of the channel. The stream is the caller's and is not closed.
 */
final class StreamChannel implements ReadableByteChannel {
    private final InputStream stream;
    private final byte[] piece = new byte[64 * 1024];
    private boolean open = true;

    StreamChannel(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = stream.read(piece, 0, Math.min(piece.length, target.remaining()));
        if (count > 0) {
            target.put(piece, 0, count);
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
