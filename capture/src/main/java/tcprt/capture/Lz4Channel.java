package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * What an lz4 file holds (LZ4 Frame Format 1.6), its blocks decompressed by lz4-java.
 *
 * <pre>
 *   magic  flags  block size  [content size]  header checksum  |  size  bytes  [checksum]  ...  0  [checksum]
 *     4      1        1             8                1         |    4               4           4       4
 * </pre>
 *
 * All numbers are little-endian. Not {@code LZ4FrameInputStream}: that refuses frames whose blocks
 * refer to the block before, which liblz4 writes unless told otherwise.
 */
final class Lz4Channel implements ReadableByteChannel {
    private static final int MAGIC = 0x184d2204;
    private static final int SKIPPABLE_MAGIC = 0x184d2a50; // to 5f
    private static final int VERSION = 1;
    private static final int FLAG_DICTIONARY = 1;
    private static final int FLAG_CONTENT_CHECKSUM = 4;
    private static final int FLAG_CONTENT_SIZE = 8;
    private static final int FLAG_BLOCK_CHECKSUM = 0x10;
    private static final int FLAG_INDEPENDENT_BLOCKS = 0x20;
    private static final int NOT_COMPRESSED = 0x8000_0000;

    private final ReadableByteChannel stored;
    private final ByteBuffer input;
    private final Lz4Block block = new Lz4Block();
    private final XXHash32 hash = XXHashFactory.safeInstance().hash32();
    private final StreamingXXHash32 contentHash =
            XXHashFactory.safeInstance().newStreamingHash32(0);
    private final byte[] header = new byte[10];
    private int headerLength;
    private boolean insideFrame;
    private int flags;
    private int blockLimit;
    private long contentSize;
    private long contentSizeSaid;

    /** As {@link Compression#decompress}. */
    Lz4Channel(ReadableByteChannel stored, ByteBuffer read) {
        this.stored = stored;
        this.input = read;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int from = target.position();
        while (target.position() == from) {
            if (block.remaining() > 0) {
                block.moveTo(target);
            } else if (insideFrame) {
                readBlock();
            } else if (input.hasRemaining() || refill()) {
                readFrameHeader();
            } else {
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
        contentHash.close();
        stored.close();
    }

    private void readFrameHeader() throws IOException {
        int magic = nextInt();
        if ((magic & ~0xf) == SKIPPABLE_MAGIC) {
            skip(Integer.toUnsignedLong(nextInt()));
            return;
        }
        if (magic != MAGIC) {
            throw new CorruptStreamException("continues with something that is not an lz4 frame");
        }
        headerLength = 0;
        flags = nextHeaderByte();
        int sizes = nextHeaderByte();
        contentSizeSaid = 0;
        if (has(FLAG_CONTENT_SIZE)) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                contentSizeSaid |= (long) nextHeaderByte() << shift;
            }
        }
        requireReadable(sizes);
        int found = hash.hash(header, 0, headerLength, 0) >>> 8 & 0xff;
        int said = nextByte();
        if (found != said) {
            throw new CorruptStreamException(
                    "has a frame header with checksum %02x that says %02x".formatted(found, said));
        }
        blockLimit = 1 << (8 + 2 * (sizes >>> 4));
        block.startFrame(blockLimit);
        contentHash.reset();
        contentSize = 0;
        insideFrame = true;
    }

    private void requireReadable(int sizes) throws CorruptStreamException {
        if (flags >>> 6 != VERSION) {
            throw new CorruptStreamException(
                    "has lz4 frame version " + (flags >>> 6) + ", read is version " + VERSION);
        }
        if (has(FLAG_DICTIONARY)) {
            throw new CorruptStreamException("wants a dictionary, which a capture does not have");
        }
        // 4 to 7 are 64 KiB, 256 KiB, 1 MiB, 4 MiB.
        if (sizes >>> 4 < 4 || sizes >>> 4 > 7) {
            throw new CorruptStreamException(
                    "has lz4 block size code " + (sizes >>> 4) + ", allowed are 4 to 7");
        }
    }

    private void readBlock() throws IOException {
        int word = nextInt();
        if (word == 0) {
            endFrame();
            return;
        }
        int length = word & ~NOT_COMPRESSED;
        if (length > blockLimit) {
            throw new CorruptStreamException(
                    "has a block of " + length + " bytes, its frame allows " + blockLimit);
        }
        for (int at = 0; at < length; ) {
            if (!input.hasRemaining()) {
                requireMore();
            }
            int count = Math.min(length - at, input.remaining());
            block.takePacked(input, at, count);
            at += count;
        }
        if (has(FLAG_BLOCK_CHECKSUM)) {
            requireChecksum("a block with", block.hashPacked(hash, length), nextInt());
        }
        if (word < 0) {
            block.copy(length, has(FLAG_INDEPENDENT_BLOCKS));
        } else {
            block.decompress(length, has(FLAG_INDEPENDENT_BLOCKS), blockLimit);
        }
        if (has(FLAG_CONTENT_CHECKSUM)) {
            block.hashData(contentHash);
        }
        contentSize += block.remaining();
    }

    private void endFrame() throws IOException {
        insideFrame = false;
        if (has(FLAG_CONTENT_CHECKSUM)) {
            requireChecksum("content with", contentHash.getValue(), nextInt());
        }
        if (has(FLAG_CONTENT_SIZE) && contentSize != contentSizeSaid) {
            throw new CorruptStreamException(
                    "has content of %d bytes, its header says %s"
                            .formatted(contentSize, Long.toUnsignedString(contentSizeSaid)));
        }
    }

    private static void requireChecksum(String what, int found, int said)
            throws CorruptStreamException {
        if (found != said) {
            throw new CorruptStreamException(
                    "has %s checksum %08x that says %08x; what was read of it may be wrong"
                            .formatted(what, found, said));
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private int nextHeaderByte() throws IOException {
        int value = nextByte();
        header[headerLength++] = (byte) value;
        return value;
    }

    private int nextInt() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | nextByte() << 24;
    }

    private int nextByte() throws IOException {
        if (!input.hasRemaining()) {
            requireMore();
        }
        return Byte.toUnsignedInt(input.get());
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (!input.hasRemaining()) {
                requireMore();
            }
            int held = (int) Math.min(left, input.remaining());
            input.position(input.position() + held);
            left -= held;
        }
    }

    private void requireMore() throws IOException {
        if (!refill()) {
            throw new CorruptStreamException("ends inside an lz4 frame");
        }
    }

    private boolean refill() throws IOException {
        input.clear();
        int count = stored.read(input);
        input.flip();
        return count > 0;
    }
}
