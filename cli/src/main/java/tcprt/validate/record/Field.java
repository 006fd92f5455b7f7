package tcprt.validate.record;

import tcprt.task.RecordField;

/** A number of a record, named as in {@code tolerances.json}. */
public enum Field {
    START("start", Width.MICROS, RecordField.START),
    SENT("sent", Width.U32, RecordField.SENT_BYTES),
    TOTAL("rt", Width.U32, RecordField.TOTAL),
    MIN_RTT("mrtt", Width.U32, null),
    RETRANS("retrans", Width.U32, RecordField.RETRANSMITS),
    NUM("num", Width.U32, null),
    SERVER_TIME("server_time", Width.INT, RecordField.SERVER_TIME),
    UPLOAD_TIME("upload_time", Width.INT, RecordField.RECEIVE_TIME),
    RECV_TIME("recv_time", Width.INT, RecordField.RECEIVE_TIME),
    UPLOAD_DATA("upload_data", Width.U32, RecordField.RECEIVED_BYTES),
    RECV("recv", Width.U32, RecordField.RECEIVED_BYTES),
    RCVD("rcvd", Width.U32, RecordField.RECEIVED_BYTES),
    UNACKED("unacked", Width.U32, RecordField.UNACKED_BYTES),
    REORDER("reorder", Width.U32, RecordField.REORDERED),
    MSS("mss", Width.U32, RecordField.MSS),
    SRTT("srtt", Width.U32, null),
    CWND("cwnd", Width.U32, null),
    /** Of V7 lines: the set of letters behind the type. */
    LETTERS("letters", Width.U32, null),
    /** Of V7 lines: the number behind H. */
    HANDSHAKE("handshake", Width.U32, null);

    /** How wide the kernel's number is. */
    enum Width {
        /** Not in the columns: seconds and microseconds in front of the addresses. */
        MICROS,
        /** 0 to 2^32-1. */
        U32,
        /** A C int, sign-extended and printed as 64 unsigned bits. */
        INT
    }

    private static final long LAST_U32 = 0xFFFF_FFFFL;

    private final String title;
    private final Width width;
    private final int inferredBit;

    Field(String title, Width width, @org.jspecify.annotations.Nullable RecordField inferred) {
        this.title = title;
        this.width = width;
        this.inferredBit = inferred == null ? 0 : inferred.bit();
    }

    /** Its name in the tolerance file and in reports. */
    public String title() {
        return title;
    }

    /** Its place in {@link Entry#inferred}; 0 if that never names it. */
    public int inferredBit() {
        return inferredBit;
    }

    /** Whether a 64-bit word, read as the kernel prints it, is a value this field can have. */
    public boolean holds(long word) {
        return switch (width) {
            case MICROS -> true;
            case U32 -> word >= 0 && word <= LAST_U32;
            case INT -> word == (int) word;
        };
    }

    /** The value of 32 stored bits. */
    long widen(int bits) {
        return width == Width.INT ? bits : Integer.toUnsignedLong(bits);
    }
}
