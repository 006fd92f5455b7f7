package tcprt.tcp;

import java.util.ArrayList;
import java.util.List;

/**
 * One traced host behind its {@link HostOrder}, and what its hooks were told: name, where the
 * stream stood, and when in microseconds.
 *
 * <p>Sequence numbers are relative to the sender's ISN: the SYN is 0. Times are microseconds.
 */
final class TestHost implements TcpRtHooks {
    static final int HOST_ISN = 1000;
    static final int REMOTE_ISN = 5000;

    final TcpContext context;
    final HostOrder order;
    final List<String> log = new ArrayList<>();
    private final Tcb tcb;

    /** A socket that nothing is known of. */
    TestHost(TcpContext context, boolean local) {
        this.context = context;
        tcb = new Tcb(context, this, local);
        order = new HostOrder(context, tcb);
    }

    static TcpContext context(boolean closeByDefault, int segmentLimit) {
        return new TcpContext(1000, false, closeByDefault, 1448, 1_000_000_000L, segmentLimit);
    }

    /** A server, with its handshake complete at 1000 us. */
    static TestHost server(TcpContext context) {
        TestHost host = new TestHost(context, true);
        Handshake handshake = new Handshake();
        handshake.onSyn(host.segment(false, 0, "S", 0, 0, 0));
        handshake.onSynAck(host.segment(true, 0, "SA", 0, 1, 0));
        host.order.openPassive(handshake);
        host.received(1000, "A", 1, 1, 0);
        host.log.clear();
        return host;
    }

    static TestHost server() {
        return server(context(true, 100));
    }

    /** A client, with its handshake complete at 1000 us. */
    static TestHost client(TcpContext context) {
        TestHost host = new TestHost(context, false);
        Handshake handshake = new Handshake();
        handshake.onSyn(host.segment(true, 0, "S", 0, 0, 0));
        Segment synAck = host.segment(false, 1000, "SA", 0, 1, 0);
        handshake.onSynAck(synAck);
        host.order.openActive(handshake, synAck);
        host.log.clear();
        return host;
    }

    Tcb tcb() {
        return tcb;
    }

    TestHost received(long micros, String flags, int seq, int ack, int length) {
        order.onReceived(segment(false, micros, flags, seq, ack, length));
        return this;
    }

    TestHost sent(long micros, String flags, int seq, int ack, int length) {
        order.onSent(segment(true, micros, flags, seq, ack, length));
        return this;
    }

    /** A segment of the host with one SACK block. */
    TestHost sentSack(long micros, int seq, int ack, int from, int to) {
        Segment segment = segment(true, micros, "A", seq, ack, 0);
        segment.sackCount = 1;
        segment.sackStart[0] = REMOTE_ISN + from;
        segment.sackEnd[0] = REMOTE_ISN + to;
        order.onSent(segment);
        return this;
    }

    TestHost timePasses(long micros) {
        context.expire(micros * 1000);
        return this;
    }

    /** The calls since the last time, on one line. */
    String calls() {
        String calls = String.join(", ", log);
        log.clear();
        return calls;
    }

    Segment segment(boolean fromHost, long micros, String flags, int seq, int ack, int length) {
        Segment segment = new Segment();
        fill(segment, fromHost, flags, seq, ack, length);
        segment.timeNs = micros * 1000;
        return segment;
    }

    private static void fill(
            Segment segment, boolean fromHost, String flags, int seq, int ack, int length) {
        segment.seq = seq + (fromHost ? HOST_ISN : REMOTE_ISN);
        segment.ackSeq = ack + (fromHost ? REMOTE_ISN : HOST_ISN);
        segment.payloadLength = length;
        segment.syn = flags.contains("S");
        segment.fin = flags.contains("F");
        segment.rst = flags.contains("R");
        segment.ack = flags.contains("A");
        segment.window = 65535;
        segment.predictable = flags.equals("A") || flags.equals("PA");
        segment.hasTimestamp = false;
        segment.sackCount = 0;
        segment.mssOption = segment.syn ? 1460 : 0;
        segment.windowScale = -1;
        segment.beyondWindow = false;
        segment.next = null;
    }

    private void note(String hook, int position, long timeNs) {
        log.add(hook + " " + position + " @" + timeNs / 1000);
    }

    @Override
    public void init(Tcb tcb, long timeNs) {
        log.add("init @" + timeNs / 1000);
    }

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {
        note("recvData", tcb.rcvNxt() - REMOTE_ISN, timeNs);
    }

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {
        note("sendData", tcb.sndNxt() - HOST_ISN, timeNs);
    }

    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {
        note("pktsAcked", tcb.sndUna() - HOST_ISN, timeNs);
    }

    @Override
    public void release(Tcb tcb, long timeNs) {
        note("release", tcb.rcvNxt() - REMOTE_ISN, timeNs);
    }
}
