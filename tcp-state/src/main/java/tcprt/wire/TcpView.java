package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * A TCP segment seen in place (RFC 9293 3.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        Sequence Number                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Acknowledgment Number                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Data |       |C|E|U|A|P|R|S|F|                               |
 *  | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *  |       |       |R|E|G|K|H|T|N|N|                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           Checksum            |         Urgent Pointer        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           [Options]                           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                             Data                              |
 * </pre>
 *
 * <p>Fields are big-endian on the wire and returned in host order. The first sixteen bytes are read
 * at once, as two words: nearly every segment is asked for most of what is in them. Options are
 * read on the first question about one of them, by the rules of the kernel's {@code
 * tcp_parse_options}: the last of a kind counts; one of a wrong length is passed over; a length
 * that makes no sense ends the reading quietly; an option that a snap length has cut off is absent.
 * The checksum is not verified: it is often left to the network card, after the capture.
 */
public final class TcpView {
    /** Bits of {@link #flags()}. */
    public static final int FIN = 0x01;

    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** Answer of {@link #windowScale()} if the option is absent. */
    public static final int NO_WINDOW_SCALE = -1;

    /** Bytes of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    private static final int ACKNOWLEDGMENT_NUMBER = 8;
    private static final int CHECKSUM = 16;
    private static final int OPTIONS = 20;

    // Option kinds: RFC 9293 3.2, RFC 7323 (window scale, timestamps), RFC 2018 (SACK).
    private static final int KIND_END = 0;
    private static final int KIND_NOP = 1;
    private static final int KIND_MSS = 2;
    private static final int KIND_WINDOW_SCALE = 3;
    private static final int KIND_SACK_PERMITTED = 4;
    private static final int KIND_SACK = 5;
    private static final int KIND_TIMESTAMPS = 8;

    private static final int MSS_LENGTH = 4;
    private static final int WINDOW_SCALE_LENGTH = 3;
    private static final int SACK_PERMITTED_LENGTH = 2;
    private static final int TIMESTAMPS_LENGTH = 10;
    private static final int SACK_BLOCK_LENGTH = 8;

    /** RFC 7323 2.3: a larger shift is used as 14. */
    private static final int MAX_WINDOW_SCALE = 14;

    // NOP NOP TS(10), the layout of RFC 7323 appendix A; with it alone a header has 32 bytes.
    private static final int ALIGNED_TIMESTAMPS = 0x0101080a;
    private static final int ALIGNED_TIMESTAMPS_AT = OPTIONS + 2;
    private static final int ALIGNED_HEADER_LENGTH = 32;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int capturedLength;
    private int segmentLength;
    private int headerLength;

    /** The header's first word: ports and sequence number. */
    private long portsAndSeq;

    /** Its second word: acknowledgment number, data offset, flags and window. */
    private long ackToWindow;

    private boolean optionsRead;
    private boolean alignedTimestamps;
    private boolean hasTimestamps;
    private int tsVal;
    private int tsEcr;

    /** Whether what follows may differ from what it is without options. */
    private boolean othersRead;

    private int sackAt;
    private int sackCount;
    private int mssOption;
    private int windowScale = NO_WINDOW_SCALE;
    private boolean sackPermitted;

    /**
     * Places this view over a segment. Once it has answered {@link Defect#NONE} no accessor fails,
     * whatever the bytes, until the next call.
     *
     * @param buffer big-endian, lent as long as this view is used
     * @param offset index of the segment's first byte
     * @param capturedLength bytes present in {@code buffer} from {@code offset} on; those beyond
     *     {@code segmentLength} are padding and ignored
     * @param segmentLength bytes of the segment on the wire, header included, as the IP header
     *     tells
     * @return {@link Defect#NONE}, or why the segment cannot be read; then no accessor may be
     *     called
     */
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength, int segmentLength) {
        int present = Math.min(capturedLength, segmentLength);
        if (present < MIN_HEADER_LENGTH) {
            return Defect.TCP_HEADER_TRUNCATED;
        }
        long ackToWindow = buffer.getLong(offset + ACKNOWLEDGMENT_NUMBER);
        int headerLength = (int) ackToWindow >>> 28 << 2;
        if (headerLength < MIN_HEADER_LENGTH || headerLength > segmentLength) {
            return Defect.TCP_DATA_OFFSET;
        }
        this.buffer = buffer;
        this.offset = offset;
        this.capturedLength = present;
        this.segmentLength = segmentLength;
        this.headerLength = headerLength;
        this.portsAndSeq = buffer.getLong(offset);
        this.ackToWindow = ackToWindow;
        this.optionsRead = false;
        return Defect.NONE;
    }

