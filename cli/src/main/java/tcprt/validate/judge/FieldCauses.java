package tcprt.validate.judge;

import static tcprt.validate.judge.Cause.UNKNOWN;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tcprt.task.RecordType;
import tcprt.validate.join.Pairing;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/** Why a number of a pair differs, asked of the evidence in order: the strongest first. */
final class FieldCauses {
    /** A tap this far from the host is not on it. */
    private static final long AWAY_MICROS = 300;

    /** A burst of one send call is stamped within this time. */
    private static final long BURST_MICROS = 10_000;

    /** So near to the setting of a clock a start may be on either side of it. */
    private static final long REACH_MICROS = 3_000_000;

    private static final int HEADER_BYTES = 120;

    /** Times that are differences of the four moments of a task, and the first of these. */
    private static final Set<Field> MOMENTS =
            Set.of(Field.START, Field.TOTAL, Field.SERVER_TIME, Field.UPLOAD_TIME, Field.RECV_TIME);

    private final Facts facts;
    private final Tolerances tolerances;

    FieldCauses(Facts facts, Tolerances tolerances) {
        this.facts = facts;
        this.tolerances = tolerances;
    }

    /** The cause of a difference that is more than the tolerance. */
    Cause of(Pairing pairing, Field field) {
        Cause cause = ofKernel(pairing, field);
        cause = cause == null ? ofCapture(pairing, field) : cause;
        cause = cause == null ? ofClock(pairing, field) : cause;
        cause = cause == null ? ofEnd(pairing, field) : cause;
        cause = cause == null ? ofTap(pairing, field) : cause;
        cause = cause == null ? ofHost(pairing, field) : cause;
        return cause == null ? UNKNOWN : cause;
    }

    /** What the kernel's line itself shows. */
    private static @Nullable Cause ofKernel(Pairing pairing, Field field) {
        long kernel = pairing.kernel().value(field);
        long ours = pairing.ours().value(field);
        if (field == Field.RETRANS && pairing.how() == Pairing.How.CLEARED_ADDRESS) {
            return Cause.SO_LINGER;
        }
        if (field == Field.CWND) {
            return Cause.WINDOW_MODEL;
        }
        if (field == Field.MIN_RTT) {
            if (isTick(kernel) && isTick(ours)) {
                return Cause.WRONG_HZ;
            }
            if (ours >= 1024 && kernel == ours >> 10) {
                return Cause.OLD_MODULE;
            }
        }
        return null;
    }

    /** An RTT of one timer tick of 1000 or of 250 hertz. */
    private static boolean isTick(long micros) {
        return micros == 1000 || micros == 4000;
    }

    /** What our own record says of the capture. */
    private static @Nullable Cause ofCapture(Pairing pairing, Field field) {
        Entry ours = pairing.ours();
        if (ours.captureHoles > 0) {
            return Cause.CAPTURE_LOST_PACKETS;
        }
        if ((ours.inferred & field.inferredBit()) != 0) {
            return pairing.capturedWithHoles() && ours.midStream
                    ? Cause.CAPTURE_LOST_PACKETS
                    : Cause.NOT_CAPTURED;
        }
        boolean ofConnection =
                ours.type() == RecordType.E
                        || field == Field.NUM
                        || field == Field.MSS
                        || field == Field.MIN_RTT
                        || field == Field.SRTT;
        if (ofConnection && ours.midStream) {
            return Cause.BEFORE_CAPTURE;
        }
        if (ofConnection && pairing.capturedWithHoles()) {
            return Cause.CAPTURE_LOST_PACKETS;
        }
        boolean fromRtt = field == Field.MIN_RTT || field == Field.SRTT;
        return fromRtt && ours.inferred != 0 ? Cause.NOT_CAPTURED : null;
    }

