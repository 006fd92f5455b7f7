package tcprt.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tcprt.wire.Seq;
import tcprt.wire.TcpView;

/**
 * What one TCP segment says: a plain struct that may outlive its frame. Its payload does not,
 * unless somebody keeps it ({@link #holdData}).
 *
 * <p>Taken from and given back to a {@link SegmentPool}; the holder owns it in between.
 */
public final class Segment {
    static final int MAX_SACK_BLOCKS = 4;
    private static final int UNSCALED_WINDOW_MAX = 0xFFFF;
    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    /** Capture time, nanoseconds since 1970-01-01 UTC. */
    long timeNs;

    /** SEG.SEQ. */
    int seq;

    /** SEG.ACK, meaningful if {@link #ack}. */
    int ackSeq;

    /** Data bytes, SYN and FIN not counted. */
    int payloadLength;

    /** SEG.WND as on the wire, unscaled. */
    int window;

    boolean syn;
    boolean fin;
    boolean rst;
    boolean ack;

    /** The other end reports congestion (RFC 3168 6.1.3). */
    boolean ece;

    /**
     * Whether header prediction accepts this header: no option but aligned timestamps, no flag but
     * ACK and PSH.
     */
    boolean predictable;

    /** Whether the header carries a timestamp option (RFC 7323 3). */
    boolean hasTimestamp;

    int tsVal;
    int tsEcr;
    int sackCount;
    final int[] sackStart = new int[MAX_SACK_BLOCKS];
    final int[] sackEnd = new int[MAX_SACK_BLOCKS];

    /** MSS option in bytes, 0 if absent. SYN segments only. */
    int mssOption;

    /** Window scale option, -1 if absent. SYN segments only. */
    int windowScale;

    /**
     * Whether it arrived beyond the window that the host had offered by then, so that the host
     * dropped it unless it says otherwise.
     */
    boolean beyondWindow;

    /** Which end of its connection sent it, for whoever has to know once the frame is gone. */
    private boolean sentByFirst;

    /** Where its payload is, if it is at hand. */
    private ByteBuffer data = NO_DATA;

    private int dataOffset;
    private int dataCaptured;

    /** What a parser found in the data that this segment brings, for its hook; 0 for nothing. */
    long effects;

    /**
     * What a parser made of the other direction's bytes that this segment acknowledges and the
     * capture does not hold.
     */
    long ackEffects;

    /** Next in a queue; owned by whoever owns the segment. */
    @Nullable Segment next;

    /** Makes an empty segment. */
    public Segment() {}

    /** Copies what the header says; the data stays where it is, lent as long as the frame. */
    public void set(TcpView tcp, long timeNs) {
        this.timeNs = timeNs;
        seq = tcp.seq();
        ackSeq = tcp.ack();
        payloadLength = tcp.payloadLength();
        window = tcp.window();
        syn = tcp.isSyn();
        fin = tcp.isFin();
        rst = tcp.isRst();
        ack = tcp.isAck();
        ece = !syn && (tcp.flags() & TcpView.ECE) != 0;
        predictable = (tcp.flags() & ~TcpView.PSH) == TcpView.ACK && tcp.hasPredictableHeader();
        hasTimestamp = tcp.hasTimestamps();
        if (hasTimestamp) {
            tsVal = tcp.tsVal();
            tsEcr = tcp.tsEcr();
        }
        sackCount = Math.min(tcp.sackCount(), MAX_SACK_BLOCKS);
        for (int i = 0; i < sackCount; i++) {
            sackStart[i] = tcp.sackStart(i);
            sackEnd[i] = tcp.sackEnd(i);
        }
        mssOption = syn ? tcp.mssOption() : 0;
        windowScale = syn ? tcp.windowScale() : -1;
        beyondWindow = false;
        effects = 0;
        ackEffects = 0;
        data = tcp.buffer();
        dataOffset = tcp.payloadOffset();
        dataCaptured = tcp.capturedPayloadLength();
        next = null;
    }

    /** Copies another segment, but not its data. */
    public void set(Segment other) {
        timeNs = other.timeNs;
        seq = other.seq;
        ackSeq = other.ackSeq;
        payloadLength = other.payloadLength;
        window = other.window;
        syn = other.syn;
        fin = other.fin;
        rst = other.rst;
        ack = other.ack;
        ece = other.ece;
        predictable = other.predictable;
        hasTimestamp = other.hasTimestamp;
        tsVal = other.tsVal;
        tsEcr = other.tsEcr;
        sackCount = other.sackCount;
        for (int i = 0; i < sackCount; i++) {
            sackStart[i] = other.sackStart[i];
            sackEnd[i] = other.sackEnd[i];
        }
        mssOption = other.mssOption;
        windowScale = other.windowScale;
        beyondWindow = other.beyondWindow;
        effects = other.effects;
        ackEffects = other.ackEffects;
        sentByFirst = other.sentByFirst;
        holdData(null);
        next = null;
    }

