package tcprt.emit;

import tcprt.task.RecordField;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * Writes a record as one JSON object: every field by name, with its unit, and what a line has no
 * place for. docs/FORMAT.md is the schema.
 *
 * <p>Not thread-safe; allocates nothing per record.
 */
public final class JsonFormatter implements RecordFormatter {
    private static final int MAX_BYTES = 4096;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NO_RTT = 0xffff_ffffL;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1000L;

    private static final byte[][] TYPES = new byte[RecordType.values().length][];

    static {
        for (RecordType type : RecordType.values()) {
            TYPES[type.ordinal()] = JsonObject.word(type.name());
        }
    }

    private static final RecordField[] FIELDS = RecordField.values();

    private static final int IN_N =
            bits(
                    RecordField.START,
                    RecordField.TOTAL,
                    RecordField.RECEIVED_BYTES,
                    RecordField.REORDERED,
                    RecordField.MSS);
    private static final int IN_E =
            bits(
                    RecordField.START,
                    RecordField.SENT_BYTES,
                    RecordField.UNACKED_BYTES,
                    RecordField.RECEIVED_BYTES,
                    RecordField.RETRANSMITS);
    private static final int IN_W = ~bits(RecordField.RECEIVED_BYTES);
    private static final int IN_R_AND_P = ~bits(RecordField.UNACKED_BYTES);

    private final Ipv6Text ipv6Text;

    /** Nothing is longer than an address, not even the start. */
    private final byte[] text = new byte[AddressText.MAX_IPV6_BYTES];

    private final JsonObject json = new JsonObject();
    private final V7Json v7 = new V7Json(json);

