package tcprt.parse;

import tcprt.task.TlsHandshake;

/**
 * Reads a ServerHello (RFC 8446 4.1.3, RFC 5246 7.4.1.3): version, cipher suite, whether a
 * pre-shared key was taken, and whether it is a HelloRetryRequest.
 */
final class ServerHelloReader extends HelloReader {
    private static final int SERVER_HELLO = 2;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;

    /** RFC 8446 4.1.3: the SHA-256 of "HelloRetryRequest" instead of a random. */
    private static final byte[] RETRY_RANDOM = {
        (byte) 0xCF,
        0x21,
        (byte) 0xAD,
        0x74,
        (byte) 0xE5,
        (byte) 0x9A,
        0x61,
        0x11,
        (byte) 0xBE,
        0x1D,
        (byte) 0x8C,
        0x02,
        0x1E,
        0x65,
        (byte) 0xB8,
        (byte) 0x91,
        (byte) 0xC2,
        (byte) 0xA2,
        0x11,
        0x16,
        0x7A,
        (byte) 0xBB,
        (byte) 0x8C,
        0x5E,
        0x07,
        (byte) 0x9E,
        0x09,
        (byte) 0xE2,
        (byte) 0xC8,
        (byte) 0xA8,
        0x33,
        (byte) 0x9C
    };

    private int version;
    private int cipherSuite;
    private boolean takesPreSharedKey;
    private int randomBytes;
    private boolean retryRandom;

    ServerHelloReader(TlsHandshake facts) {
        super(SERVER_HELLO, facts);
    }

    @Override
    void reset() {
        super.reset();
        version = 0;
        cipherSuite = 0;
        takesPreSharedKey = false;
        randomBytes = 0;
        retryRandom = true;
    }

    /** What was agreed on, as on the wire: 0x0300 to 0x0304, or a draft of 0x0304. */
    int version() {
        return version;
    }

    int cipherSuite() {
        return cipherSuite;
    }

    boolean takesPreSharedKey() {
        return takesPreSharedKey;
    }

    boolean isHelloRetryRequest() {
        return retryRandom && isTls13();
    }

    boolean isTls13() {
        return version == 0x0304 || isDraft(version);
    }

    private static boolean isDraft(int version) {
        return version >> 8 == 0x7F;
    }

    @Override
    boolean acceptsVersion(int legacyVersion) {
        version = legacyVersion;
        return legacyVersion >> 8 == 3 || isDraft(legacyVersion);
    }

    @Override
    void onByte(Field in, byte b) {
        if (in == Field.RANDOM) {
            retryRandom &= b == RETRY_RANDOM[randomBytes++];
        } else {
            super.onByte(in, b);
        }
    }

    @Override
    void onFieldEnd(Field ended, int value) {
        switch (ended) {
            case RANDOM -> {
                if (isDraft(version)) {
                    enter(Field.CIPHER_SUITE, 2); // Before draft 22 there was no session id.
                } else {
                    enter(Field.SESSION_ID_LENGTH, 1);
                }
            }
            case SESSION_ID -> enter(Field.CIPHER_SUITE, 2);
            case CIPHER_SUITE -> {
                cipherSuite = value;
                enter(Field.COMPRESSION_METHOD, isDraft(version) ? 0 : 1);
            }
            case SELECTED_VERSION -> {
                version = value;
                skipExtension();
            }
            default -> enter(Field.EXTENSIONS_LENGTH, 2);
        }
    }

    @Override
    void onExtension(int type) {
        takesPreSharedKey |= type == PRE_SHARED_KEY;
        if (type == SUPPORTED_VERSIONS) {
            enterInExtension(Field.SELECTED_VERSION, 2);
        } else {
            skipExtension();
        }
    }
}
