package tcprt.emit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final int MICROS_DIGITS = 6;
    private static final int START_BYTES = Decimal.MAX_DIGITS + 1 + MICROS_DIGITS;

    private static final SerializedString[] TYPES =
            new SerializedString[RecordType.values().length];

    static {
        for (RecordType type : RecordType.values()) {
            TYPES[type.ordinal()] = new SerializedString(type.name());
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
    private final ByteArrayTarget bytes = new ByteArrayTarget();
    private final byte[] text = new byte[Math.max(START_BYTES, AddressText.MAX_IPV6_BYTES)];
    private final JsonGenerator json;
    private final JsonMembers members;
    private final V7Json v7;

    /**
     * Makes a formatter.
     *
     * @param ipv6Text how the addresses of IPv6 connections are printed
     */
    public JsonFormatter(Ipv6Text ipv6Text) {
        this.ipv6Text = ipv6Text;
        JsonFactory factory = new JsonFactoryBuilder().rootValueSeparator((String) null).build();
        try {
            json = factory.createGenerator(bytes, JsonEncoding.UTF8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array cannot fail
        }
        members = new JsonMembers(json);
        v7 = new V7Json(json, members);
        json.configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), false);
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public int format(TcpRtRecord record, byte[] target, int offset) {
        bytes.begin(target, offset);
        try {
            json.writeStartObject();
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
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array cannot fail
        }
        return bytes.end('\n') - offset;
    }

    private void head(TcpRtRecord record) throws IOException {
        json.writeFieldName(Name.TYPE);
        json.writeString(TYPES[record.type.ordinal()]);
        json.writeFieldName(Name.START);
        json.writeUTF8String(text, 0, startText(record.startTimeNs));
        members.number(Name.START_EPOCH_MICROS, Math.floorDiv(record.startTimeNs, 1000L));
        address(Name.REMOTE_ADDRESS, record, record.remoteAddressHigh, record.remoteAddressLow);
        members.number(Name.REMOTE_PORT, record.remotePort);
        address(Name.LOCAL_ADDRESS, record, record.localAddressHigh, record.localAddressLow);
        members.number(Name.LOCAL_PORT, record.localPort);
        members.number(record.type == RecordType.E ? Name.TASKS : Name.TASK, record.taskNumber);
    }

    /** R and P: only the name of the time between first and last received segment differs. */
    private void response(TcpRtRecord record, SerializedString receiveTime) throws IOException {
        task(record, receiveTime);
        members.number(Name.RECEIVED_BYTES, record.receivedBytes);
        reorderAndMss(record);
    }

    private void cutOffResponse(TcpRtRecord record) throws IOException {
        task(record, Name.UPLOAD_MICROS);
        members.number(Name.UNACKED_BYTES, record.unackedBytes);
        reorderAndMss(record);
    }

    private void task(TcpRtRecord record, SerializedString receiveTime) throws IOException {
        members.number(Name.SENT_BYTES, record.sentBytes);
        members.number(Name.TOTAL_MICROS, record.totalMicros);
        roundTrips(record);
        members.number(Name.RETRANSMITS, record.retransmits);
        // The kernel's int as what it counts: a time is not negative.
        members.number(Name.SERVER_TIME_MICROS, record.serverTimeMicros & 0xffff_ffffL);
        members.number(receiveTime, record.receiveTimeMicros & 0xffff_ffffL);
    }

    private void cutOffRequest(TcpRtRecord record) throws IOException {
        members.number(Name.TOTAL_MICROS, record.totalMicros);
        members.number(Name.RECEIVED_BYTES, record.receivedBytes);
        reorderAndMss(record);
    }

    private void end(TcpRtRecord record) throws IOException {
        members.number(Name.SENT_BYTES, record.sentBytes);
        members.number(Name.UNACKED_BYTES, record.unackedBytes);
        members.number(Name.RECEIVED_BYTES, record.receivedBytes);
        members.number(Name.RETRANSMITS, record.retransmits);
        roundTrips(record);
    }

    private void roundTrips(TcpRtRecord record) throws IOException {
        members.numberOrNull(
                Name.MIN_RTT_MICROS, record.minRttMicros, record.minRttMicros != NO_RTT);
        long smoothed = record.smoothedRttMicros;
        members.numberOrNull(Name.SMOOTHED_RTT_MICROS, smoothed, smoothed != 0);
    }

    private void reorderAndMss(TcpRtRecord record) throws IOException {
        members.truth(Name.REORDERED, record.reordered != 0);
        members.number(Name.MSS_BYTES, record.mssBytes);
    }

    /** What a line cannot say. */
    private void capture(TcpRtRecord record) throws IOException {
        members.truth(Name.MID_STREAM, record.midStream);
        members.numberOrNull(
                Name.TAP_TO_HOST_MICROS, record.tapToHostMicros, record.tapToHostMicros >= 0);
        members.numberOrNull(
                Name.TAP_TO_REMOTE_MICROS, record.tapToRemoteMicros, record.tapToRemoteMicros >= 0);
        members.number(Name.CAPTURE_HOLES, record.captureHoles);
        members.number(Name.CAPTURE_HOLE_BYTES, record.captureHoleBytes);
        json.writeFieldName(Name.INFERRED);
        json.writeStartArray();
        int inferred = record.inferred & fieldsOf(record.type);
        for (RecordField field : FIELDS) {
            if ((inferred & field.bit()) != 0) {
                json.writeString(name(field, record.type));
            }
        }
        json.writeEndArray();
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

    private static SerializedString name(RecordField field, RecordType type) {
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

    private void address(SerializedString name, TcpRtRecord record, long high, long low)
            throws IOException {
        json.writeFieldName(name);
        json.writeUTF8String(text, 0, ipv6Text.address(record, high, low, text, 0));
    }

    /** Seconds, a point, six digits of microseconds. */
    private int startText(long timeNs) {
        int at = Decimal.write(Math.floorDiv(timeNs, NANOS_PER_SECOND), text, 0);
        text[at++] = '.';
        int micros = (int) (Math.floorMod(timeNs, NANOS_PER_SECOND) / 1000);
        for (int i = MICROS_DIGITS - 1; i >= 0; i--) {
            text[at + i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        return at + MICROS_DIGITS;
    }

    /** Names of members, encoded once. */
    private static final class Name {
        static final SerializedString TYPE = new SerializedString("type");
        static final SerializedString START = new SerializedString("start");
        static final SerializedString START_EPOCH_MICROS = new SerializedString("startEpochMicros");
        static final SerializedString REMOTE_ADDRESS = new SerializedString("remoteAddress");
        static final SerializedString REMOTE_PORT = new SerializedString("remotePort");
        static final SerializedString LOCAL_ADDRESS = new SerializedString("localAddress");
        static final SerializedString LOCAL_PORT = new SerializedString("localPort");
        static final SerializedString TASK = new SerializedString("task");
        static final SerializedString TASKS = new SerializedString("tasks");
        static final SerializedString SENT_BYTES = new SerializedString("sentBytes");
        static final SerializedString TOTAL_MICROS = new SerializedString("totalMicros");
        static final SerializedString MIN_RTT_MICROS = new SerializedString("minRttMicros");
        static final SerializedString SMOOTHED_RTT_MICROS =
                new SerializedString("smoothedRttMicros");
        static final SerializedString RETRANSMITS = new SerializedString("retransmits");
        static final SerializedString SERVER_TIME_MICROS = new SerializedString("serverTimeMicros");
        static final SerializedString UPLOAD_MICROS = new SerializedString("uploadMicros");
        static final SerializedString RECEIVE_MICROS = new SerializedString("receiveMicros");
        static final SerializedString RECEIVED_BYTES = new SerializedString("receivedBytes");
        static final SerializedString UNACKED_BYTES = new SerializedString("unackedBytes");
        static final SerializedString REORDERED = new SerializedString("reordered");
        static final SerializedString MSS_BYTES = new SerializedString("mssBytes");
        static final SerializedString MID_STREAM = new SerializedString("midStream");
        static final SerializedString TAP_TO_HOST_MICROS = new SerializedString("tapToHostMicros");
        static final SerializedString TAP_TO_REMOTE_MICROS =
                new SerializedString("tapToRemoteMicros");
        static final SerializedString CAPTURE_HOLES = new SerializedString("captureHoles");
        static final SerializedString CAPTURE_HOLE_BYTES = new SerializedString("captureHoleBytes");
        static final SerializedString INFERRED = new SerializedString("inferred");

        private Name() {}
    }
}