    /** Gives it data that outlives the frame; null for none. */
    public void holdData(@Nullable ByteBuffer held) {
        data = held == null ? NO_DATA : held;
        dataOffset = 0;
        dataCaptured = data.capacity();
    }

    /** What holds its data, from {@link #dataOffset} on; lent. */
    public ByteBuffer data() {
        return data;
    }

    /** Index in {@link #data} of the first data byte. */
    public int dataOffset() {
        return dataOffset;
    }

    /** Data bytes that are present, at most {@link #payloadLength}. */
    public int dataCaptured() {
        return dataCaptured;
    }

    /** Says what a parser found; after {@link #set}. */
    public void setEffects(long effects, long ackEffects) {
        this.effects = effects;
        this.ackEffects = ackEffects;
    }

    /** Capture time, nanoseconds since 1970-01-01 UTC. */
    public long timeNs() {
        return timeNs;
    }

    /** SEG.SEQ. */
    public int seq() {
        return seq;
    }

    /** SEG.ACK, meaningful if {@link #isAck}. */
    public int ackSeq() {
        return ackSeq;
    }

    /** The sequence number after all that it says it has received, {@link #isAck} given. */
    public int receivedEnd() {
        int end = ackSeq;
        for (int i = 0; i < sackCount; i++) {
            end = Seq.later(end, sackEnd[i]);
        }
        return end;
    }

    /** Whether the header carries a timestamp option (RFC 7323 3). */
    public boolean hasTimestamps() {
        return hasTimestamp;
    }

    /** TSval in the upper, TSecr in the lower half; 0 without the option. */
    public long timestamps() {
        return hasTimestamp ? (long) tsVal << Integer.SIZE | Integer.toUnsignedLong(tsEcr) : 0;
    }

    /** SACK blocks, 0..4. */
    public int sackCount() {
        return sackCount;
    }

    /**
     * Start of the first SACK block in the upper, its end in the lower half; 0 if there is none.
     */
    public long firstSackBlock() {
        return sackCount == 0
                ? 0
                : (long) sackStart[0] << Integer.SIZE | Integer.toUnsignedLong(sackEnd[0]);
    }

    /** Data bytes, SYN and FIN not counted. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Whether the SYN flag is set. */
    public boolean isSyn() {
        return syn;
    }

    /** Whether the FIN flag is set. */
    public boolean isFin() {
        return fin;
    }

    /** Whether the RST flag is set. */
    public boolean isRst() {
        return rst;
    }

    /** Whether the ACK flag is set. */
    public boolean isAck() {
        return ack;
    }

    /** Which end of its connection sent it, as {@link #setSentByFirst} said. */
    public boolean sentByFirst() {
        return sentByFirst;
    }

    /** Says which end of its connection sent it. */
    public void setSentByFirst(boolean first) {
        sentByFirst = first;
    }

    /**
     * Turns the first segment seen after a SYN into the SYN-ACK that the capture does not hold. Its
     * options are unknown: those of the SYN are taken for agreed.
     *
     * @param fromOpener whether the segment came from the end that sent the SYN
     */
    public void becomeMissingSynAck(boolean fromOpener, Handshake handshake) {
        int serverIss = fromOpener ? ackSeq - 1 : seq - 1;
        int clientNext = fromOpener ? seq : ackSeq;
        seq = serverIss;
        ackSeq = clientNext;
        payloadLength = 0;
        fin = false;
        syn = true;
        mssOption = handshake.clientMss;
        windowScale = handshake.clientScale;
        window = UNSCALED_WINDOW_MAX;
    }

    /** Sequence number of the first data byte: SYN takes the number before it. */
    int dataSeq() {
        return syn ? seq + 1 : seq;
    }

    /** Sequence number after this segment, FIN counted. */
    public int end() {
        return dataSeq() + payloadLength + (fin ? 1 : 0);
    }

    /** Whether the segment takes up sequence space beyond a SYN. */
    boolean hasDataOrFin() {
        return payloadLength > 0 || fin;
    }
}
