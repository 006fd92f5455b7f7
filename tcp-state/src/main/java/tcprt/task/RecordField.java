package tcprt.task;

/**
 * A number of a record that can be wrong where the capture misses frames; {@link
 * TcpRtRecord#inferred} is a set of them.
 */
public enum RecordField {
    START,
    SENT_BYTES,
    TOTAL,
    RETRANSMITS,
    SERVER_TIME,
    /** Upload time of R and W, receive time of P. */
    RECEIVE_TIME,
    RECEIVED_BYTES,
    UNACKED_BYTES,
    REORDERED,
    MSS;

    /** Its place in a set. */
    public int bit() {
        return 1 << ordinal();
    }
}
