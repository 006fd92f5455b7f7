package tcprt.parse;

import java.util.Arrays;

/**
 * TLS records for tests. Bodies that are encrypted in reality are made up; their lengths are not.
 */
final class Tls {
    /** RFC 8448 3: client sends ClientHello. */
    static final byte[] CLIENT_HELLO =
            Bytes.hex(
                    """
                    01 00 00 c0 03 03 cb 34 ec b1 e7 81 63 ba 1c 38 c6 da cb 19 6a 6d ff a2 1a 8d
                    99 12 ec 18 a2 ef 62 83 02 4d ec e7 00 00 06 13 01 13 03 13 02 01 00 00 91 00
                    00 00 0b 00 09 00 00 06 73 65 72 76 65 72 ff 01 00 01 00 00 0a 00 14 00 12 00
                    1d 00 17 00 18 00 19 01 00 01 01 01 02 01 03 01 04 00 23 00 00 00 33 00 26 00
                    24 00 1d 00 20 99 38 1d e5 60 e4 bd 43 d2 3d 8e 43 5a 7d ba fe b3 c0 6e 51 c1
                    3c ae 4d 54 13 69 1e 52 9a af 2c 00 2b 00 03 02 03 04 00 0d 00 20 00 1e 04 03
                    05 03 06 03 02 03 08 04 08 05 08 06 04 01 05 01 06 01 02 01 04 02 05 02 06 02
                    02 02 00 2d 00 02 01 01 00 1c 00 02 40 01
                    """);

    /** RFC 8448 3: server sends ServerHello. TLS_AES_128_GCM_SHA256. */
    static final byte[] SERVER_HELLO =
            Bytes.hex(
                    """
                    02 00 00 56 03 03 a6 af 06 a4 12 18 60 dc 5e 6e 60 24 9c d3 4c 95 93 0c 8a c5
                    cb 14 34 da c1 55 77 2e d3 e2 69 28 00 13 01 00 00 2e 00 33 00 24 00 1d 00 20
                    c9 82 88 76 11 20 95 fe 66 76 2b db f7 c6 72 e1 56 d6 cc 25 3b 83 3d f1 dd 69
                    b1 b0 4e 75 1f 0f 00 2b 00 02 03 04
                    """);

    /** RFC 8446 4.1.3. */
    private static final byte[] RETRY_RANDOM =
            Bytes.hex(
                    """
                    CF 21 AD 74 E5 9A 61 11 BE 1D 8C 02 1E 65 B8 91
                    C2 A2 11 16 7A BB 8C 5E 07 9E 09 E2 C8 A8 33 9C
                    """);

    static final byte[] SUPPORTED_TLS_13 = extension(43, Bytes.hex("0304"));
    static final byte[] PRE_SHARED_KEY = extension(41, Bytes.hex("0000"));
    static final byte[] EARLY_DATA = extension(42, new byte[0]);

    static final byte[] CCS = record(20, new byte[] {1});

    private Tls() {}

    static byte[] record(int type, byte[]... body) {
        byte[] all = Bytes.join(body);
        return Bytes.join(
                new byte[] {(byte) type, 3, 3, (byte) (all.length >> 8), (byte) all.length}, all);
    }

    /** A type-23 record with a body of this length. */
    static byte[] sealed(int length) {
        return opaque(23, length);
    }

    /** A record with a body that cannot be read. */
    static byte[] opaque(int type, int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) 0xE7);
        return record(type, body);
    }

    static byte[] handshake(int type, byte[]... body) {
        byte[] all = Bytes.join(body);
        return Bytes.join(
                new byte[] {(byte) type, 0, (byte) (all.length >> 8), (byte) all.length}, all);
    }

    static byte[] extension(int type, byte[] body) {
        return Bytes.join(two(type), two(body.length), body);
    }

    static byte[] alpn(String name) {
        byte[] bytes = Bytes.text(name);
        return extension(
                16, Bytes.join(two(bytes.length + 1), new byte[] {(byte) bytes.length}, bytes));
    }

    static byte[] two(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    /** With a session id of 32 bytes, as clients send for the sake of middleboxes. */
    static byte[] clientHello(byte[]... extensions) {
        byte[] all = Bytes.join(extensions);
        return handshake(
                1,
                two(0x0303),
                new byte[32],
                new byte[] {32},
                new byte[32],
                Bytes.hex("0004 1301 c02f 0100"),
                two(all.length),
                all);
    }

    static byte[] serverHello(int legacyVersion, int cipherSuite, byte[]... extensions) {
        return serverHelloWithRandom(new byte[32], legacyVersion, cipherSuite, extensions);
    }

    static byte[] helloRetryRequest() {
        return serverHelloWithRandom(RETRY_RANDOM, 0x0303, 0x1301, SUPPORTED_TLS_13);
    }

    private static byte[] serverHelloWithRandom(
            byte[] random, int legacyVersion, int cipherSuite, byte[]... extensions) {
        byte[] all = Bytes.join(extensions);
        return handshake(
                2,
                two(legacyVersion),
                random,
                new byte[] {32},
                new byte[32],
                two(cipherSuite),
                new byte[] {0},
                two(all.length),
                all);
    }
}
