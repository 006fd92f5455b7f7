package tcprt.task;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tcprt.RecordLog;
import tcprt.TestFrame;
import tcprt.tcp.Handshake;
import tcprt.tcp.HostOrder;
import tcprt.tcp.Segment;
import tcprt.tcp.Tcb;
import tcprt.tcp.TcpContext;
import tcprt.tcp.TcpRtHooks;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;

/**
 * A real socket and a real task, driven by segments; notes which hook was called in which stage.
 *
 * <p>Sequence numbers are relative to the sender's ISN: the SYN is 0. Received segments are
 * processed at once, without waiting for the host's answer.
 */
final class TestSocket implements TcpRtHooks {
    private static final int HZ = 1000;
    private static final int SEGMENT_LIMIT = 100;
    private static final long UNDECIDED_CLOSE_NS = 1_000_000_000L;

    private final int hostIsn;
    private final int remoteIsn;
    private final RecordLog records = new RecordLog();
    private final List<HookCall> calls = new ArrayList<>();
    private final TcpContext context =
            new TcpContext(HZ, false, true, 1448, UNDECIDED_CLOSE_NS, SEGMENT_LIMIT);
    private final Task task;
    private final Tcb tcb;
    private final HostOrder order;
    private long timeNs = 1_700_000_000_000_000_000L;

    /** One call of a hook: the stage it met, the stage it left, the letters it wrote. */
    record HookCall(String hook, Stage before, Stage after, String letters) {}

    private TestSocket(boolean local, int hostIsn, int remoteIsn) {
        this.hostIsn = hostIsn;
        this.remoteIsn = remoteIsn;
        RecordWriter writer = new RecordWriter(records);
        Endpoints nowhere = record -> {};
        task = local ? new LocalTask(writer, nowhere) : new PeerTask(writer, nowhere);
        tcb = new Tcb(context, this, local);
        order = new HostOrder(context, tcb);
    }

    /** A server whose handshake is complete, with a round trip time of 1000 us. */
    static TestSocket local() {
        return local(1000, 5000);
    }

    static TestSocket local(int hostIsn, int remoteIsn) {
        TestSocket socket = new TestSocket(true, hostIsn, remoteIsn);
        Handshake handshake = new Handshake();
        handshake.onSyn(socket.segment(false, "S", 0, 0, 0));
        handshake.onSynAck(socket.segment(true, "SA", 0, 1, 0));
        socket.order.openPassive(handshake);
        socket.after(1000).received("A", 1, 1, 0);
        return socket;
    }

    /** A client whose handshake is complete, with a round trip time of 1000 us. */
    static TestSocket peer() {
        return peer(1000, 5000, 0);
    }

    static TestSocket peer(int hostIsn, int remoteIsn, int synBytes) {
        TestSocket socket = new TestSocket(false, hostIsn, remoteIsn);
        Handshake handshake = new Handshake();
        handshake.onSyn(socket.segment(true, "S", 0, 0, synBytes));
        Segment synAck = socket.after(1000).segment(false, "SA", 0, 1, 0);
        handshake.onSynAck(synAck);
        socket.order.openActive(handshake, synAck);
        return socket;
    }

    /** Lets time pass. */
    TestSocket after(long micros) {
        return afterNs(micros * 1000);
    }

    TestSocket afterNs(long nanos) {
        timeNs += nanos;
        return this;
    }

    /** Sets the time. */
    TestSocket at(long epochNs) {
        timeNs = epochNs;
        return this;
    }

    TestSocket received(String flags, int seq, int ack, int length) {
        order.onReceived(segment(false, flags, seq, ack, length));
        if (!tcb.isReleased()) {
            order.decideNow();
        }
        return this;
    }

    TestSocket sent(String flags, int seq, int ack, int length) {
        order.onSent(segment(true, flags, seq, ack, length));
        return this;
    }

    private Segment segment(boolean fromHost, String flags, int seq, int ack, int length) {
        int ownIsn = fromHost ? hostIsn : remoteIsn;
        int otherIsn = fromHost ? remoteIsn : hostIsn;
        TestFrame frame = new TestFrame().segment(flags, ownIsn + seq, otherIsn + ack, length);
        if (flags.contains("S")) {
            frame.mss = 1460;
        }
        ByteBuffer bytes = frame.bytes();
        PacketView view = new PacketView();
        int captured = bytes.capacity();
        Defect defect = view.wrap(TestFrame.LINK_TYPE, bytes, 0, captured, captured);
        if (defect != Defect.NONE) {
            throw new AssertionError(defect);
        }
        Segment segment = new Segment();
        segment.set(view.tcp(), timeNs);
        return segment;
    }

    /** Records written since the last call. */
    String records() {
        return records.drain();
    }

    /** The last call of this hook. */
    HookCall last(String hook) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).hook().equals(hook)) {
                return calls.get(i);
            }
        }
        throw new AssertionError(hook + " was not called");
    }

    private void call(String hook, Runnable body) {
        int written = records.texts().size();
        Stage before = task.stage;
        body.run();
        String letters =
                String.join(
                        " ",
                        records.texts().subList(written, records.texts().size()).stream()
                                .map(text -> text.substring(0, 1))
                                .toList());
        calls.add(new HookCall(hook, before, task.stage, letters.isEmpty() ? "-" : letters));
    }

    @Override
    public void init(Tcb tcb, long timeNs) {
        call("init", () -> task.init(tcb, timeNs));
    }

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {
        call("recvData", () -> task.recvData(tcb, effects, timeNs));
    }

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {
        call("sendData", () -> task.sendData(tcb, effects, timeNs));
    }

    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {
        call("pktsAcked", () -> task.pktsAcked(tcb, timeNs));
    }

    @Override
    public void release(Tcb tcb, long timeNs) {
        call("release", () -> task.release(tcb, timeNs));
    }
}
