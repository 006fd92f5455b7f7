package tcprt;

import java.nio.ByteBuffer;
import tcprt.flow.PortRules;

/**
 * A tracer with one connection on its wire, spoken to segment by segment: {@code in} towards the
 * traced server 10.0.0.1:80, {@code out} from it.
 *
 * <p>Sequence numbers are relative to the sender's ISN: the SYN is 0. Times are microseconds.
 * Options and windows are fields of {@link #client} and {@link #server} and stay as they are set.
 */
public final class TestWire {
    public static final int SERVER_ADDRESS = 0x0a00_0001;
    public static final int CLIENT_ADDRESS = 0x0a00_0002;
    public static final int SERVER_PORT = 80;
    public static final long BASE_NS = 1_700_000_000_000_000_000L;

    public final Tracer tracer;
    public final RecordLog records = new RecordLog();
    public final TestFrame client = new TestFrame();
    public final TestFrame server = new TestFrame();
    public int clientIsn = 5000;
    public int serverIsn = 1000;
    private final ByteBuffer buffer = ByteBuffer.allocate(TestFrame.MAX_LENGTH);

    /** A wire whose tracer follows these rules. */
    public TestWire(TracerSettings settings) {
        tracer = new Tracer(settings, records);
        clientPort(40000);
    }

    /** A wire whose tracer traces the server as local port 80. */
    public static TestWire local() {
        return new TestWire(
                TracerSettings.of(PortRules.builder().addLocalPort(SERVER_PORT).build()));
    }

    /** A wire whose tracer traces the client of peer port 80. */
    public static TestWire peer() {
        return new TestWire(
                TracerSettings.of(PortRules.builder().addPeerPort(SERVER_PORT).build()));
    }

    /** The next segments belong to another connection. */
    public TestWire clientPort(int port) {
        client.between(CLIENT_ADDRESS, port, SERVER_ADDRESS, SERVER_PORT);
        server.between(SERVER_ADDRESS, SERVER_PORT, CLIENT_ADDRESS, port);
        return this;
    }

    /** SYN, SYN-ACK and ACK at 0, 0 and 1000 us. */
    public TestWire handshake() {
        return in(0, "S", 0, 0, 0).out(0, "SA", 0, 1, 0).in(1000, "A", 1, 1, 0);
    }

    /** A segment from the client to the server. */
    public TestWire in(long micros, String flags, int seq, int ack, int length) {
        client.mss = flags.contains("S") ? 1460 : 0;
        client.segment(flags, clientIsn + seq, serverIsn + ack, length);
        return frame(micros, client);
    }

    /** A segment from the server to the client. */
    public TestWire out(long micros, String flags, int seq, int ack, int length) {
        server.mss = flags.contains("S") ? 1460 : 0;
        server.segment(flags, serverIsn + seq, clientIsn + ack, length);
        return frame(micros, server);
    }

    /** Any frame. */
    public TestWire frame(long micros, TestFrame frame) {
        int length = frame.encode(buffer);
        tracer.onFrame(BASE_NS + micros * 1000, 0, TestFrame.LINK_TYPE, buffer, 0, length, length);
        return this;
    }

    /** Time passes without a frame. */
    public TestWire quietUntil(long micros) {
        tracer.onTime(BASE_NS + micros * 1000);
        return this;
    }

    /** The capture is over; what was written since the last call. */
    public String end() {
        tracer.endOfCapture();
        return records.drain();
    }
}
