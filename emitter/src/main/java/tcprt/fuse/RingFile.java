package tcprt.fuse;

import java.io.IOException;
import tcprt.emit.RelayRing;

/**
 * A relay ring as a file, as debugfs shows it: mode 0400, consumed by whoever reads, wherever he
 * thinks he is. All readers share one position. Its size is what {@link
 * RelayRing#cumulativeBytes()} says, not what can be read.
 *
 * <p>A read ends with the end of a line if one fits. Where a reader asks for less than a line, the
 * rest of it is kept for the next read, so that all that was ever read, put together, is whole
 * lines, however much was overwritten meanwhile.
 */
public final class RingFile implements ServedFile {
    private final RelayRing ring;

    /** Lines that are out of the ring and were not asked for to their end; empty if none. */
    private byte[] rest = new byte[0];

    private int restStart;
    private int restEnd;

    /**
     * Shows a ring.
     *
     * @param ring not owned
     */
    public RingFile(RelayRing ring) {
        this.ring = ring;
    }

    @Override
    public int permissions() {
        return 0400;
    }

    @Override
    public long sizeBytes() {
        return ring.cumulativeBytes();
    }

    @Override
    public synchronized int read(byte[] target, long offset, int limit) {
        int length = takeRest(target, limit);
        length += ring.readLines(target, length, limit - length);
        if (length > 0 || ring.readableBytes() == 0) {
            return length;
        }
        if (rest.length == 0) {
            rest = new byte[ring.subBufferBytes()]; // room for any line
        }
        restStart = 0;
        restEnd = ring.readLines(rest, 0, rest.length);
        return takeRest(target, limit);
    }

    private int takeRest(byte[] target, int limit) {
        int length = Math.min(restEnd - restStart, limit);
        System.arraycopy(rest, restStart, target, 0, length);
        restStart += length;
        return length;
    }

    /** Nobody writes here; not even root, whom permissions do not stop. */
    @Override
    public void write(String text) throws IOException {
        throw new IOException("is written by tcprt alone");
    }
}
