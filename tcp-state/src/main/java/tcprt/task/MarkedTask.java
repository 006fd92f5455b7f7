package tcprt.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.tcp.Tcb;
import tcprt.wire.Seq;

/**
 * Tasks of a local port in http or https mode: {@link LocalTask}, led by what the parser found in
 * the bytes. Writes R as V7.
 *
 * <p>{@link Effects} say in what order they are applied. What a TLS 1.3 record of an alert's length
 * is shows only when its direction goes on or ends; until then both may be true. The state here is
 * that of an alert; if the host sent the record, its time is kept, if it was received, {@link
 * OrdinaryData} is what else the state may be.
 */
public final class MarkedTask extends LocalTask {
    private static final long NONE = Long.MIN_VALUE;

    private final MessageParser parser;
    private final RecordWriter writer;
    private final Endpoints endpoints;
    private final List<Integer> firstFrameBytes;

    private int letters;
    private long handshakeBeganNs = NONE;
    private long handshakeMicros = -1;

    /** SND.NXT after the last segment with data that counts. */
    private int dataSentTo;

    /**
     * Whether the task ended before an alert: at {@link #endedNs}, with the ACK of bytes before.
     */
    private boolean ended;

    private int endSeq;
    private long endedNs;

    /** When the host sent what may be an alert, or NONE, and RCV.NXT then. */
    private long maybeAlertSentNs = NONE;

    private int maybeAlertRcvNxt;

    private boolean maybeAlertReceived;
    private @Nullable OrdinaryData otherwise;

    /**
     * Makes the state of a new connection; records go to {@code writer}.
     *
     * @param firstFrameBytes as in {@link LocalTask}
     */
    public MarkedTask(
            RecordWriter writer,
            Endpoints endpoints,
            List<Integer> firstFrameBytes,
            MessageParser parser) {
        super(writer, endpoints, firstFrameBytes);
        this.writer = writer;
        this.endpoints = endpoints;
        this.firstFrameBytes = firstFrameBytes;
        this.parser = parser;
    }

    @Override
    public void init(Tcb tcb, long timeNs) {
        super.init(tcb, timeNs);
        dataSentTo = tcb.sndNxt();
    }

    @Override
    public void recvData(Tcb tcb, long effects, long timeNs) {
        if (has(effects, Effects.HANDSHAKE_ENDS)
                && handshakeBeganNs != NONE
                && isMarked(Letter.H)) {
            handshakeMicros = clockMicros(timeNs) - clockMicros(handshakeBeganNs);
        }
        if (has(effects, Effects.EARLY_DATA)) {
            letters |= Letter.Z.bit();
        }
        if (has(effects, Effects.ALERT_WAS_DATA)) {
            if (maybeAlertReceived) {
                becomeOrdinary();
            }
            sentDataNotAlert();
        }
        if (has(effects, Effects.TASK_DATA)) {
            if (has(effects, Effects.SAME_TASK)) {
                reopenRequest();
            }
            super.recvData(tcb, effects, timeNs);
        }
        if (maybeAlertReceived && has(effects, Effects.ALERT_CONFIRMED)) {
            letters |= Letter.A.bit();
            maybeAlertReceived = false;
        }
        mark(effects, timeNs);
        if (has(effects, Effects.MAYBE_ALERT)) {
            ordinary().begin(this, tcb, timeNs);
            maybeAlertReceived = true;
        }
        if (has(effects, Effects.ALERT | Effects.MAYBE_ALERT)) {
            end(tcb.sndNxt());
        }
    }

    @Override
    public void sendData(Tcb tcb, long effects, long timeNs) {
        if (has(effects, Effects.EARLY_DATA)) {
            letters |= Letter.Z.bit();
        }
        if (has(effects, Effects.ALERT_WAS_DATA)) {
            sentDataNotAlert();
        }
        if (has(effects, Effects.TASK_DATA)) {
            super.sendData(tcb, effects, timeNs);
            dataSentTo = tcb.sndNxt();
        }
        if (maybeAlertSentNs != NONE && has(effects, Effects.ALERT_CONFIRMED)) {
            letters |= Letter.A.bit();
            maybeAlertSentNs = NONE;
        }
        mark(effects, timeNs);
        if (has(effects, Effects.ALERT | Effects.MAYBE_ALERT)) {
            end(dataSentTo);
        }
        if (has(effects, Effects.MAYBE_ALERT)) {
            maybeAlertSentNs = timeNs;
            maybeAlertRcvNxt = tcb.rcvNxt();
        }
        if (maybeAlertReceived) {
            ordinary().sendData(tcb, effects, timeNs);
        }
    }

