package tcprt.stream;

/** What the streams of one shard share: the store, and what they count. */
public final class StreamContext {
    final ByteStore store;

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
        store = new ByteStore(byteLimit);
    }
}
