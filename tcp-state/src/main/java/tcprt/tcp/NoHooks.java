package tcprt.tcp;

/**
 * Listens to nothing: stands in until a connection that began before the capture reaches a boundary
 * between tasks.
 */
final class NoHooks implements TcpRtHooks {
    static final NoHooks INSTANCE = new NoHooks();

    private NoHooks() {}

    @Override
    public void init(Tcb tcb, long timeNs) {}

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {}

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {}

    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {}

    @Override
    public void release(Tcb tcb, long timeNs) {}
}
