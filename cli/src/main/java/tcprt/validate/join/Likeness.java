package tcprt.validate.join;

import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/** How much two records, one of each side, look like the same task. */
final class Likeness {
    /** With another number the starts have to be this close. */
    private static final long OTHER_NUMBER_MICROS = 2_000;

    /** What another number, and other bytes, weigh against nearness of the start. */
    private static final long NUMBER_WEIGHT_MICROS = 40;

    private static final long BYTES_WEIGHT_MICROS = 200;

    private Likeness() {}

    static boolean hasExpectedNumber(Waiting one, Waiting other) {
        return shift(one, other) == one.conversation.numberShift;
    }

    static long shift(Waiting one, Waiting other) {
        long shift = one.entry.taskNumber() - other.entry.taskNumber();
        return one.entry.kernel ? shift : -shift;
    }

    static boolean hasSameBytes(Entry one, Entry other) {
        return one.values[Field.SENT.ordinal()] == other.values[Field.SENT.ordinal()]
                && one.values[Field.RCVD.ordinal()] == other.values[Field.RCVD.ordinal()]
                && one.values[Field.UPLOAD_DATA.ordinal()]
                        == other.values[Field.UPLOAD_DATA.ordinal()]
                && hasSameResponse(one, other);
    }

    /** Older P lines do not tell how much was received. */
    private static boolean hasSameResponse(Entry one, Entry other) {
        return one.values[Field.RECV.ordinal()] == other.values[Field.RECV.ordinal()]
                || !one.layout.fields().contains(Field.RECV)
                || !other.layout.fields().contains(Field.RECV);
    }

    /** How little two records look like the same task; {@link Long#MAX_VALUE} if not at all. */
    static long cost(Waiting one, Waiting other) {
        long apart = Math.abs(one.at() - other.at());
        boolean expected = hasExpectedNumber(one, other);
        boolean near = expected ? apart <= Joiner.NEAR_MICROS : apart <= OTHER_NUMBER_MICROS;
        if (!near || one.entry.type() != other.entry.type()) {
            return Long.MAX_VALUE;
        }
        return apart
                + (expected || !one.conversation.shiftKnown ? 0 : NUMBER_WEIGHT_MICROS)
                + (hasSameBytes(one.entry, other.entry) ? 0 : BYTES_WEIGHT_MICROS);
    }

    static boolean mayBeOfCleared(Entry cleared, Entry other) {
        Connection known = Connection.of(cleared);
        Connection whole = Connection.of(other);
        return cleared.type() == other.type()
                && cleared.taskNumber() == other.taskNumber()
                && known.localPort() == whole.localPort()
                && known.ipv6() == whole.ipv6()
                && known.remoteAddress() == whole.remoteAddress()
                && (known.localAddress() == 0 || known.localAddress() == whole.localAddress());
    }

    static long apart(Waiting one, Waiting other) {
        return Math.abs(one.at() - other.at());
    }
}
