package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of any file, a log for instance, decompressed if it is compressed as captures may be.
 * Its first bytes tell, never its name.
 */
public final class PlainBytes implements ReadableByteChannel {
    private static final int MAGIC_BYTES = 4;

    private final StoredBytes stored;
    private final ReadableByteChannel plain;

    /** What was read to recognise the compression, and is not compressed. */
    private final ByteBuffer first;

    private PlainBytes(StoredBytes stored, ReadableByteChannel plain, ByteBuffer first) {
        this.stored = stored;
        this.plain = plain;
        this.first = first;
    }

    /**
     * Opens a file. Reads give at least one byte, -1 at the end, or throw once everything before
     * the corruption of a compressed stream has been given.
     *
     * @throws IOException if it cannot be opened, or not be decompressed here
     */
    public static PlainBytes open(Path file) throws IOException {
        StoredBytes stored = new StoredBytes(FileChannel.open(file, StandardOpenOption.READ));
        try {
            ByteBuffer first = ByteBuffer.allocateDirect(ReadMemory.CAPACITY);
            while (first.position() < MAGIC_BYTES && stored.read(first) >= 0) {
                // a few bytes may come at a time
            }
            first.flip();
            Compression compression =
                    first.remaining() < MAGIC_BYTES ? null : Compression.of(first.getInt(0));
            return compression == null
                    ? new PlainBytes(stored, stored, first)
                    : new PlainBytes(
                            stored, compression.decompress(stored, first), ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /** Bytes of the file read so far, as it is stored. */
    public long storedBytesRead() {
        return stored.count();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (first.hasRemaining()) {
            int count = Math.min(first.remaining(), target.remaining());
            target.put(first.slice().limit(count));
            first.position(first.position() + count);
            return count;
        }
        return plain.read(target);
    }

    @Override
    public boolean isOpen() {
        return plain.isOpen();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