    /** Port of the end that sent this segment, 0..65535. */
    public int sourcePort() {
        return (int) (portsAndSeq >>> 48);
    }

    /** Port of the end this segment is for, 0..65535. */
    public int destinationPort() {
        return (int) (portsAndSeq >>> 32) & 0xffff;
    }

    /** SEG.SEQ: the first sequence number of this segment; compare with {@link Seq} only. */
    public int seq() {
        return (int) portsAndSeq;
    }

    /** SEG.ACK: means something only if {@link #isAck()}; compare with {@link Seq} only. */
    public int ack() {
        return (int) (ackToWindow >>> 32);
    }

    /** SEG.LEN (RFC 9293 3.3.1): data bytes on the wire, plus one each for SYN and FIN. */
    public int segLen() {
        return payloadLength() + (flags() & FIN) + ((flags() & SYN) >>> 1);
    }

    /**
     * The sequence number after this segment: SEG.SEQ + SEG.LEN, the kernel's {@code end_seq};
     * compare with {@link Seq} only.
     */
    public int endSeq() {
        return seq() + segLen();
    }

    /** SEG.WND as it stands in the header, 0..65535: not scaled. */
    public int window() {
        return (int) ackToWindow & 0xffff;
    }

    /** All eight control bits, {@link #FIN} to {@link #CWR}. */
    public int flags() {
        return (int) ackToWindow >>> 16 & 0xff;
    }

    /** Whether {@link #FIN} is set. */
    public boolean isFin() {
        return (flags() & FIN) != 0;
    }

    /** Whether {@link #SYN} is set. */
    public boolean isSyn() {
        return (flags() & SYN) != 0;
    }

    /** Whether {@link #RST} is set. */
    public boolean isRst() {
        return (flags() & RST) != 0;
    }

    /** Whether {@link #PSH} is set. */
    public boolean isPsh() {
        return (flags() & PSH) != 0;
    }

    /** Whether {@link #ACK} is set. */
    public boolean isAck() {
        return (flags() & ACK) != 0;
    }

    /** Whether {@link #URG} is set. */
    public boolean isUrg() {
        return (flags() & URG) != 0;
    }

    /** Bytes of header, options included (Data Offset): 20..60. */
    public int headerLength() {
        return headerLength;
    }

    /**
     * Whether the header has one of the two shapes that the kernel's header prediction knows
     * ({@code tcp_rcv_established}): 20 bytes, or 32 that hold timestamps behind two NOPs.
     */
    public boolean hasPredictableHeader() {
        readOptions();
        return alignedTimestamps || headerLength == MIN_HEADER_LENGTH;
    }

    /** Data bytes on the wire; with a snap length fewer may have been captured. */
    public int payloadLength() {
        return segmentLength - headerLength;
    }

    /** Data bytes that are present in the buffer, at most {@link #payloadLength()}. */
    public int capturedPayloadLength() {
        return Math.max(0, capturedLength - headerLength);
    }

    /** What this view was placed over; lent. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Index in the buffer of the first data byte; beyond the captured bytes if {@link
     * #capturedPayloadLength()} is 0.
     */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /** Whether the timestamps option is present (RFC 7323 3.2). */
    public boolean hasTimestamps() {
        readOptions();
        return hasTimestamps;
    }

    /** TSval, 0 if the option is absent. */
    public int tsVal() {
        readOptions();
        return tsVal;
    }

    /** TSecr, 0 if the option is absent. */
    public int tsEcr() {
        readOptions();
        return tsEcr;
    }

    /**
     * The maximum segment size option in bytes (RFC 9293 3.7.1), 0 if it is absent, says 0 or is
     * not on a SYN, where alone it counts.
     */
    public int mssOption() {
        readOptions();
        return mssOption;
    }

