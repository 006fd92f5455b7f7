package tcprt.validate.record;

import static tcprt.validate.record.Field.CWND;
import static tcprt.validate.record.Field.MIN_RTT;
import static tcprt.validate.record.Field.MSS;
import static tcprt.validate.record.Field.NUM;
import static tcprt.validate.record.Field.RCVD;
import static tcprt.validate.record.Field.RECV;
import static tcprt.validate.record.Field.RECV_TIME;
import static tcprt.validate.record.Field.REORDER;
import static tcprt.validate.record.Field.RETRANS;
import static tcprt.validate.record.Field.SENT;
import static tcprt.validate.record.Field.SERVER_TIME;
import static tcprt.validate.record.Field.SRTT;
import static tcprt.validate.record.Field.TOTAL;
import static tcprt.validate.record.Field.UNACKED;
import static tcprt.validate.record.Field.UPLOAD_DATA;
import static tcprt.validate.record.Field.UPLOAD_TIME;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.task.RecordType;

/** Which numbers stand behind the addresses of a line, and in which order. */
public enum Layout {
    R(
            RecordType.R,
            SENT,
            TOTAL,
            MIN_RTT,
            RETRANS,
            NUM,
            SERVER_TIME,
            UPLOAD_TIME,
            UPLOAD_DATA,
            REORDER,
            MSS),
    /** V7 of http and https ports: smoothed RTT and congestion window at the end. */
    R_SRTT(
            RecordType.R,
            SENT,
            TOTAL,
            MIN_RTT,
            RETRANS,
            NUM,
            SERVER_TIME,
            UPLOAD_TIME,
            UPLOAD_DATA,
            REORDER,
            MSS,
            SRTT,
            CWND),
    E(RecordType.E, NUM, SENT, UNACKED, RCVD, RETRANS, MIN_RTT),
    N(RecordType.N, NUM, TOTAL, RCVD, REORDER, MSS),
    W(
            RecordType.W,
            SENT,
            TOTAL,
            MIN_RTT,
            RETRANS,
            NUM,
            SERVER_TIME,
            UPLOAD_TIME,
            UNACKED,
            REORDER,
            MSS),
    P(RecordType.P, SENT, TOTAL, MIN_RTT, RETRANS, NUM, SERVER_TIME, RECV_TIME, RECV, REORDER, MSS),
    /** P of the module's second generation, whose statistics were per record already. */
    P_SEVEN(RecordType.P, SENT, TOTAL, RETRANS, NUM, MIN_RTT, REORDER, MSS),
    /** P of the module's first generations, which print the minimum RTT in 1024 microseconds. */
    P_FIVE(RecordType.P, SENT, RETRANS, NUM, MIN_RTT, MSS);

    private final RecordType type;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Field> fields;

    Layout(RecordType type, Field... fields) {
        this.type = type;
        this.fields = List.of(fields);
    }

    public RecordType type() {
        return type;
    }

    /** The numbers in the order of the line. */
    public List<Field> fields() {
        return fields;
    }

    /** Whether its minimum RTT is in units of 1024 microseconds rather than one. */
    public boolean hasCoarseMinRtt() {
        return this == P_FIVE;
    }

    /** The layout of a type with so many numbers; null if there is none. */
    public static @Nullable Layout of(RecordType type, int numberCount) {
        for (Layout layout : values()) {
            if (layout.type == type && layout.fields.size() == numberCount) {
                return layout;
            }
        }
        return null;
    }

    /** How many numbers a record of a type can have, for a message: {@code 10 or 12}. */
    public static String allowedCounts(RecordType type) {
        StringBuilder text = new StringBuilder();
        for (Layout layout : values()) {
            if (layout.type == type) {
                text.append(text.isEmpty() ? "" : " or ").append(layout.fields.size());
            }
        }
        return text.toString();
    }
}