    /**
     * Makes a formatter.
     *
     * @param ipv6Text how the addresses of IPv6 connections are printed
     */
    public JsonFormatter(Ipv6Text ipv6Text) {
        this.ipv6Text = ipv6Text;
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public int format(TcpRtRecord record, byte[] target, int offset) {
        json.begin(target, offset);
        head(record);
        switch (record.type) {
            case R -> {
                response(record, Name.UPLOAD_MICROS);
                if (record.parsed || record.letters != 0) {
                    v7.write(record);
                }
            }
            case P -> response(record, Name.RECEIVE_MICROS);
            case W -> cutOffResponse(record);
            case N -> cutOffRequest(record);
            case E -> end(record);
        }
        capture(record);
        return json.end() - offset;
    }

    private void head(TcpRtRecord record) {
        json.word(Name.TYPE, TYPES[record.type.ordinal()]);
        json.text(Name.START, text, startText(record.startTimeNs));
        json.number(Name.START_EPOCH_MICROS, Math.floorDiv(record.startTimeNs, NANOS_PER_MICRO));
        address(Name.REMOTE_ADDRESS, record, record.remoteAddressHigh, record.remoteAddressLow);
        json.number(Name.REMOTE_PORT, record.remotePort);
        address(Name.LOCAL_ADDRESS, record, record.localAddressHigh, record.localAddressLow);
        json.number(Name.LOCAL_PORT, record.localPort);
        json.number(record.type == RecordType.E ? Name.TASKS : Name.TASK, record.taskNumber);
    }

    /** R and P: only the name of the time between first and last received segment differs. */
    private void response(TcpRtRecord record, byte[] receiveTime) {
        task(record, receiveTime);
        json.number(Name.RECEIVED_BYTES, record.receivedBytes);
        reorderAndMss(record);
    }

    private void cutOffResponse(TcpRtRecord record) {
        task(record, Name.UPLOAD_MICROS);
        json.number(Name.UNACKED_BYTES, record.unackedBytes);
        reorderAndMss(record);
    }

    private void task(TcpRtRecord record, byte[] receiveTime) {
        json.number(Name.SENT_BYTES, record.sentBytes);
        json.number(Name.TOTAL_MICROS, record.totalMicros);
        roundTrips(record);
        json.number(Name.RETRANSMITS, record.retransmits);
        // The kernel's int as what it counts: a time is not negative.
        json.number(Name.SERVER_TIME_MICROS, record.serverTimeMicros & 0xffff_ffffL);
        json.number(receiveTime, record.receiveTimeMicros & 0xffff_ffffL);
    }

    private void cutOffRequest(TcpRtRecord record) {
        json.number(Name.TOTAL_MICROS, record.totalMicros);
        json.number(Name.RECEIVED_BYTES, record.receivedBytes);
        reorderAndMss(record);
    }

    private void end(TcpRtRecord record) {
        json.number(Name.SENT_BYTES, record.sentBytes);
        json.number(Name.UNACKED_BYTES, record.unackedBytes);
        json.number(Name.RECEIVED_BYTES, record.receivedBytes);
        json.number(Name.RETRANSMITS, record.retransmits);
        roundTrips(record);
    }

    private void roundTrips(TcpRtRecord record) {
        json.numberOrNull(Name.MIN_RTT_MICROS, record.minRttMicros, record.minRttMicros != NO_RTT);
        long smoothed = record.smoothedRttMicros;
        json.numberOrNull(Name.SMOOTHED_RTT_MICROS, smoothed, smoothed != 0);
    }

    private void reorderAndMss(TcpRtRecord record) {
        json.truth(Name.REORDERED, record.reordered != 0);
        json.number(Name.MSS_BYTES, record.mssBytes);
    }

    /** What a line cannot say. */
    private void capture(TcpRtRecord record) {
        json.truth(Name.MID_STREAM, record.midStream);
        json.numberOrNull(
                Name.TAP_TO_HOST_MICROS, record.tapToHostMicros, record.tapToHostMicros >= 0);
        json.numberOrNull(
                Name.TAP_TO_REMOTE_MICROS, record.tapToRemoteMicros, record.tapToRemoteMicros >= 0);
        json.number(Name.CAPTURE_HOLES, record.captureHoles);
        json.number(Name.CAPTURE_HOLE_BYTES, record.captureHoleBytes);
        json.openArray(Name.INFERRED);
        int inferred = record.inferred & fieldsOf(record.type);
        for (RecordField field : FIELDS) {
            if ((inferred & field.bit()) != 0) {
                json.element(name(field, record.type));
            }
        }
        json.closeArray();
    }

    private static int fieldsOf(RecordType type) {
        return switch (type) {
            case R, P -> IN_R_AND_P;
            case W -> IN_W;
            case N -> IN_N;
            case E -> IN_E;
        };
    }

    private static int bits(RecordField... fields) {
        int bits = 0;
        for (RecordField field : fields) {
            bits |= field.bit();
        }
        return bits;
    }

    private static byte[] name(RecordField field, RecordType type) {
        return switch (field) {
            case START -> Name.START;
            case SENT_BYTES -> Name.SENT_BYTES;
            case TOTAL -> Name.TOTAL_MICROS;
            case RETRANSMITS -> Name.RETRANSMITS;
            case SERVER_TIME -> Name.SERVER_TIME_MICROS;
            case RECEIVE_TIME -> type == RecordType.P ? Name.RECEIVE_MICROS : Name.UPLOAD_MICROS;
            case RECEIVED_BYTES -> Name.RECEIVED_BYTES;
            case UNACKED_BYTES -> Name.UNACKED_BYTES;
            case REORDERED -> Name.REORDERED;
            case MSS -> Name.MSS_BYTES;
        };
    }

    private void address(byte[] name, TcpRtRecord record, long high, long low) {
        json.text(name, text, ipv6Text.address(record, high, low, text, 0));
    }

    /** Seconds, a point, six digits of microseconds. */
    private int startText(long timeNs) {
        int point = Decimal.write(Math.floorDiv(timeNs, NANOS_PER_SECOND), text, 0);
        long micros = Math.floorMod(timeNs, NANOS_PER_SECOND) / NANOS_PER_MICRO;
        int end = Decimal.write(MICROS_PER_SECOND + micros, text, point); // a digit too many
        text[point] = '.';
        return end;
    }

    /** Names of members, encoded once. */
    private static final class Name {
        static final byte[] TYPE = JsonObject.name("type");
        static final byte[] START = JsonObject.name("start");
        static final byte[] START_EPOCH_MICROS = JsonObject.name("startEpochMicros");
        static final byte[] REMOTE_ADDRESS = JsonObject.name("remoteAddress");
        static final byte[] REMOTE_PORT = JsonObject.name("remotePort");
        static final byte[] LOCAL_ADDRESS = JsonObject.name("localAddress");
        static final byte[] LOCAL_PORT = JsonObject.name("localPort");
        static final byte[] TASK = JsonObject.name("task");
        static final byte[] TASKS = JsonObject.name("tasks");
        static final byte[] SENT_BYTES = JsonObject.name("sentBytes");
        static final byte[] TOTAL_MICROS = JsonObject.name("totalMicros");
        static final byte[] MIN_RTT_MICROS = JsonObject.name("minRttMicros");
        static final byte[] SMOOTHED_RTT_MICROS = JsonObject.name("smoothedRttMicros");
        static final byte[] RETRANSMITS = JsonObject.name("retransmits");
        static final byte[] SERVER_TIME_MICROS = JsonObject.name("serverTimeMicros");
        static final byte[] UPLOAD_MICROS = JsonObject.name("uploadMicros");
        static final byte[] RECEIVE_MICROS = JsonObject.name("receiveMicros");
        static final byte[] RECEIVED_BYTES = JsonObject.name("receivedBytes");
        static final byte[] UNACKED_BYTES = JsonObject.name("unackedBytes");
        static final byte[] REORDERED = JsonObject.name("reordered");
        static final byte[] MSS_BYTES = JsonObject.name("mssBytes");
        static final byte[] MID_STREAM = JsonObject.name("midStream");
        static final byte[] TAP_TO_HOST_MICROS = JsonObject.name("tapToHostMicros");
        static final byte[] TAP_TO_REMOTE_MICROS = JsonObject.name("tapToRemoteMicros");
        static final byte[] CAPTURE_HOLES = JsonObject.name("captureHoles");
        static final byte[] CAPTURE_HOLE_BYTES = JsonObject.name("captureHoleBytes");
        static final byte[] INFERRED = JsonObject.name("inferred");

        private Name() {}
    }
}
