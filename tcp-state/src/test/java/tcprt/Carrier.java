package tcprt;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** What brings packets to a tracer: as they are, in a tunnel, in fragments. Allocates nothing. */
final class Carrier {
    private static final int IP_HEADER = 20;

    /** Wire bytes of a packet's first fragment: more than any TCP header, a multiple of eight. */
    private static final int FIRST_PART = 64;

    /** IPv4, UDP to 4789, VXLAN of network 100, Ethernet. */
    private static final byte[] TUNNEL =
            HexFormat.of()
                    .parseHex(
                            "4500000000004000401100000a0900010a090002"
                                    + "c00012b500000000"
                                    + "0800000000006400"
                                    + "0200000000010200000000020800");

    private final ByteBuffer frame = ByteBuffer.allocate(TUNNEL.length + TestFrame.MAX_LENGTH);
    private final boolean inTunnel;
    private final boolean inFragments;
    private int identification;

    private Carrier(boolean inTunnel, boolean inFragments) {
        this.inTunnel = inTunnel;
        this.inFragments = inFragments;
    }

    /** Packets as they are. */
    static Carrier plain() {
        return new Carrier(false, false);
    }

    /** A tunnel that is peeled. */
    static Carrier tunnel() {
        return new Carrier(true, false);
    }

    /** The same tunnel, where every packet that is long enough is in two fragments. */
    static Carrier fragmentsInTunnel() {
        return new Carrier(true, true);
    }

    /**
     * Brings one packet.
     *
     * @param packet IPv4 without options, of which the headers are present, from index 0
     * @param length bytes that are present
     */
    void carry(Tracer tracer, long timeNs, ByteBuffer packet, int length) {
        int payload = (packet.getShort(2) & 0xffff) - IP_HEADER;
        if (!inFragments || payload <= FIRST_PART) {
            deliver(tracer, timeNs, packet, length);
            return;
        }
        packet.putShort(4, (short) identification++);
        packet.putShort(2, (short) (IP_HEADER + FIRST_PART)).putShort(6, (short) 0x2000);
        deliver(tracer, timeNs, packet, length);
        packet.putShort(2, (short) (IP_HEADER + payload - FIRST_PART));
        packet.putShort(6, (short) (FIRST_PART / 8));
        deliver(tracer, timeNs, packet, IP_HEADER);
    }

    private void deliver(Tracer tracer, long timeNs, ByteBuffer packet, int length) {
        int start = inTunnel ? TUNNEL.length : 0;
        frame.put(0, TUNNEL, 0, start).put(start, packet, 0, length);
        if (inTunnel) {
            frame.putShort(2, (short) (start + (packet.getShort(2) & 0xffff)));
        }
        int captured = start + length;
        tracer.onFrame(timeNs, 0, TestFrame.LINK_TYPE, frame, 0, captured, captured);
    }
}
