package tcprt.flow;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tcprt.stream.MessageStream;
import tcprt.stream.StreamContext;
import tcprt.task.Endpoints;
import tcprt.task.LocalTask;
import tcprt.task.MarkedTask;
import tcprt.task.MessageParser;
import tcprt.task.PeerTask;
import tcprt.task.RecordWriter;
import tcprt.task.TcpRtRecord;
import tcprt.tcp.HostOrder;
import tcprt.tcp.Segment;
import tcprt.tcp.Tcb;
import tcprt.tcp.TcpContext;
import tcprt.tcp.TcpRtHooks;

/** One traced end of a connection: its socket, the order of its segments, its tasks. */
final class Flow implements Endpoints {
    private final Connection connection;

    /** Whether the traced host is the connection's first end. */
    private final boolean hostIsFirst;

    private final boolean activeOpen;
    private final HostOrder order;

    /** Its data in order, if it is parsed. */
    private final @Nullable MessageStream stream;

    Flow(
            Connection connection,
            boolean hostIsFirst,
            boolean activeOpen,
            PortRules.Match match,
            PortMode mode,
            TcpContext context,
            StreamContext streams,
            RecordWriter writer) {
        this.connection = connection;
        this.hostIsFirst = hostIsFirst;
        this.activeOpen = activeOpen;
        boolean local = match == PortRules.Match.LOCAL;
        Supplier<MessageParser> parsers = local ? mode.parsers() : null;
        if (parsers == null) {
            TcpRtHooks task =
                    local
                            ? new LocalTask(writer, this, mode.firstFrameBytes())
                            : new PeerTask(writer, this);
            this.stream = null;
            this.order = new HostOrder(context, new Tcb(context, task, local));
        } else {
            MessageParser parser = parsers.get();
            MarkedTask task = new MarkedTask(writer, this, mode.firstFrameBytes(), parser);
            MessageStream bytes = new MessageStream(streams, parser);
            this.stream = bytes;
            this.order = new HostOrder(context, new Tcb(context, task, bytes::free));
        }
    }

    /** The socket is open; its numbers tell where the data begins. */
    void beginStream(boolean fromStart) {
        if (stream != null) {
            stream.begin(tcb().sndNxt(), tcb().rcvNxt(), fromStart);
        }
    }

    /**
     * Hands a segment on, once the parser has seen its bytes.
     *
     * @param segment lent
     */
    void onSegment(Segment segment, boolean fromHost) {
        if (stream != null) {
            stream.onSegment(segment, fromHost);
            segment.setEffects(stream.effects(), stream.ackEffects());
        }
        if (fromHost) {
            order.onSent(segment);
        } else {
            order.onReceived(segment);
        }
        if (stream != null) {
            segment.setEffects(0, 0); // the other end may be traced without a parser
        }
    }

    /** Times that the parser lost its place. */
    int timesLost() {
        return stream == null ? 0 : stream.timesLost();
    }

    HostOrder order() {
        return order;
    }

    Tcb tcb() {
        return order.tcb();
    }

    @Override
    public void describe(TcpRtRecord record) {
        record.ipv6 = connection.ipv6;
        record.activeOpen = activeOpen;
        if (hostIsFirst) {
            record.localAddressHigh = connection.firstHigh;
            record.localAddressLow = connection.firstLow;
            record.localPort = connection.firstPort;
            record.remoteAddressHigh = connection.secondHigh;
            record.remoteAddressLow = connection.secondLow;
            record.remotePort = connection.secondPort;
        } else {
            record.localAddressHigh = connection.secondHigh;
            record.localAddressLow = connection.secondLow;
            record.localPort = connection.secondPort;
            record.remoteAddressHigh = connection.firstHigh;
            record.remoteAddressLow = connection.firstLow;
            record.remotePort = connection.firstPort;
        }
    }
}
