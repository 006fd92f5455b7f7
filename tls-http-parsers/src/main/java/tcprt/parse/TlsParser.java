package tcprt.parse;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tcprt.task.Effects;
import tcprt.task.MessageParser;
import tcprt.task.TlsHandshake;

/**
 * The messages of a connection on a port in https mode; the traced host is the server.
 *
 * <p>Follows the records of both directions. It reads the two hellos; every other body, encrypted
 * or not, it skips by its length. What a record means to a task says the {@link TlsSession} of the
 * version that was agreed on.
 *
 * <p>The clear text before a ClientHello, and a connection without one, are ordinary data. Where
 * bytes are missing and it is not known where the next record begins, the direction is lost: its
 * bytes are ordinary data until a segment begins like a record after the other side has spoken.
 */
public final class TlsParser implements MessageParser {
    private final TlsHandshake facts = new TlsHandshake();
    private final HelloSearch search = new HelloSearch();
    private final ClientHelloReader clientHello = new ClientHelloReader(facts);
    private final ServerHelloReader serverHello = new ServerHelloReader(facts);
    private final HelloExchange hellos = new HelloExchange(clientHello);
    private final LegacySession legacy = new LegacySession(facts);
    private final Tls13Session tls13 = new Tls13Session(facts);
    private final TlsDirection client = new TlsDirection(false);
    private final TlsDirection host = new TlsDirection(true);

    /** Null as long as there is no ClientHello. */
    private @Nullable TlsSession session;

    /** The connection began with the ClientHello. */
    private boolean helloFirst;

    private boolean helloProven;
    private boolean hostAnswered;

    /** This is TLS, but what was agreed on is not known. */
    private boolean gaveUp;

    private int timesLost;

    /** Effects of the present call. */
    private long effects;

    @Override
    public long onBytes(
            boolean fromHost, ByteBuffer data, int offset, int capturedLength, int wireLength) {
        if (isPlainFromNowOn()) {
            return Effects.PLAIN;
        }
        effects = 0;
        TlsDirection from = speaker(fromHost);
        if (from.lost && from.mayResume && beginsRecord(data, offset, capturedLength)) {
            from.reset();
        }
        int end = offset + capturedLength;
        int at = offset;
        while (at < end) {
            at = read(from, data, at, end);
        }
        skip(from, wireLength - capturedLength);
        judgeUnfinishedHeader(from);
        return effects;
    }

    @Override
    public long onHole(boolean fromHost, long length) {
        if (isPlainFromNowOn()) {
            return Effects.PLAIN;
        }
        effects = 0;
        skip(speaker(fromHost), length);
        return effects;
    }

    @Override
    public long onFin(boolean fromHost) {
        TlsDirection from = fromHost ? host : client;
        if (!from.alertPending) {
            return 0;
        }
        from.alertPending = false;
        return from.record.isBetweenRecords()
                ? Effects.ALERT_CONFIRMED
                : Effects.ALERT_WAS_DATA; // Cut off.
    }

    @Override
    public @Nullable TlsHandshake tlsHandshake() {
        return helloProven ? facts : null;
    }

    @Override
    public int timesLost() {
        return timesLost;
    }

    private boolean isPlainFromNowOn() {
        return gaveUp || (session == null && search.hasGivenUp());
    }

    private TlsDirection speaker(boolean fromHost) {
        TlsDirection listener = fromHost ? client : host;
        listener.mayResume = true;
        return fromHost ? host : client;
    }

    private static boolean beginsRecord(ByteBuffer data, int offset, int length) {
        return length >= RecordReader.HEADER_LENGTH
                && RecordReader.isPlausible(
                        data.get(offset) & 0xFF,
                        number(data.get(offset + 1), data.get(offset + 2)),
                        number(data.get(offset + 3), data.get(offset + 4)));
    }

    private static int number(byte high, byte low) {
        return ((high & 0xFF) << 8) | (low & 0xFF);
    }

