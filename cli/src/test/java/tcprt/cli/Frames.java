package tcprt.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Frames and captures made by hand: Ethernet, IPv4, TCP (RFC 791, RFC 9293) in classic pcap. */
final class Frames {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int ACK = 0x10;
    static final int ETHERNET = 1;

    /** A frame with its time, nanoseconds since 1970-01-01 UTC. */
    static final class Frame {
        private final long timeNs;
        private final byte[] bytes;

        Frame(long timeNs, byte[] bytes) {
            this.timeNs = timeNs;
            this.bytes = bytes;
        }

        long timeNs() {
            return timeNs;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private Frames() {}

    /** A TCP segment from 10.0.0.{@code from} to 10.0.0.{@code to}; checksums are left 0. */
    static byte[] tcp(
            int from, int fromPort, int to, int toPort, int flags, int seq, int ack, int payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 20 + payload);
        frame.putShort(12, (short) 0x0800);
        frame.put(14, (byte) 0x45).putShort(16, (short) (40 + payload));
        frame.put(22, (byte) 64).put(23, (byte) 6);
        frame.putInt(26, 0x0a000000 | from).putInt(30, 0x0a000000 | to);
        frame.putShort(34, (short) fromPort).putShort(36, (short) toPort);
        frame.putInt(38, seq).putInt(42, ack);
        frame.put(46, (byte) 0x50).put(47, (byte) flags).putShort(48, (short) 65535);
        return frame.array();
    }

    /** The same with SYN and one option, the maximum segment size. */
    static byte[] syn(int from, int fromPort, int to, int toPort, int flags, int ack, int mss) {
        ByteBuffer frame = ByteBuffer.allocate(58);
        frame.put(tcp(from, fromPort, to, toPort, SYN | flags, 0, ack, 0));
        frame.putShort(16, (short) 44).put(46, (byte) 0x60);
        frame.putInt(54, 0x02040000 | mss);
        return frame.array();
    }

    /** An Ethernet frame that carries ARP. */
    static byte[] arp() {
        ByteBuffer frame = ByteBuffer.allocate(42);
        frame.putShort(12, (short) 0x0806);
        return frame.array();
    }

    /** A little-endian capture with nanosecond stamps. */
    static byte[] pcap(List<Frame> frames) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b23c4d).putShort((short) 2).putShort((short) 4);
        header.putInt(16, 262144).putInt(20, ETHERNET);
        file.writeBytes(header.array());
        for (Frame frame : frames) {
            ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            record.putInt((int) (frame.timeNs() / 1_000_000_000));
            record.putInt((int) (frame.timeNs() % 1_000_000_000));
            record.putInt(frame.bytes().length).putInt(frame.bytes().length);
            file.writeBytes(record.array());
            file.writeBytes(frame.bytes());
        }
        return file.toByteArray();
    }
}
