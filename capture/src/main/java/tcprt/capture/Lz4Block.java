package tcprt.capture;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;

/**
 * One block of an lz4 frame (LZ4 Block Format), and the data before it that it may copy from.
 *
 * <p>lz4-java's decompressor knows no data before a block, so a block that may refer to some gets
 * it in front of its own first literals: the same block, had it begun with the data it refers to.
 */
final class Lz4Block {
    /** Most bytes a block may have, packed or not. */
    static final int LIMIT = 4 << 20;

    /** How far back a copy reaches. */
    private static final int WINDOW = 1 << 16;

    /** Before the packed bytes: room for the window and for the length of a run that long. */
    private static final int FRONT = 2 * WINDOW;

    private static final int LONG_RUN = 15;

    // Pure Java: the library's native code would have to be unpacked into a temporary directory.
    private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();
    private byte[] packed = {};
    private byte[] data = {};
    private int from;
    private int to;

    /**
     * Prepares for a frame, whose first block has nothing before it.
     *
     * @param limit bytes its blocks may have, at most {@link #LIMIT}
     */
    void startFrame(int limit) {
        if (data.length < WINDOW + limit) {
            packed = new byte[FRONT + limit];
            data = new byte[WINDOW + limit];
        }
        from = 0;
        to = 0;
    }

    /** Takes the next bytes of the block as it is in the file. */
    void takePacked(ByteBuffer source, int at, int count) {
        source.get(packed, FRONT + at, count);
    }

    /** The checksum of the block as it is in the file. */
    int hashPacked(XXHash32 hash, int length) {
        return hash.hash(packed, FRONT, length, 0);
    }

    /** Makes the data of a block that is not compressed. */
    void copy(int length, boolean independent) {
        int before = independent ? 0 : window();
        System.arraycopy(data, to - before, data, 0, before);
        System.arraycopy(packed, FRONT, data, before, length);
        from = before;
        to = before + length;
    }

    /**
     * Makes the data of a compressed block.
     *
     * @param limit bytes the data may have
     */
    void decompress(int length, boolean independent, int limit) throws CorruptStreamException {
        int before = independent ? 0 : window();
        int start = before == 0 ? FRONT : prepend(before, FRONT + length);
        int end = FRONT + length;
        try {
            to = decompressor.decompress(packed, start, end - start, data, 0, before + limit);
            from = before;
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw doesNotDecompress();
        }
    }

    /** Adds the whole data to a checksum. */
    void hashData(StreamingXXHash32 hash) {
        hash.update(data, from, to - from);
    }

    /** Bytes of data not yet handed over. */
    int remaining() {
        return to - from;
    }

    /** Hands over as much as there is room for. */
    void moveTo(ByteBuffer target) {
        int count = Math.min(target.remaining(), to - from);
        target.put(data, from, count);
        from += count;
    }

    private static CorruptStreamException doesNotDecompress() {
        return new CorruptStreamException("has a block that does not decompress");
    }

    private int window() {
        return Math.min(to, WINDOW);
    }

    /**
     * Puts the data before the block in front of its first literals.
     *
     * @return where the block begins now
     */
    private int prepend(int before, int end) throws CorruptStreamException {
        int token = Byte.toUnsignedInt(packed[FRONT]);
        int literals = FRONT + 1;
        int run = token >>> 4;
        if (run == LONG_RUN) {
            int more;
            do {
                if (literals == end) {
                    throw doesNotDecompress();
                }
                more = Byte.toUnsignedInt(packed[literals++]);
                run += more;
            } while (more == 255);
        }
        if (run > end - literals) {
            throw doesNotDecompress();
        }
        int start = literals - before;
        System.arraycopy(data, to - before, packed, start, before);
        run += before;
        if (run >= LONG_RUN) {
            packed[--start] = (byte) ((run - LONG_RUN) % 255);
            for (int rest = (run - LONG_RUN) / 255; rest > 0; rest--) {
                packed[--start] = (byte) 255;
            }
        }
        packed[--start] = (byte) (Math.min(run, LONG_RUN) << 4 | (token & 0xf));
        return start;
    }
}
