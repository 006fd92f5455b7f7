package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip file holds (RFC 1952), inflated by the JDK from one direct buffer into another.
 *
 * <p>Not {@code GZIPInputStream}: that ends quietly where a later member is corrupt, calls itself
 * once per empty member, and copies through arrays.
 */
final class GzipChannel implements ReadableByteChannel {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int DEFLATE = 8;

    private enum Part {
        FIRST_HEADER,
        LATER_HEADER,
        DATA,
        TRAILER
    }

    private final ReadableByteChannel stored;
    private final ByteBuffer input;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private Part part = Part.FIRST_HEADER;

    /** As {@link Compression#decompress}. */
    GzipChannel(ReadableByteChannel stored, ByteBuffer read) {
        this.stored = stored;
        this.input = read;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int from = target.position();
        while (target.position() == from) {
            switch (part) {
                case FIRST_HEADER -> readHeader();
                case LATER_HEADER -> {
                    if (atEnd()) {
                        return -1;
                    }
                    readHeader();
                }
                case DATA -> inflate(target);
                case TRAILER -> readTrailer();
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
        inflater.end();
        stored.close();
    }

    private void inflate(ByteBuffer target) throws IOException {
        int from = target.position();
        try {
            inflater.inflate(target);
        } catch (DataFormatException e) {
            throw new CorruptStreamException("does not inflate (" + e.getMessage() + ")");
        }
        int to = target.position();
        if (to > from) {
            int limit = target.limit();
            crc.update(target.position(from).limit(to));
            target.limit(limit);
        } else if (inflater.needsDictionary()) {
            throw new CorruptStreamException("wants a preset dictionary, which gzip does not have");
        }
        if (inflater.finished()) {
            part = Part.TRAILER;
        } else if (to == from && !input.hasRemaining()) {
            requireMore();
            inflater.setInput(input);
        }
    }

    private void readHeader() throws IOException {
        if (nextByte() != 0x1f || nextByte() != 0x8b) {
            throw new CorruptStreamException("continues with something that is not a gzip member");
        }
        int method = nextByte();
        if (method != DEFLATE) {
            throw new CorruptStreamException(
                    "has compression method " + method + ", allowed is " + DEFLATE);
        }
        int flags = nextByte();
        skip(6); // time, extra flags, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(nextByte() | nextByte() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(input);
        crc.reset();
        part = Part.DATA;
    }

    private void readTrailer() throws IOException {
        long expected = nextInt();
        long size = nextInt();
        if (expected != crc.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new CorruptStreamException(
                    "has checksum %08x and length %d mod 2^32, its trailer says %08x and %d; what was"
                                    .formatted(
                                            crc.getValue(),
                                            inflater.getBytesWritten() & 0xffff_ffffL,
                                            expected,
                                            size)
                            + " read of it may be wrong");
        }
        part = Part.LATER_HEADER;
    }

    /**
     * Between members: whether nothing follows but padding with zeros, as tapes and gzip have it.
     */
    private boolean atEnd() throws IOException {
        while (input.hasRemaining() || refill()) {
            if (input.get(input.position()) != 0) {
                return false;
            }
            input.get();
        }
        return true;
    }

    private long nextInt() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
    }

    private int nextByte() throws IOException {
        if (!input.hasRemaining()) {
            requireMore();
        }
        return Byte.toUnsignedInt(input.get());
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            nextByte();
        }
    }

    private void skipText() throws IOException {
        while (nextByte() != 0) {
            // up to and with the zero byte at its end
        }
    }

    private void requireMore() throws IOException {
        if (!refill()) {
            throw new CorruptStreamException("ends inside a gzip member");
        }
    }

    private boolean refill() throws IOException {
        input.clear();
        int count = stored.read(input);
        input.flip();
        return count > 0;
    }
}