    @Override
    public void pktsAcked(Tcb tcb, long timeNs) {
        boolean answered = isAcknowledgedToTheEnd();
        super.pktsAcked(tcb, timeNs);
        if (!answered) {
            endedNs = endTimeNs;
        }
        if (maybeAlertReceived) {
            ordinary().pktsAcked(tcb, timeNs);
        }
    }

    @Override
    void beginRequest(Tcb tcb, long timeNs) {
        super.beginRequest(tcb, timeNs);
        letters = 0;
        handshakeMicros = -1;
        ended = false;
        maybeAlertSentNs = NONE;
        maybeAlertReceived = false;
    }

    private boolean isMarked(Letter letter) {
        return (letters & letter.bit()) != 0;
    }

    private static boolean has(long effects, long any) {
        return (effects & any) != 0;
    }

    private void mark(long effects, long timeNs) {
        if (has(effects, Effects.HANDSHAKE_BEGINS)) {
            handshakeBeganNs = timeNs;
        }
        if (has(effects, Effects.CONTINUE)) {
            letters |= Letter.C.bit();
        }
        if (has(effects, Effects.NOT_CONTINUE)) {
            letters &= ~Letter.C.bit();
        }
        if (has(effects, Effects.HANDSHAKE)) {
            letters |= Letter.H.bit();
        }
        if (has(effects, Effects.ALERT)) {
            letters |= Letter.A.bit();
        }
    }

    /**
     * An alert follows the response bytes before {@code seq}. The time ends with the last ACK
     * before the alert or, if some of those bytes were not acknowledged then, with theirs.
     */
    private void end(int seq) {
        if (!ended) {
            ended = true;
            endSeq = seq;
            endedNs = endTimeNs;
        }
    }

    /** The last byte alone does not count, as nowhere in {@link #pktsAcked}. */
    private boolean isAcknowledgedToTheEnd() {
        return ended && Seq.atOrAfter(ackCounted() + 1, endSeq);
    }

    @Override
    int responseAckedTo(Tcb tcb) {
        int ackedTo = super.responseAckedTo(tcb);
        return ended ? Seq.earlier(ackedTo, endSeq) : ackedTo;
    }

    @Override
    void describe(TcpRtRecord record, Tcb tcb) {
        super.describe(record, tcb);
        if (isAcknowledgedToTheEnd()) {
            record.totalMicros = wallMicros(startTimeNs, endedNs) & 0xFFFF_FFFFL;
        }
        record.parsed = true;
        record.letters |= letters;
        record.congestionWindow = tcb.congestionWindow();
        record.handshakeMicros = handshakeMicros;
        record.tlsHandshake = isMarked(Letter.H) ? parser.tlsHandshake() : null;
    }

    private void sentDataNotAlert() {
        if (maybeAlertSentNs != NONE) {
            ended = false;
            if (stage == Stage.REQUEST) {
                beginResponse(maybeAlertRcvNxt, maybeAlertSentNs);
            }
            maybeAlertSentNs = NONE;
        }
    }

    // ---- What may be an alert was received ----

    private OrdinaryData ordinary() {
        OrdinaryData ordinary = otherwise;
        if (ordinary == null) {
            ordinary = new OrdinaryData(endpoints, firstFrameBytes, parser);
            otherwise = ordinary;
        }
        return ordinary;
    }

    private void becomeOrdinary() {
        OrdinaryData ordinary = ordinary();
        if (ordinary.hasRecord()) {
            writer.write(ordinary.record());
        }
        copy(ordinary.task());
    }

    /** Becomes what another task of the same connection is. */
    void copy(MarkedTask other) {
        super.copy(other);
        letters = other.letters;
        handshakeBeganNs = other.handshakeBeganNs;
        handshakeMicros = other.handshakeMicros;
        dataSentTo = other.dataSentTo;
        ended = other.ended;
        endSeq = other.endSeq;
        endedNs = other.endedNs;
        maybeAlertSentNs = other.maybeAlertSentNs;
        maybeAlertRcvNxt = other.maybeAlertRcvNxt;
        maybeAlertReceived = false;
    }
}