    /** Takes some bytes, and returns the index of the first that it has not taken. */
    private int read(TlsDirection from, ByteBuffer data, int at, int end) {
        TlsSession agreed = session;
        if (agreed == null && !from.fromHost) {
            return lookForHello(data, at, end);
        }
        if (agreed == null || from.lost || gaveUp) {
            takeAsData(from);
            return end;
        }
        RecordReader record = from.record;
        if (record.bodyLeft() > 0) {
            int stop = Math.min(end, at + record.bodyLeft());
            HelloReader hello = from.hello;
            if (hello != null) {
                for (int i = at; i < stop; i++) {
                    hello.accept(data.get(i));
                }
            }
            takeBody(from, stop - at);
            return stop;
        }
        if (record.isBetweenRecords()) {
            alertWasData(from);
        }
        if (record.acceptHeader(data.get(at))) {
            onHeader(agreed, from);
        }
        return at + 1;
    }

    private int lookForHello(ByteBuffer data, int at, int end) {
        effects |= Effects.TASK_DATA;
        for (int i = at; i < end && !search.hasGivenUp(); i++) {
            if (search.accept(data.get(i))) {
                if (i - at >= RecordReader.HEADER_LENGTH) {
                    effects |= Effects.HANDSHAKE_BEGINS;
                }
                beginHello(data.get(i));
                return i + 1;
            }
        }
        if (search.matched() > 0 && search.matched() <= end - at) {
            effects |= Effects.HANDSHAKE_BEGINS;
        }
        return end;
    }

    private void beginHello(byte type) {
        clientHello.reset();
        clientHello.accept(type);
        serverHello.reset();
        hellos.reset();
        session = hellos;
        helloFirst = search.isAtStart();
        helloProven = false;
        hostAnswered = false;
        host.reset();
        client.reset();
        client.record.resume(RecordReader.HANDSHAKE, search.length(), search.length() - 1);
        client.hello = clientHello;
        client.keepSegmentEffects(Effects.TASK_DATA);
    }

    private void onHeader(TlsSession agreed, TlsDirection from) {
        RecordReader record = from.record;
        boolean answer = from.fromHost && !hostAnswered;
        hostAnswered |= answer;
        if (answer && !isAnswerToHello(record)) {
            endHello();
            takeAsData(from);
            return;
        }
        if (!record.isPlausible()) {
            lose(from);
            return;
        }
        long meaning = agreed.onRecord(from.fromHost, record.type(), record.length());
        from.keepSegmentEffects(meaning);
        if ((meaning & Effects.MAYBE_ALERT) != 0) {
            mayBeAlert(from);
        } else {
            alertWasData(from);
        }
        if ((meaning & Effects.TASK_DATA) != 0) {
            takeAsData(from);
        }
        effects |= meaning & ~Effects.MAYBE_ALERT;
        from.hello = record.type() == RecordReader.HANDSHAKE ? helloExpected(from) : null;
        if (record.bodyLeft() == 0) {
            effects |= agreed.onRecordEnd(from.fromHost);
        }
    }

    /** A server that does not speak TLS does not answer a ClientHello with a record. */
    private static boolean isAnswerToHello(RecordReader record) {
        return record.isPlausible()
                && (record.type() == RecordReader.HANDSHAKE || record.type() == RecordReader.ALERT);
    }

    private @Nullable HelloReader helloExpected(TlsDirection from) {
        if (session != hellos) {
            return null;
        }
        return from.fromHost ? serverHello : clientHello;
    }

    /** Takes bytes of the present record's body; those of a hello have been read, or are lost. */
    private void takeBody(TlsDirection from, int count) {
        effects |= from.segmentEffects();
        if (from.hello == clientHello) {
            judgeClientHello();
        } else if (from.hello == serverHello) {
            judgeServerHello();
        }
        from.record.acceptBody(count);
        TlsSession agreed = session;
        if (agreed != null && from.record.bodyLeft() == 0) {
            effects |= agreed.onRecordEnd(from.fromHost);
        }
    }

