package tcprt.pcaps.publiccaptures;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcprt.FrameReader;
import tcprt.FrameSettings;
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.capture.CaptureSource;
import tcprt.capture.FrameHandler;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;
import tcprt.flow.PortRules;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;
import tcprt.wire.PacketView;

/**
 * A capture with both ends of every connection traced as peers, so that each end that sent
 * anything, be it a FIN, leaves an E record: what we say of the connection.
 */
final class TracedCapture {
    private static final int FRAMES_AT_ONCE = 256;

    /** A 4-tuple, seen from one end. */
    record End(InetSocketAddress local, InetSocketAddress remote) {
        End opposite() {
            return new End(remote, local);
        }

        /** The traced end of a record's connection. */
        static End of(TcpRtRecord record) {
            return new End(
                    endpoint(
                            record.ipv6,
                            record.localAddressHigh,
                            record.localAddressLow,
                            record.localPort),
                    endpoint(
                            record.ipv6,
                            record.remoteAddressHigh,
                            record.remoteAddressLow,
                            record.remotePort));
        }
    }

    /**
     * What we say of one end of a connection.
     *
     * @param mssBytes of the last task that printed one, 0 if none did
     * @param largestWindow that the other end had offered by then, bytes
     */
    record Said(
            long sentBytes,
            long receivedBytes,
            long retransmissions,
            long minRttMicros,
            long mssBytes,
            long largestWindow) {}

    private final Map<End, Said> said = new HashMap<>();
    private final Map<End, SeenEnd> seen = new HashMap<>();
    private final Map<End, Long> lastMss = new HashMap<>();
    private final Map<End, Long> windowThen = new HashMap<>();
    private final FrameReader reader = new FrameReader(FrameSettings.defaults());
    private int frames;

    static TracedCapture of(PublicCapture capture) throws IOException {
        TracedCapture traced = new TracedCapture();
        PortRules bothEnds =
                PortRules.builder().addPeerRange(new PortRules.PortRange(0, 65535)).build();
        Tracer tracer = new Tracer(TracerSettings.of(bothEnds), traced::onRecord);
        replay(
                capture,
                (timeNs, interfaceId, linkType, buffer, offset, length, wire) -> {
                    traced.look(timeNs, linkType, buffer, offset, length, wire);
                    tracer.onFrame(timeNs, interfaceId, linkType, buffer, offset, length, wire);
                });
        tracer.endOfCapture();
        return traced;
    }

    /** Hands over every frame of a capture. */
    static void replay(PublicCapture capture, FrameHandler handler) throws IOException {
        List<String> files = List.of(capture.path().toString());
        try (CaptureSource source = Sources.open(files, false, InputStream.nullInputStream())) {
            while (source.poll(handler, FRAMES_AT_ONCE) != FrameSource.END_OF_CAPTURE) {}
        }
    }

    /** What we say of an end; null if it was not released, or never had a task. */
    @Nullable Said said(End end) {
        return said.get(end);
    }

    /** What the packets of an end show. */
    SeenEnd seen(End end) {
        return seen.computeIfAbsent(end, e -> new SeenEnd());
    }

    private void look(
            long timeNs, int linkType, ByteBuffer buffer, int offset, int length, int wire) {
        frames++;
        if (reader.read(timeNs, linkType, buffer, offset, length, wire)) {
            PacketView packet = reader.packet();
            End sender =
                    new End(
                            endpoint(
                                    packet.ipv6(),
                                    packet.sourceHigh(),
                                    packet.sourceLow(),
                                    packet.tcp().sourcePort()),
                            endpoint(
                                    packet.ipv6(),
                                    packet.destinationHigh(),
                                    packet.destinationLow(),
                                    packet.tcp().destinationPort()));
            seen(sender).onSent(packet.tcp(), frames, seen(sender.opposite()));
        }
    }

    private void onRecord(TcpRtRecord record) {
        End end = End.of(record);
        if (record.type == RecordType.E) {
            said.put(
                    end,
                    new Said(
                            record.sentBytes,
                            record.receivedBytes,
                            record.retransmits,
                            record.minRttMicros,
                            lastMss.getOrDefault(end, 0L),
                            windowThen.getOrDefault(end, 0L)));
        } else {
            lastMss.put(end, record.mssBytes);
            windowThen.put(end, seen(end.opposite()).largestWindow);
        }
    }

    private static InetSocketAddress endpoint(boolean ipv6, long high, long low, int port) {
        ByteBuffer address = ByteBuffer.allocate(16).putLong(high).putLong(low);
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        address.get(16 - bytes.length, bytes);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
