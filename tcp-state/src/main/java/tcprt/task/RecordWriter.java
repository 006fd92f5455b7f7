package tcprt.task;

/** The one record that a shard fills over and over, and the sink it goes to. */
public final class RecordWriter {
    private final TcpRtRecord record = new TcpRtRecord();
    private final RecordSink sink;
    private long written;

    /** Makes a writer to {@code sink}. */
    public RecordWriter(RecordSink sink) {
        this.sink = sink;
    }

    /** The record, to be filled for a connection. */
    TcpRtRecord begin(RecordType type, Endpoints endpoints, long startTimeNs) {
        record.type = type;
        record.startTimeNs = startTimeNs;
        endpoints.describe(record);
        return record;
    }

    /** Hands the filled record over. */
    void end() {
        written++;
        sink.onRecord(record);
    }

    /** Hands over a record that was filled earlier; lent. */
    void write(TcpRtRecord earlier) {
        written++;
        sink.onRecord(earlier);
    }

    /** Records handed over so far. */
    public long written() {
        return written;
    }
}
