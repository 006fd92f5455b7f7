package tcprt.parse;

import tcprt.task.Effects;

/**
 * From the ClientHello to the ServerHello, which says what the records mean from then on (RFC 8446
 * 4.1). A HelloRetryRequest makes the client begin again, in the same task.
 */
final class HelloExchange implements TlsSession {
    private final ClientHelloReader clientHello;

    private boolean retry;
    private boolean clientDataSeen;

    HelloExchange(ClientHelloReader clientHello) {
        this.clientHello = clientHello;
    }

    void reset() {
        retry = false;
        clientDataSeen = false;
    }

    /** The ServerHello was a HelloRetryRequest. */
    void onHelloRetryRequest() {
        retry = true;
    }

    /** Whether the server may still take early data: a HelloRetryRequest refuses it. */
    boolean mayHaveEarlyData() {
        return clientHello.offersEarlyData() && !retry;
    }

    /** Whether the client sent application data before the ServerHello. */
    boolean isClientDataSeen() {
        return clientDataSeen;
    }

    @Override
    public long onRecord(boolean fromHost, int type, int length) {
        if (fromHost) {
            return HANDSHAKE_DATA;
        }
        return switch (type) {
            // Early data that was refused, and was already on its way.
            case RecordReader.APPLICATION_DATA -> {
                clientDataSeen = true;
                yield retry ? 0 : Effects.TASK_DATA;
            }
            case RecordReader.ALERT -> Effects.TASK_DATA;
            default -> retry ? HANDSHAKE_DATA | Effects.SAME_TASK : Effects.TASK_DATA;
        };
    }

    @Override
    public long onHeaderBegun(boolean fromHost, int type) {
        if (!retry || fromHost) {
            return Effects.TASK_DATA;
        }
        return type == RecordReader.APPLICATION_DATA ? 0 : Effects.TASK_DATA | Effects.SAME_TASK;
    }

    @Override
    public long onRecordEnd(boolean fromHost) {
        return 0;
    }

    @Override
    public void onLost(boolean fromHost) {}
}
