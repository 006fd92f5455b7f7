package tcprt.validate.join;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryCodec;

/** Entries in a temporary file: written once, then read once from the beginning. */
final class EntryFile implements Closeable {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int LENGTH_BYTES = 2;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private boolean reading;

    private EntryFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes an empty one, gone when it is closed. */
    static EntryFile create(Path file) throws IOException {
        return new EntryFile(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE));
    }

    void write(Entry entry) throws IOException {
        makeRoom(LENGTH_BYTES + EntryCodec.MAX_BYTES);
        int at = buffer.position();
        EntryCodec.write(entry, buffer.position(at + LENGTH_BYTES));
        buffer.putShort(at, (short) (buffer.position() - at - LENGTH_BYTES));
    }

    /** Writes an entry that is bytes already, its length in front. */
    void write(byte[] entries, int offset, int length) throws IOException {
        makeRoom(length);
        buffer.put(entries, offset, length);
    }

    private void makeRoom(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Ends the writing; {@link #read} begins with the first entry. */
    void rewind() throws IOException {
        drain();
        channel.position(0);
        buffer.limit(0);
        reading = true;
    }

    /** The next entry, or null at the end. */
    @Nullable Entry read() throws IOException {
        if (!reading) {
            throw new IllegalStateException("still being written");
        }
        if (!fill(LENGTH_BYTES)) {
            return null;
        }
        int length = Short.toUnsignedInt(buffer.getShort());
        if (!fill(length)) {
            throw new EOFException("a temporary file ends inside a record");
        }
        return EntryCodec.read(buffer);
    }

    /** The next entry of those that were written with the start they are sorted by in front. */
    @Nullable Entry readKeyed() throws IOException {
        if (!fill(Long.BYTES)) {
            return null;
        }
        long key = buffer.getLong();
        Entry entry = read();
        if (entry == null) {
            throw new EOFException("a temporary file ends behind a key");
        }
        entry.alignedMicros = key;
        return entry;
    }

    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        buffer.compact();
        int read = 0;
        while (buffer.position() < bytes && read >= 0) {
            read = channel.read(buffer);
        }
        buffer.flip();
        return buffer.remaining() >= bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
