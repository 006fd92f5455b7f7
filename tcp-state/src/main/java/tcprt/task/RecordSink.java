package tcprt.task;

/**
 * Where finished records go. Belongs to one shard; the record is lent and overwritten by the next.
 */
@FunctionalInterface
public interface RecordSink {
    /**
     * Takes one record.
     *
     * @param record lent for the duration of the call
     */
    void onRecord(TcpRtRecord record);
}
