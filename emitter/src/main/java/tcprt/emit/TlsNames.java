package tcprt.emit;

import org.jspecify.annotations.Nullable;

/**
 * Names of TLS versions and of the cipher suites in use (IANA, TLS Cipher Suites registry), encoded
 * once. A suite that is not in the table is written as its number, {@code 0xc0ff}.
 */
final class TlsNames {
    private static final int MAX_SUITE = 0xffff;

    private static final byte[][] VERSIONS = {
        JsonObject.word("SSL 3.0"),
        JsonObject.word("TLS 1.0"),
        JsonObject.word("TLS 1.1"),
        JsonObject.word("TLS 1.2"),
        JsonObject.word("TLS 1.3"),
    };

    /** First version of the table. */
    private static final int SSL_3_0 = 0x0300;

    private static final byte[] @Nullable [] SUITES = new byte[MAX_SUITE + 1][];

    static {
        suite(0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        suite(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA");
        suite(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
        suite(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA");
        suite(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
        suite(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256");
        suite(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256");
        suite(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
        suite(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");
        suite(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256");
        suite(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384");
        suite(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
        suite(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
        suite(0x1301, "TLS_AES_128_GCM_SHA256");
        suite(0x1302, "TLS_AES_256_GCM_SHA384");
        suite(0x1303, "TLS_CHACHA20_POLY1305_SHA256");
        suite(0x1304, "TLS_AES_128_CCM_SHA256");
        suite(0x1305, "TLS_AES_128_CCM_8_SHA256");
        suite(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
        suite(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
        suite(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
        suite(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        suite(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
        suite(0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384");
        suite(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
        suite(0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384");
        suite(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        suite(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        suite(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        suite(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        suite(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        suite(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        suite(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    }

    private static final String DIGITS = "0123456789abcdef";

    private TlsNames() {}

    private static void suite(int number, String name) {
        SUITES[number] = JsonObject.word(name);
    }

    /** The name of a version as on the wire, or null if it has none. */
    static byte @Nullable [] version(int number) {
        int index = number - SSL_3_0;
        return index >= 0 && index < VERSIONS.length ? VERSIONS[index] : null;
    }

    /** The name of a cipher suite, or null if it is not in the table. */
    static byte @Nullable [] cipherSuite(int number) {
        return number >= 0 && number <= MAX_SUITE ? SUITES[number] : null;
    }

    /** Writes {@code 0x}, and four digits; returns the index after them. */
    static int hex(int number, byte[] target, int offset) {
        target[offset] = '0';
        target[offset + 1] = 'x';
        for (int digit = 0; digit < 4; digit++) {
            target[offset + 2 + digit] = (byte) DIGITS.charAt((number >>> (12 - 4 * digit)) & 0xf);
        }
        return offset + 6;
    }
}
