package tcprt.tcp;

/**
 * Where a socket tells the tracer: the calls of its five hooks, and what a parser found in the data
 * on its way to them.
 *
 * <p>Of a connection that began before the capture nothing is told until the first boundary between
 * tasks that can be proven: one end asks after the other has answered.
 */
final class Tracepoints {
    private final TcpRtHooks traced;
    private final boolean remoteAsksFirst;

    /** {@link #traced}, or {@link NoHooks} until that boundary. */
    private TcpRtHooks hooks;

    private boolean answerSeen;
    private boolean inferred;

    /** What a parser found in each direction's data, until the hook of that data. */
    private long receivedEffects;

    private long sentEffects;

    /**
     * Makes those of one socket.
     *
     * @param traced told what happens
     * @param remoteAsksFirst whether requests come from the other end (local ports) or from this
     *     one (peer ports)
     */
    Tracepoints(TcpRtHooks traced, boolean remoteAsksFirst) {
        this.traced = traced;
        this.remoteAsksFirst = remoteAsksFirst;
        this.hooks = traced;
    }

    /** The connection began before the capture. */
    void openMidStream() {
        hooks = NoHooks.INSTANCE;
    }

    // ---- Before a hook ----

    /** The host sends a segment; what was found in it goes with the data it is about. */
    void onSent(Segment segment) {
        sentEffects |= segment.effects;
        receivedEffects |= segment.ackEffects;
    }

    /** The host receives a segment; what was found in it goes with the data it is about. */
    void onReceived(Segment segment) {
        receivedEffects |= segment.effects;
        sentEffects |= segment.ackEffects;
    }

    /** Whether something was found in the host's data that no hook was told of. */
    boolean hasSentEffects() {
        return sentEffects != 0;
    }

    /** Whether something was found in the other end's data that no hook was told of. */
    boolean hasReceivedEffects() {
        return receivedEffects != 0;
    }

    /** SND.NXT is about to move. */
    void beforeSent(Tcb tcb, long timeNs) {
        crossBoundary(tcb, !remoteAsksFirst, timeNs);
    }

    /** RCV.NXT is about to move. */
    void beforeReceived(Tcb tcb, long timeNs) {
        crossBoundary(tcb, remoteAsksFirst, timeNs);
    }

    private void crossBoundary(Tcb tcb, boolean request, long timeNs) {
        if (hooks == NoHooks.INSTANCE) {
            if (!request) {
                answerSeen = true;
            } else if (answerSeen) {
                hooks = traced;
                hooks.init(tcb, timeNs);
            }
        }
    }

    // ---- The hooks ----

    /** The handshake is complete. */
    void init(Tcb tcb, long timeNs) {
        hooks.init(tcb, timeNs);
    }

    /**
     * The host sent data.
     *
     * @param unseen whether that is only concluded from a later ACK or sequence number
     */
    void sendData(Tcb tcb, boolean unseen, long timeNs) {
        long effects = sentEffects;
        sentEffects = 0;
        inferred = unseen;
        hooks.sendData(tcb, effects, timeNs);
        inferred = false;
    }

    /**
     * The host received data.
     *
     * @param unseen whether that is only concluded from the host's ACK
     */
    void recvData(Tcb tcb, boolean unseen, long timeNs) {
        long effects = receivedEffects;
        receivedEffects = 0;
        inferred = unseen;
        hooks.recvData(tcb, effects, timeNs);
        inferred = false;
    }

    /** SND.UNA has moved, or could have. */
    void pktsAcked(Tcb tcb, long timeNs) {
        hooks.pktsAcked(tcb, timeNs);
    }

    /** The socket is destroyed. */
    void release(Tcb tcb, long timeNs) {
        hooks.release(tcb, timeNs);
    }

    /** Whether the move that a hook is being told of was not seen, but concluded. */
    boolean isInferred() {
        return inferred;
    }
}
