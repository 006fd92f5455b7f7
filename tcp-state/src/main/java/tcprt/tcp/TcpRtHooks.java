package tcprt.tcp;

/**
 * What happens to a traced connection, in the kernel's own words: the five hooks of {@code struct
 * tcp_rt_ops}.
 *
 * <p>{@link Tcb} decides when a hook is called; an implementation decides what it means for the
 * current task. Both sides of that line can be read next to the kernel source. {@code timeNs}
 * counts from 1970-01-01 UTC and never decreases. What a parser found in the data travels with it
 * as {@code effects}, whose bits only the task and the parser know; 0 where nothing is parsed.
 */
public interface TcpRtHooks {
    /** The connection is established. Called once, first ({@code tcp_init_transfer}). */
    void init(Tcb tcb, long timeNs);

    /**
     * New in-order data for the host ({@code tcp_event_data_recv}). RCV.NXT has already moved over
     * the segment, its FIN included, but not yet over what waits in the out-of-order queue. With
     * effects it is called for a lone FIN too.
     */
    void recvData(Tcb tcb, long effects, long timeNs);

    /**
     * Data or a FIN that was never sent before ({@code tcp_write_xmit}). SND.NXT has already moved.
     * With effects it is called for a retransmission too: one that the capture saw first.
     */
    void sendData(Tcb tcb, long effects, long timeNs);

    /**
     * An acceptable ACK while something was outstanding ({@code tcp_clean_rtx_queue}). SND.UNA has
     * already moved.
     */
    void pktsAcked(Tcb tcb, long timeNs);

    /**
     * The socket is gone: closed, reset or timed out ({@code tcp_v4_destroy_sock}). Called once,
     * last.
     */
    void release(Tcb tcb, long timeNs);
}