    /** A clock that was set between the moments a time is the difference of. */
    private @Nullable Cause ofClock(Pairing pairing, Field field) {
        if (!facts.clock().hasSteps() || (field != Field.START && field != Field.TOTAL)) {
            return null;
        }
        Entry ours = pairing.ours();
        long reach = field == Field.START ? REACH_MICROS : 0;
        long step =
                facts.clock()
                        .stepBetween(
                                ours.startMicros - reach,
                                ours.startMicros + reach + ours.values[Field.TOTAL.ordinal()]);
        long off = pairing.kernel().value(field) - ours.value(field);
        return step != 0 && tolerances.of(field).covers(Math.abs(step), Math.abs(off))
                ? Cause.CLOCK_STEP
                : null;
    }

    /** W and N last until the socket's end, which may not be on the wire. */
    private static @Nullable Cause ofEnd(Pairing pairing, Field field) {
        RecordType type = pairing.kernel().type();
        if (field != Field.TOTAL || (type != RecordType.W && type != RecordType.N)) {
            return null;
        }
        return pairing.kernel().value(field) > pairing.ours().value(field)
                ? Cause.APPLICATION_CLOSED_LATE
                : Cause.KERNEL_TIMER;
    }

    /** What a tap away from the host sees otherwise. */
    private @Nullable Cause ofTap(Pairing pairing, Field field) {
        Entry ours = pairing.ours();
        Entry kernel = pairing.kernel();
        long away = ours.tapToHostMicros;
        if (away < AWAY_MICROS) {
            return null;
        }
        long later = kernel.value(field) - ours.value(field);
        long expected =
                switch (field) {
                    case START -> away / 2;
                    case SERVER_TIME -> kernel.type() == RecordType.P ? away : -away;
                    case MIN_RTT, SRTT -> away;
                    default -> 0;
                };
        if (expected != 0 && tolerances.of(field).covers(expected, later)) {
            return Cause.TAP_DISTANCE;
        }
        boolean sentAgain =
                kernel.values[Field.RETRANS.ordinal()] > 0
                        || ours.values[Field.RETRANS.ordinal()] > 0
                        || kernel.values[Field.REORDER.ordinal()] > 0
                        || ours.values[Field.REORDER.ordinal()] > 0;
        boolean counts = field == Field.RETRANS || field == Field.REORDER;
        return counts || (isTime(field) && sentAgain) ? Cause.LOST_BEHIND_TAP : null;
    }

    private boolean isTime(Field field) {
        return !tolerances.of(field).isExact();
    }

    /** What the other times of the same pair prove of the host. */
    private @Nullable Cause ofHost(Pairing pairing, Field field) {
        Entry kernel = pairing.kernel();
        Entry ours = pairing.ours();
        if (field == Field.RETRANS) {
            boolean bothSentAgain = kernel.value(field) > 0 && ours.value(field) > 0;
            long mss = ours.values[Field.MSS.ordinal()];
            return bothSentAgain && mss > 0 && facts.capture().largestSegment() > mss + HEADER_BYTES
                    ? Cause.SUPER_SEGMENT
                    : null;
        }
        if (!isTask(kernel) || !MOMENTS.contains(field)) {
            return null;
        }
        Instants instants = Instants.of(kernel, ours);
        if (kernel.type() == RecordType.R && ours.tapToHostMicros >= AWAY_MICROS) {
            instants = instants.nextTo(ours.tapToHostMicros);
        }
        long slack = tolerances.of(Field.START).absolute();
        if (instants.isLateRequest(kernel.type(), slack)) {
            return Cause.HOST_DELAY;
        }
        if (!instants.isLateResponse(slack)) {
            return null;
        }
        if (kernel.type() == RecordType.P) {
            return Cause.HOST_DELAY;
        }
        boolean burst =
                ours.value(Field.SENT) > ours.value(Field.MSS)
                        && instants.responseBegins() <= BURST_MICROS;
        return burst ? Cause.SEND_BURST : null;
    }

    /** Whether the record has all four moments. */
    private static boolean isTask(Entry entry) {
        return entry.layout.fields().contains(Field.SERVER_TIME)
                && (entry.type() == RecordType.R || entry.type() == RecordType.P);
    }
}
