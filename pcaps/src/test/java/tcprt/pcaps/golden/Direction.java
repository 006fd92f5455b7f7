package tcprt.pcaps.golden;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;

/** One of the two directions of the connections of a capture, as a lame mirror port keeps it. */
enum Direction {
    /** What the traced host sent. */
    SENT,
    /** What the traced host received. */
    RECEIVED;

    private record End(long high, long low, int port) {
        static End of(String text) throws UnknownHostException {
            int colon = text.lastIndexOf(':');
            byte[] address = InetAddress.getByName(text.substring(0, colon)).getAddress();
            ByteBuffer bytes = ByteBuffer.wrap(address);
            boolean ipv4 = address.length == 4;
            return new End(
                    ipv4 ? 0 : bytes.getLong(0),
                    ipv4 ? bytes.getInt(0) & 0xffff_ffffL : bytes.getLong(8),
                    Integer.parseInt(text.substring(colon + 1)));
        }
    }

    private record Way(End from, End to) {}

    /**
     * The frames of this direction.
     *
     * @param kernel records of the traced connections
     */
    List<StoredFrame> of(List<StoredFrame> frames, List<RecordLine> kernel)
            throws UnknownHostException {
        Set<Way> ways = new HashSet<>();
        for (RecordLine line : kernel) {
            String[] ends = line.connection().split(" ", -1);
            End remote = End.of(ends[0]);
            End local = End.of(ends[1]);
            ways.add(this == SENT ? new Way(local, remote) : new Way(remote, local));
        }
        PacketView packet = new PacketView();
        List<StoredFrame> kept = new ArrayList<>();
        for (StoredFrame frame : frames) {
            ByteBuffer bytes = ByteBuffer.wrap(frame.copy());
            if (packet.wrap(frame.linkType(), bytes, 0, bytes.capacity(), frame.wireLength())
                    != Defect.NONE) {
                continue;
            }
            End source =
                    new End(packet.sourceHigh(), packet.sourceLow(), packet.tcp().sourcePort());
            End destination =
                    new End(
                            packet.destinationHigh(),
                            packet.destinationLow(),
                            packet.tcp().destinationPort());
            if (ways.contains(new Way(source, destination))) {
                kept.add(frame);
            }
        }
        return kept;
    }
}
