package tcprt.stream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the streams of one shard share: the store, and what they count. */
public final class StreamContext {
    final ByteStore store;

    private final long byteLimit;
    private long keptBytes;

    /** Connections whose data was parsed. */
    public long parsedFlows;

    /** Times that a parser lost its place, of connections that are gone. */
    public long timesLost;

    /** Times that a gap was given up because the store had no room for what came after it. */
    public long timesFull;

    /**
     * Makes one with an empty store.
     *
     * @param byteLimit payload that may wait at the same time, bytes
     */
    public StreamContext(long byteLimit) {
        this.byteLimit = byteLimit;
        store = new ByteStore(byteLimit);
    }

    /**
     * Copies payload of a segment that waits in a reorder window; room for it is as large again as
     * the store's.
     *
     * @param from lent
     * @return a copy, of which {@link #forget} has to be told; null if there is no room, counted
     */
    public @Nullable ByteBuffer keep(ByteBuffer from, int offset, int length) {
        if (keptBytes + length > byteLimit) {
            timesFull++;
            return null;
        }
        keptBytes += length;
        ByteBuffer kept = ByteBuffer.allocate(length);
        kept.put(0, from, offset, length);
        return kept;
    }

    /** So many bytes from {@link #keep} are not needed any more. */
    public void forget(int length) {
        keptBytes -= length;
    }
}
