package tcprt.task;

/**
 * The two ends of a traced connection as a record prints them; field shapes as in {@link
 * TcpRtRecord}.
 */
public interface Endpoints {
    /** Writes family, addresses, ports and the side that opened into {@code record}. */
    void describe(TcpRtRecord record);
}
