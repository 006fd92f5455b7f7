package tcprt.parse;

import tcprt.task.Effects;
import tcprt.task.TlsHandshake;

/**
 * SSL 3.0 to TLS 1.2 after the ServerHello (RFC 5246 7.3).
 *
 * <pre>
 *   full         client                               server
 *     task 1     ClientHello                       -> ServerHello ... ServerHelloDone
 *     task 2     ClientKeyExchange, CCS, Finished  -> CCS, Finished
 *   abbreviated
 *     task 1     ClientHello                       -> ServerHello, CCS, Finished
 *     task 2     CCS, Finished, then the request, whose task this is
 * </pre>
 *
 * <p>The client's first record tells which of the two it is. A handshake record after its Finished
 * is the ClientHello of a renegotiation: all begins again, encrypted.
 */
final class LegacySession implements TlsSession {
    private final TlsHandshake facts;

    private boolean full;
    private boolean clientChangedCipher;
    private boolean clientFinished;
    private boolean hostChangedCipher;
    private boolean hostFinished;

    /** Not all of the handshake was seen: the next record may be anything. */
    private boolean clientUnsure;

    private boolean hostUnsure;

    LegacySession(TlsHandshake facts) {
        this.facts = facts;
    }

    /** Expects what follows a ClientHello. */
    void begin() {
        full = false;
        clientChangedCipher = false;
        clientFinished = false;
        hostChangedCipher = false;
        hostFinished = false;
        clientUnsure = false;
        hostUnsure = false;
    }

    @Override
    public long onRecord(boolean fromHost, int type, int length) {
        if (type == RecordReader.ALERT) {
            return isFinished() ? Effects.ALERT : handshakeIf(!clientUnsure && !hostUnsure);
        }
        return fromHost ? onSent(type) : onReceived(type);
    }

    @Override
    public long onHeaderBegun(boolean fromHost, int type) {
        return type == RecordReader.ALERT && isFinished() ? 0 : Effects.TASK_DATA;
    }

    private boolean isFinished() {
        return clientFinished && hostFinished;
    }

    private long onReceived(int type) {
        switch (type) {
            case RecordReader.HANDSHAKE -> {
                if (clientFinished) {
                    begin();
                    return HANDSHAKE_DATA;
                }
                if (clientChangedCipher) {
                    clientFinished = true;
                } else {
                    full = true; // ClientKeyExchange, or the Certificate before it.
                }
                return handshakeIf(full && !clientUnsure);
            }
            case RecordReader.CHANGE_CIPHER_SPEC -> {
                clientChangedCipher = true;
                facts.resumed = !full;
                return handshakeIf(full && !clientUnsure);
            }
            default -> {
                clientFinished = true;
                clientUnsure = false;
                return Effects.TASK_DATA;
            }
        }
    }

    private long onSent(int type) {
        long effects = handshakeIf(!hostFinished && !hostUnsure);
        switch (type) {
            // After Finished, a HelloRequest: it can be in the middle of a response.
            case RecordReader.HANDSHAKE -> hostFinished |= hostChangedCipher;
            case RecordReader.CHANGE_CIPHER_SPEC -> hostChangedCipher = true;
            default -> {
                hostFinished = true;
                hostUnsure = false;
                return Effects.TASK_DATA;
            }
        }
        return effects;
    }

    private static long handshakeIf(boolean certain) {
        return certain ? HANDSHAKE_DATA : Effects.TASK_DATA;
    }

    @Override
    public long onRecordEnd(boolean fromHost) {
        return 0;
    }

    @Override
    public void onLost(boolean fromHost) {
        hostUnsure |= fromHost && !hostFinished;
        clientUnsure |= !fromHost && !clientFinished;
    }
}
