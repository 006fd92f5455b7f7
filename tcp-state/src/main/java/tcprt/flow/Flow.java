package tcprt.flow;

import tcprt.task.Endpoints;
import tcprt.task.LocalTask;
import tcprt.task.PeerTask;
import tcprt.task.RecordWriter;
import tcprt.task.TcpRtRecord;
import tcprt.tcp.HostOrder;
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

    Flow(
            Connection connection,
            boolean hostIsFirst,
            boolean activeOpen,
            PortRules.Match match,
            TcpContext context,
            RecordWriter writer) {
        this.connection = connection;
        this.hostIsFirst = hostIsFirst;
        this.activeOpen = activeOpen;
        boolean local = match == PortRules.Match.LOCAL;
        TcpRtHooks task = local ? new LocalTask(writer, this) : new PeerTask(writer, this);
        this.order = new HostOrder(context, new Tcb(context, task, local));
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
