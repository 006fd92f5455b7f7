package tcprt.parse;

import tcprt.task.TlsHandshake;

/** Reads a ClientHello (RFC 8446 4.1.2): the names in it, and whether it offers early data. */
final class ClientHelloReader extends HelloReader {
    private static final int CLIENT_HELLO = 1;
    private static final int EARLY_DATA = 42;

    private boolean offersEarlyData;

    ClientHelloReader(TlsHandshake facts) {
        super(CLIENT_HELLO, facts);
    }

    @Override
    void reset() {
        super.reset();
        offersEarlyData = false;
        facts.serverNameLength = 0;
        facts.alpnLength = 0;
    }

    boolean offersEarlyData() {
        return offersEarlyData;
    }

    @Override
    boolean acceptsVersion(int version) {
        return version >> 8 == 3;
    }

    @Override
    void onFieldEnd(Field ended, int value) {
        switch (ended) {
            case RANDOM -> enter(Field.SESSION_ID_LENGTH, 1);
            case SESSION_ID -> enter(Field.CIPHER_SUITES_LENGTH, 2);
            case CIPHER_SUITES_LENGTH -> enter(Field.CIPHER_SUITES, value);
            case CIPHER_SUITES -> enter(Field.COMPRESSION_METHODS_LENGTH, 1);
            case COMPRESSION_METHODS_LENGTH -> enter(Field.COMPRESSION_METHODS, value);
            default -> enter(Field.EXTENSIONS_LENGTH, 2);
        }
    }

    @Override
    void onExtension(int type) {
        offersEarlyData |= type == EARLY_DATA;
        skipExtension();
    }
}
