package tcprt;

import java.nio.ByteBuffer;

/**
 * A TCP segment in an IPv4 packet without a link layer, to be described and encoded over and over.
 *
 * <p>Only headers are encoded, as with a snap length: the IP header says how long the packet was.
 * {@link #encode} allocates nothing.
 */
public final class TestFrame {
    /** LINKTYPE_RAW: what the encoded bytes begin with. */
    public static final int LINK_TYPE = 101;

    /** Bytes that {@link #encode} may need: IPv4 and the longest TCP header. */
    public static final int MAX_LENGTH = 80;

    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final String FLAG_LETTERS = "FSRPAU";

    public int sourceAddress;
    public int sourcePort;
    public int destinationAddress;
    public int destinationPort;
    public int seq;
    public int ack;
    public int flags;
    public int payloadLength;
    public int window = 65535;

    /** 0 for none. */
    public int mss;

    /** -1 for none. */
    public int windowScale = -1;

    public boolean timestamps;
    public int tsVal;
    public int tsEcr;

    /** One SACK block, none if both are equal. */
    public int sackStart;

    public int sackEnd;

    /** Sets both ends. */
    public TestFrame between(int fromAddress, int fromPort, int toAddress, int toPort) {
        sourceAddress = fromAddress;
        sourcePort = fromPort;
        destinationAddress = toAddress;
        destinationPort = toPort;
        return this;
    }

    /** Swaps the two ends. */
    public TestFrame turned() {
        return between(destinationAddress, destinationPort, sourceAddress, sourcePort);
    }

    /** Sets what the segment says; options stay as they are. */
    public TestFrame segment(String flagLetters, int seq, int ack, int payloadLength) {
        this.flags = flagBits(flagLetters);
        this.seq = seq;
        this.ack = ack;
        this.payloadLength = payloadLength;
        return this;
    }

    /** Flag bits of letters out of {@code FSRPAU}. */
    public static int flagBits(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            bits |= 1 << FLAG_LETTERS.indexOf(letters.charAt(i));
        }
        return bits;
    }

    /** The encoded bytes in a buffer of their own. */
    public ByteBuffer bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_LENGTH);
        return buffer.limit(encode(buffer)).slice();
    }

    /**
     * Writes the frame at the start of {@code target}, with absolute puts.
     *
     * @return bytes written
     */
    public int encode(ByteBuffer target) {
        int at = putOptions(target, IP_HEADER + TCP_HEADER);
        target.putShort(0, (short) 0x4500);
        target.putShort(2, (short) (at + payloadLength));
        target.putInt(4, 0x0000_4000);
        target.putInt(8, 0x4006_0000);
        target.putInt(12, sourceAddress);
        target.putInt(16, destinationAddress);
        target.putShort(20, (short) sourcePort);
        target.putShort(22, (short) destinationPort);
        target.putInt(24, seq);
        target.putInt(28, ack);
        target.put(32, (byte) (((at - IP_HEADER) / 4) << 4));
        target.put(33, (byte) flags);
        target.putShort(34, (short) window);
        target.putInt(36, 0);
        return at;
    }

    private int putOptions(ByteBuffer target, int start) {
        int at = start;
        if (mss > 0) {
            target.putInt(at, 0x0204_0000 | mss);
            at += 4;
        }
        if (windowScale >= 0) {
            target.putInt(at, 0x0103_0300 | windowScale);
            at += 4;
        }
        if (timestamps) {
            target.putInt(at, 0x0101_080a);
            target.putInt(at + 4, tsVal);
            target.putInt(at + 8, tsEcr);
            at += 12;
        }
        if (sackStart != sackEnd) {
            target.putInt(at, 0x0101_050a);
            target.putInt(at + 4, sackStart);
            target.putInt(at + 8, sackEnd);
            at += 12;
        }
        return at;
    }
}
