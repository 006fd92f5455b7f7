package tcprt.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * What a zstd file holds (RFC 8878), decompressed by zstd-jni from one direct buffer into another.
 */
final class ZstdChannel implements ReadableByteChannel {
    private final ReadableByteChannel stored;
    private final ByteBuffer input;
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private boolean insideFrame;

    /** As {@link Compression#decompress}. */
    ZstdChannel(ReadableByteChannel stored, ByteBuffer read) {
        this.stored = stored;
        this.input = read;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int from = target.position();
        while (target.position() == from) {
            // Inside a frame there may be output left even when all input has been taken.
            if (insideFrame || input.hasRemaining()) {
                decompress(target);
            }
            if (target.position() == from && !input.hasRemaining() && !refill()) {
                if (insideFrame) {
                    throw new CorruptStreamException("ends inside a zstd frame");
                }
                return -1;
            }
        }
        return target.position() - from;
    }

    @Override
    public boolean isOpen() {
        return stored.isOpen();
    }

    @Override
    public void close() throws IOException {
        decompressor.close();
        stored.close();
    }

    private void decompress(ByteBuffer target) throws CorruptStreamException {
        try {
            insideFrame = !decompressor.decompressDirectByteBufferStream(target, input);
        } catch (ZstdException e) {
            throw new CorruptStreamException("does not decompress (" + e.getMessage() + ")");
        }
    }

    private boolean refill() throws IOException {
        input.clear();
        int count = stored.read(input);
        input.flip();
        return count > 0;
    }
}
