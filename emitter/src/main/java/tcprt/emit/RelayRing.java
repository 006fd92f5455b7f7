package tcprt.emit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A relay channel's buffer in overwrite mode (kernel/relay.c): {@code n} sub-buffers of lines,
 * written round and round, read at most once.
 *
 * <p>A line is never split between sub-buffers; what is left at the end of one is padding that no
 * reader sees. The writer never waits: it takes the oldest sub-buffer again, and what nobody read
 * there is lost, counted. So up to {@code n - 1} full sub-buffers and the current one are readable.
 * Readers share one position: what one has read, no other reads.
 *
 * <p>One thread writes, any others read; unlike in the kernel, they exclude each other, so that no
 * reader sees a torn line.
 */
public final class RelayRing implements LineTarget {
    /** Sub-buffer {@code k} of all ever begun is {@code subBuffers[k % n]}. */
    private final ByteBuf[] subBuffers;

    private final int subBufferBytes;
    private final int[] unreadLines;

    /** Number of the sub-buffer being written: how many were finished. */
    private long produced;

    /** Number of the sub-buffer being read, at most {@link #produced}; never n or more behind. */
    private long consumed;

    private long finishedBytes;
    private long lostLines;
    private long lostBytes;
    private boolean closed;

    /**
     * Makes an empty ring. Its memory lies outside the heap and is released by {@link #close}.
     *
     * @param subBufferCount {@code log_buf_num}, at least 1; with 1 only the current one is
     *     readable
     * @param subBufferBytes {@code log_buf_size}, at least 1
     */
    public RelayRing(int subBufferCount, int subBufferBytes) {
        if (subBufferCount < 1 || subBufferBytes < 1) {
            throw new IllegalArgumentException(
                    subBufferCount
                            + " sub-buffers of "
                            + subBufferBytes
                            + " bytes; both are 1 or more");
        }
        this.subBufferBytes = subBufferBytes;
        this.subBuffers = new ByteBuf[subBufferCount];
        this.unreadLines = new int[subBufferCount];
        for (int i = 0; i < subBufferCount; i++) {
            subBuffers[i] = Unpooled.directBuffer(subBufferBytes, subBufferBytes);
        }
    }

    /** Takes one line. One that is longer than a sub-buffer is lost, counted. */
    @Override
    public synchronized void write(byte[] line, int offset, int length) {
        if (closed || length > subBufferBytes) {
            lostLines++;
            lostBytes += length;
            return;
        }
        if (subBuffers[index(produced)].writableBytes() < length) {
            nextSubBuffer();
        }
        int current = index(produced);
        subBuffers[current].writeBytes(line, offset, length);
        unreadLines[current]++;
    }

    /** relay_switch_subbuf. */
    private void nextSubBuffer() {
        finishedBytes += subBuffers[index(produced)].writerIndex();
        produced++;
        int current = index(produced);
        lostLines += unreadLines[current];
        lostBytes += subBuffers[current].readableBytes();
        unreadLines[current] = 0;
        subBuffers[current].clear();
        // relay_file_read_avail: a reader that was lapped goes on at the oldest that is left.
        consumed = Math.max(consumed, produced - subBuffers.length + 1);
    }

    /**
     * Takes out what is readable, oldest first, over the ends of sub-buffers and without padding. A
     * line is cut only where {@code limit} ends; its rest comes with the next call.
     *
     * @param limit at most this many bytes, 0 or more
     * @return bytes read; 0 if nothing is readable now, which is not an end
     */
    public synchronized int read(byte[] target, int offset, int limit) {
        int at = offset;
        while (!closed) {
            int reading = index(consumed);
            ByteBuf subBuffer = subBuffers[reading];
            int length = Math.min(subBuffer.readableBytes(), offset + limit - at);
            subBuffer.readBytes(target, at, length);
            unreadLines[reading] -= lines(target, at, length);
            at += length;
            if (subBuffer.isReadable() || consumed == produced) {
                break;
            }
            consumed++;
        }
        return at - offset;
    }

    /**
     * Takes out what is readable like {@link #read}, but only whole lines. Whoever reads so never
     * has the beginning of a line whose end was overwritten, which can happen to a reader of the
     * kernel's ring.
     *
     * @param limit at most this many bytes, 0 or more
     * @return bytes read; 0 if nothing is readable now, or if the next line is longer than {@code
     *     limit}
     */
    public synchronized int readLines(byte[] target, int offset, int limit) {
        int at = offset;
        while (!closed) {
            int reading = index(consumed);
            ByteBuf subBuffer = subBuffers[reading];
            int length = wholeLines(subBuffer, offset + limit - at);
            subBuffer.readBytes(target, at, length);
            unreadLines[reading] -= lines(target, at, length);
            at += length;
            if (subBuffer.isReadable() || consumed == produced) {
                break;
            }
            consumed++;
        }
        return at - offset;
    }

    /** Bytes up to the end of the last line that ends within the next {@code limit}. */
    private static int wholeLines(ByteBuf subBuffer, int limit) {
        if (subBuffer.readableBytes() <= limit) {
            return subBuffer.readableBytes();
        }
        int start = subBuffer.readerIndex();
        int newline = subBuffer.indexOf(start + limit, start, (byte) '\n');
        return newline < 0 ? 0 : newline + 1 - start;
    }

    private static int lines(byte[] bytes, int offset, int length) {
        int lines = 0;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                lines++;
            }
        }
        return lines;
    }

    /** {@code log_buf_size}: no line is longer. */
    public int subBufferBytes() {
        return subBufferBytes;
    }

    /** Bytes that {@link #read} would return now if asked for all. */
    public synchronized long readableBytes() {
        long bytes = 0;
        for (ByteBuf subBuffer : subBuffers) {
            bytes += closed ? 0 : subBuffer.readableBytes();
        }
        return bytes;
    }

    /**
     * What {@code ls -l} shows: bytes of lines in all sub-buffers ever finished, read, lost or
     * neither. The current one is not in it, so it is 0 at first; it never decreases.
     */
    public synchronized long cumulativeBytes() {
        return finishedBytes;
    }

    /** Lines that were overwritten before they were read to their end. */
    public synchronized long lostLines() {
        return lostLines;
    }

    /** Bytes that were overwritten before they were read. */
    public synchronized long lostBytes() {
        return lostBytes;
    }

    /** Does nothing: a line is readable at once. */
    @Override
    public void flush() {}

    /** Releases the memory. Nothing is readable afterwards, and lines written are lost. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            for (ByteBuf subBuffer : subBuffers) {
                subBuffer.release();
            }
        }
    }

    private int index(long number) {
        return (int) (number % subBuffers.length);
    }
}
