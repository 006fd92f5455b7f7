package tcprt.emit;

import java.io.IOException;

/**
 * What the kernel's ring would still hold at the end: lines go to a ring that nobody reads, and at
 * close what is left of them goes to the place they were meant for.
 */
public final class RingTarget implements LineTarget {
    private static final int CHUNK_BYTES = 1 << 16;

    private final RelayRing ring;
    private final LineTarget target;
    private boolean closed;

    /**
     * Puts a ring before a target.
     *
     * @param ring owned from here on; its counts may be asked after {@link #close}
     * @param target owned from here on
     */
    public RingTarget(RelayRing ring, LineTarget target) {
        this.ring = ring;
        this.target = target;
    }

    @Override
    public void write(byte[] line, int offset, int length) {
        ring.write(line, offset, length);
    }

    /** Does nothing: until the end it is open which lines will be overwritten. */
    @Override
    public void flush() {}

    @Override
    @SuppressWarnings("try") // the resources are there to be closed
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (LineTarget closingTarget = target;
                RelayRing closingRing = ring) {
            byte[] chunk = new byte[CHUNK_BYTES];
            int length = ring.read(chunk, 0, chunk.length);
            while (length > 0) {
                target.write(chunk, 0, length);
                length = ring.read(chunk, 0, chunk.length);
            }
        }
    }
}
