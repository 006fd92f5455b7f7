package tcprt.flow;

import tcprt.task.TcpRtRecord;

/** Told of every traced end that has not been released. */
@FunctionalInterface
public interface OpenEndHandler {
    /**
     * One such end.
     *
     * @param endpoints only its addresses and ports are defined; lent for the duration of the call
     * @param unanswered whether it has sent what was not acknowledged
     */
    void onOpenEnd(TcpRtRecord endpoints, boolean unanswered);
}
