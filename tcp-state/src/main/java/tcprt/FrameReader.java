package tcprt;

import java.nio.ByteBuffer;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;
import tcprt.wire.Reassembly;

/**
 * Frames in, TCP packets out; whatever else a frame is, it is counted here and goes no further. A
 * fragment waits here until its packet is whole.
 *
 * <p>A {@link Tracer} has one. Where several tracers share a capture, one more stands before them,
 * to tell which connection a packet belongs to; it sees every frame, they see the bytes of whole
 * packets.
 */
public final class FrameReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TracerCounters counters = new TracerCounters();
    private final PacketView packet;
    private final Reassembly reassembly;
    private long lastTimeNs = Long.MIN_VALUE;

    private int linkType;
    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int capturedLength;
    private int wireLength;

    /** Makes a reader that has seen nothing. */
    public FrameReader(FrameSettings settings) {
        packet = new PacketView(settings.vxlanPorts(), settings.byVni());
        reassembly = new Reassembly(settings.fragmentLimit());
    }

    /**
     * Takes one frame; the arguments are those of {@code FrameHandler.onFrame} in the capture
     * module. Never throws because of the bytes.
     *
     * @return whether there is a packet now
     */
    public boolean read(
            long timeNs,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        counters.frames++;
        if (timeNs < lastTimeNs) {
            counters.timeWentBackwards++;
        }
        lastTimeNs = timeNs;
        if (capturedLength < wireLength) {
            counters.truncatedFrames++;
        }
        Defect defect = wrap(linkType, buffer, offset, capturedLength, wireLength);
        return defect == Defect.NONE || setAside(defect, timeNs);
    }

    /**
     * What is no packet by itself is counted.
     *
     * @return whether it was the last fragment of one
     */
    private boolean setAside(Defect found, long timeNs) {
        Defect defect = found == Defect.IP_FRAGMENT ? reassemble(timeNs) : found;
        if (defect == Defect.IP_FRAGMENT) {
            counters.fragments++;
        } else if (defect != Defect.NONE) {
            counters.countDefect(defect, timeNs);
        }
        return defect == Defect.NONE;
    }

    private Defect wrap(
            int linkType, ByteBuffer buffer, int offset, int capturedLength, int wireLength) {
        this.linkType = linkType;
        this.buffer = buffer;
        this.offset = offset;
        this.capturedLength = capturedLength;
        this.wireLength = wireLength;
        return packet.wrap(linkType, buffer, offset, capturedLength, wireLength);
    }

    /** A packet that was put together may be a tunnel's and hold the last fragment of another. */
    private Defect reassemble(long timeNs) {
        Defect defect = Defect.IP_FRAGMENT;
        while (defect == Defect.IP_FRAGMENT) {
            defect = reassembly.add(packet, counters.frames, timeNs);
            if (defect != Defect.NONE) {
                return defect;
            }
            counters.reassembledPackets++;
            defect =
                    wrap(
                            Reassembly.LINK_TYPE,
                            reassembly.whole(),
                            0,
                            reassembly.wholeCapturedLength(),
                            reassembly.wholeWireLength());
        }
        return defect;
    }

    /** No more frames will come: what is incomplete stays so. */
    public void endOfCapture() {
        reassembly.giveUpAll();
    }

    /** The packet of the last frame, if {@link #read} found one; lent until the next call. */
    public PacketView packet() {
        return packet;
    }

    // Where that packet is: in the frame that was read, or in a buffer of its own if its fragments
    // were put together. Whoever reads it from there finds the same packet.

    /** What the bytes begin with, as in {@link #read}. */
    public int linkType() {
        return linkType;
    }

    /** Holds the bytes; lent until the next call of {@link #read}. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the first byte. */
    public int offset() {
        return offset;
    }

    /** Bytes present. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Bytes on the wire, as in {@link #read}. */
    public int wireLength() {
        return wireLength;
    }

    /** What was read and what was set aside so far; the same object each time. */
    public TracerCounters counters() {
        if (reassembly.incomplete() > 0) {
            counters.setDefect(
                    Defect.IP_FRAGMENTS_MISSING,
                    reassembly.incomplete(),
                    reassembly.firstIncompleteFrame(),
                    reassembly.firstIncompleteTimeNs());
        }
        return counters;
    }
}
