package tcprt.emit;

import tcprt.task.TcpRtRecord;

/**
 * How a record becomes bytes. One per shard, chosen once at start; {@link Outputs} names those
 * there are.
 */
public interface RecordFormatter {
    /** No record takes more bytes, its newline included. */
    int maxBytes();

    /**
     * Writes one record and a newline.
     *
     * @param record only read
     * @param target has room for {@link #maxBytes} from {@code offset}, all of which may be
     *     overwritten
     * @return bytes written, the newline included
     */
    int format(TcpRtRecord record, byte[] target, int offset);
}
