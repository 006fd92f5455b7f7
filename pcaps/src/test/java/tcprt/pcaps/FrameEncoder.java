package tcprt.pcaps;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcprt.pcaps.SegmentOptions.Timestamps;

/**
 * Turns the segments of one script into Ethernet frames, lengths and checksums correct.
 *
 * <p>It remembers one thing from segment to segment: the timestamps each end saw last, to echo
 * them.
 */
final class FrameEncoder {
    /** LINKTYPE_ETHERNET of the tcpdump registry. */
    static final int LINK_TYPE = 1;

    private static final int ETHERNET_LENGTH = 14;
    private static final int SHORTEST_FRAME = 60;
    private static final int TCP_LENGTH = 20;
    private static final int TCP = 6;
    private static final short TYPE_IPV4 = 0x0800;
    private static final short TYPE_ARP = 0x0806;
    private static final short TYPE_IPV6 = (short) 0x86DD;

    /** Locally administered addresses; the last byte tells the ends apart. */
    private static final long HOST_MAC = 0x0200_0000_0001L;

    private static final long REMOTE_MAC = 0x0200_0000_0002L;

    /** So that an end's TSval is never mistaken for its echo. */
    private static final long REMOTE_TS_OFFSET = 1_000_000;

    /** By connection name and direction: the TSval that the sender of that direction echoes. */
    private final Map<String, Long> echoes = new HashMap<>();

    /** The frame of a segment; not padded, as a host sees its own frames. */
    byte[] encode(Step.Segment segment) {
        ScriptConnection connection = segment.connection();
        boolean fromHost = segment.fromHost();
        InetAddress source = (fromHost ? connection.local() : connection.remote()).address();
        InetAddress target = (fromHost ? connection.remote() : connection.local()).address();

        byte[] tcp = tcpSegment(segment);
        putChecksum(tcp, 16, pseudoHeaderSum(source, target, tcp.length) + sum(tcp));
        byte[] ip =
                connection.local().isIpv6()
                        ? ipv6Header(source, target, tcp.length, segment.options())
                        : ipv4Header(source, target, tcp.length, segment.options());
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_LENGTH + ip.length + tcp.length);
        putMac(frame, fromHost ? REMOTE_MAC : HOST_MAC);
        putMac(frame, fromHost ? HOST_MAC : REMOTE_MAC);
        frame.putShort(connection.local().isIpv6() ? TYPE_IPV6 : TYPE_IPV4);
        return frame.put(ip).put(tcp).array();
    }

    /** A frame that is no business of TCP: an ARP request (RFC 826), so that time passes. */
    static byte[] bystander() {
        ByteBuffer frame = ByteBuffer.allocate(SHORTEST_FRAME);
        putMac(frame, 0xFFFF_FFFF_FFFFL);
        putMac(frame, REMOTE_MAC);
        frame.putShort(TYPE_ARP);
        frame.putShort((short) 1).putShort(TYPE_IPV4).put((byte) 6).put((byte) 4);
        frame.putShort((short) 1);
        putMac(frame, REMOTE_MAC);
        return frame.array();
    }

    private byte[] tcpSegment(Step.Segment segment) {
        ScriptConnection connection = segment.connection();
        boolean fromHost = segment.fromHost();
        Endpoint source = fromHost ? connection.local() : connection.remote();
        Endpoint target = fromHost ? connection.remote() : connection.local();
        int ownIsn = fromHost ? connection.localIsn() : connection.remoteIsn();
        int otherIsn = fromHost ? connection.remoteIsn() : connection.localIsn();
        byte[] options = OptionBytes.encode(segment.options(), timestamps(segment), otherIsn);

        ByteBuffer tcp = ByteBuffer.allocate(TCP_LENGTH + options.length + segment.length());
        tcp.putShort((short) source.port()).putShort((short) target.port());
        tcp.putInt(ownIsn + (int) segment.seq());
        tcp.putInt(segment.has(TcpFlags.ACK) ? otherIsn + (int) segment.ack() : 0);
        tcp.put((byte) (((TCP_LENGTH + options.length) / 4) << 4));
        tcp.put((byte) segment.flags());
        tcp.putShort((short) segment.window());
        tcp.putInt(0).put(options).put(segment.payload().getBytes(StandardCharsets.ISO_8859_1));
        return tcp.array();
    }

    private @Nullable Timestamps timestamps(Step.Segment segment) {
        String own = segment.connection().name() + segment.fromHost();
        String other = segment.connection().name() + !segment.fromHost();
        Timestamps timestamps = segment.options().timestamps();
        if (timestamps == null && segment.connection().timestamps()) {
            long milliseconds = segment.timeNs() / 1_000_000;
            long value = milliseconds + (segment.fromHost() ? 0 : REMOTE_TS_OFFSET);
            // RFC 7323 3.2: TSecr means something only together with an ACK.
            long echo = segment.has(TcpFlags.ACK) ? echoes.getOrDefault(own, 0L) : 0;
            timestamps = new Timestamps(value & 0xFFFF_FFFFL, echo);
        }
        if (timestamps != null) {
            echoes.put(other, timestamps.value());
        }
        return timestamps;
    }

    private static byte[] ipv4Header(
            InetAddress source, InetAddress target, int tcpLength, SegmentOptions options) {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcpLength));
        // Not fragmented, and says so: RFC 6864 lets the identification be 0 then.
        header.putShort((short) options.ipId()).putShort((short) 0x4000);
        header.put((byte) options.ttl()).put((byte) TCP).putShort((short) 0);
        header.put(source.getAddress()).put(target.getAddress());
        putChecksum(header.array(), 10, sum(header.array()));
        return header.array();
    }

    private static byte[] ipv6Header(
            InetAddress source, InetAddress target, int tcpLength, SegmentOptions options) {
        ByteBuffer header = ByteBuffer.allocate(40);
        header.putInt(0x6000_0000).putShort((short) tcpLength);
        header.put((byte) TCP).put((byte) options.ttl());
        return header.put(source.getAddress()).put(target.getAddress()).array();
    }

    private static void putMac(ByteBuffer frame, long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    /** RFC 9293 3.1: addresses, protocol and length are checksummed with the segment. */
    private static long pseudoHeaderSum(InetAddress source, InetAddress target, int tcpLength) {
        return sum(source.getAddress()) + sum(target.getAddress()) + TCP + tcpLength;
    }

    /** RFC 1071: the sum of 16-bit words, carries not yet folded in. */
    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (long) (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static void putChecksum(byte[] bytes, int offset, long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        ByteBuffer.wrap(bytes).putShort(offset, (short) ~folded);
    }
}