    private void judgeClientHello() {
        facts.alpnOffered = clientHello.namesProtocol();
        if (clientHello.isValid()) {
            if (helloFirst && !helloProven) {
                effects |= Effects.HANDSHAKE;
            }
            helloProven = true;
        } else if (clientHello.isBroken()) {
            endHello();
        }
    }

    private void judgeServerHello() {
        if (serverHello.isBroken()) {
            giveUp();
        } else if (serverHello.isComplete()) {
            host.hello = null;
            if (serverHello.isHelloRetryRequest()) {
                facts.helloRetryRequest = true;
                hellos.onHelloRetryRequest();
                serverHello.reset();
            } else {
                agree();
            }
        }
    }

    private void agree() {
        facts.version = serverHello.version();
        facts.cipherSuite = serverHello.cipherSuite();
        if (serverHello.isTls13()) {
            boolean earlyData = hellos.mayHaveEarlyData();
            facts.resumed = serverHello.takesPreSharedKey();
            tls13.begin(serverHello, earlyData, earlyData && hellos.isClientDataSeen());
            session = tls13;
        } else {
            if (!serverHello.namesProtocol()) {
                facts.alpnLength = 0;
            }
            facts.alpnOffered = false;
            legacy.begin();
            session = legacy;
        }
    }

    /** It was no ClientHello, or nobody answers it: clear text as before. */
    private void endHello() {
        session = null;
        helloProven = false;
    }

    private void giveUp() {
        timesLost++;
        gaveUp = true;
    }

    /** Takes bytes that are not in the capture. */
    private void skip(TlsDirection from, long count) {
        if (count <= 0) {
            return;
        }
        if (session == null && !from.fromHost) {
            search.skip(count);
        }
        if (session == null || from.lost || gaveUp) {
            takeAsData(from);
            return;
        }
        int inBody = (int) Math.min(from.record.bodyLeft(), count);
        if (inBody > 0) {
            HelloReader hello = from.hello;
            if (hello != null) {
                hello.lose();
            }
            takeBody(from, inBody);
        }
        if (count > inBody) {
            lose(from);
        }
    }

    private void lose(TlsDirection from) {
        TlsSession agreed = session;
        if (agreed != null && !gaveUp) {
            if (from.fromHost && agreed == hellos) {
                giveUp();
            } else {
                timesLost++;
                from.lost = true;
                from.mayResume = false;
                agreed.onLost(from.fromHost);
            }
        }
        takeAsData(from);
    }

    /** There are bytes that are a request, a response or part of one. */
    private void takeAsData(TlsDirection from) {
        alertWasData(from);
        if (!from.fromHost) {
            alertWasData(host); // A server that is about to close does not get a request.
        }
        effects |= Effects.TASK_DATA;
    }

    private void alertWasData(TlsDirection direction) {
        if (!direction.alertPending) {
            return;
        }
        direction.alertPending = false;
        if ((effects & Effects.MAYBE_ALERT) != 0) {
            effects &= ~Effects.MAYBE_ALERT; // It is of this very call.
            effects |= Effects.TASK_DATA;
        } else {
            effects |= Effects.ALERT_WAS_DATA;
        }
    }

    /**
     * Of a header that the next segment completes, most is known from its first byte; if not, it
     * may be an alert's.
     */
    private void judgeUnfinishedHeader(TlsDirection from) {
        TlsSession agreed = session;
        if (agreed == null || gaveUp || from.lost || !from.record.isInHeader()) {
            return;
        }
        long meaning = agreed.onHeaderBegun(from.fromHost, from.record.type());
        if ((meaning & Effects.MAYBE_ALERT) != 0) {
            mayBeAlert(from);
        }
        effects |= meaning & ~Effects.MAYBE_ALERT;
    }

    /** Says so once, in the segment that the record begins in. */
    private void mayBeAlert(TlsDirection from) {
        if (!from.alertPending) {
            from.alertPending = true;
            effects |= Effects.MAYBE_ALERT;
        }
    }
}
