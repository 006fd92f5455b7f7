package tcprt.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/**
 * What an xz file holds (The .xz File Format 1.2), any number of streams, decompressed by XZ for
 * Java.
 */
final class XzChannel implements ReadableByteChannel {
    /** Most memory a stream may ask for, KiB: {@code xz -9} takes 65 MiB, a long window more. */
    private static final int MEMORY_LIMIT_KIB = 256 * 1024;

    private final Stored stored;
    private final byte[] piece = new byte[64 * 1024];
    private @Nullable XZInputStream decompressor;

    /** The compressed bytes as the library wants them; remembers if it was them that failed. */
    private static final class Stored extends InputStream {
        final ReadableByteChannel channel;
        final ByteBuffer input;
        @Nullable IOException failure;

        Stored(ReadableByteChannel channel, ByteBuffer input) {
            this.channel = channel;
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            return input.hasRemaining() || refill() ? Byte.toUnsignedInt(input.get()) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length > 0 && !input.hasRemaining() && !refill()) {
                return -1;
            }
            int count = Math.min(length, input.remaining());
            input.get(target, offset, count);
            return count;
        }

        private boolean refill() throws IOException {
            input.clear();
            try {
                int count = channel.read(input);
                input.flip();
                return count > 0;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** As {@link Compression#decompress}. */
    XzChannel(ReadableByteChannel stored, ByteBuffer read) {
        this.stored = new Stored(stored, read);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            if (decompressor == null) {
                decompressor = new XZInputStream(stored, MEMORY_LIMIT_KIB);
            }
            int count = decompressor.read(piece, 0, Math.min(piece.length, target.remaining()));
            if (count > 0) {
                target.put(piece, 0, count);
            }
            return count;
        } catch (MemoryLimitException e) {
            throw new IOException(
                    "its xz stream needs %d MiB of memory, the limit is %d; pipe it in with xz -dc, as file -"
                            .formatted(e.getMemoryNeeded() / 1024 + 1, MEMORY_LIMIT_KIB / 1024),
                    e);
        } catch (UnsupportedOptionsException e) {
            throw new IOException(
                    "its xz stream is not read here ("
                            + e.getMessage()
                            + "); pipe it in with xz -dc, as file -",
                    e);
        } catch (IOException e) {
            if (stored.failure != null) {
                throw stored.failure;
            }
            throw new CorruptStreamException(
                    e instanceof EOFException
                            ? "ends inside an xz stream"
                            : "does not decompress (" + e.getMessage() + ")");
        }
    }

    @Override
    public boolean isOpen() {
        return stored.channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (decompressor != null) {
            decompressor.close();
        }
        stored.channel.close();
    }
}