    /**
     * The window scale option as the shift to use, 0..14 (RFC 7323 2.2); {@link #NO_WINDOW_SCALE}
     * if it is absent or not on a SYN, where alone it counts.
     */
    public int windowScale() {
        readOptions();
        return windowScale;
    }

    /**
     * Whether the SACK-permitted option is present (RFC 2018 2); on a SYN, where alone it counts.
     */
    public boolean sackPermitted() {
        readOptions();
        return sackPermitted;
    }

    /** Number of SACK blocks, 0..4; whether SACK was permitted is not asked here. */
    public int sackCount() {
        readOptions();
        return sackCount;
    }

    /**
     * First sequence number of a SACK block (RFC 2018 3).
     *
     * @param index 0 to {@link #sackCount()} - 1
     */
    public int sackStart(int index) {
        readOptions();
        return buffer.getInt(sackAt + 2 + index * SACK_BLOCK_LENGTH);
    }

    /**
     * Sequence number after a SACK block (RFC 2018 3).
     *
     * @param index 0 to {@link #sackCount()} - 1
     */
    public int sackEnd(int index) {
        readOptions();
        return buffer.getInt(sackAt + 6 + index * SACK_BLOCK_LENGTH);
    }

    private void readOptions() {
        if (!optionsRead) {
            optionsRead = true;
            readUnreadOptions();
        }
    }

    private void readUnreadOptions() {
        if (othersRead) {
            forgetOthers();
        }
        alignedTimestamps =
                headerLength == ALIGNED_HEADER_LENGTH
                        && capturedLength >= OPTIONS + Integer.BYTES
                        && buffer.getInt(offset + OPTIONS) == ALIGNED_TIMESTAMPS;
        if (alignedTimestamps && capturedLength >= ALIGNED_HEADER_LENGTH) {
            setTimestamps(offset + ALIGNED_TIMESTAMPS_AT);
            return;
        }
        hasTimestamps = false;
        tsVal = 0;
        tsEcr = 0;
        if (headerLength > MIN_HEADER_LENGTH) {
            othersRead = true;
            readOptionsOneByOne(offset + OPTIONS, offset + Math.min(headerLength, capturedLength));
        }
    }

    private void forgetOthers() {
        othersRead = false;
        sackCount = 0;
        mssOption = 0;
        windowScale = NO_WINDOW_SCALE;
        sackPermitted = false;
    }

    private void setTimestamps(int at) {
        hasTimestamps = true;
        tsVal = buffer.getInt(at + 2);
        tsEcr = buffer.getInt(at + 6);
    }

    private void readOptionsOneByOne(int start, int end) {
        int at = start;
        while (at < end) {
            int kind = buffer.get(at) & 0xff;
            if (kind == KIND_NOP) {
                at++;
                continue;
            }
            if (kind == KIND_END || end - at < 2) {
                return;
            }
            int length = buffer.get(at + 1) & 0xff;
            if (length < 2 || length > end - at) {
                return;
            }
            readOption(kind, at, length);
            at += length;
        }
    }

    private void readOption(int kind, int at, int length) {
        switch (kind) {
            case KIND_MSS -> {
                int mss = length == MSS_LENGTH && isSyn() ? buffer.getShort(at + 2) & 0xffff : 0;
                if (mss != 0) {
                    mssOption = mss;
                }
            }
            case KIND_WINDOW_SCALE -> {
                if (length == WINDOW_SCALE_LENGTH && isSyn()) {
                    windowScale = Math.min(buffer.get(at + 2) & 0xff, MAX_WINDOW_SCALE);
                }
            }
            case KIND_SACK_PERMITTED -> {
                if (length == SACK_PERMITTED_LENGTH && isSyn()) {
                    sackPermitted = true;
                }
            }
            case KIND_SACK -> {
                if (length > 2 && (length - 2) % SACK_BLOCK_LENGTH == 0) {
                    sackAt = at;
                    sackCount = (length - 2) / SACK_BLOCK_LENGTH;
                }
            }
            case KIND_TIMESTAMPS -> {
                if (length == TIMESTAMPS_LENGTH) {
                    setTimestamps(at);
                }
            }
            default -> {
                // Unknown, or of no concern: passed over.
            }
        }
    }

    /** The checksum as captured, u16; a sender's network card may have to complete it yet. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM) & 0xffff;
    }
}
