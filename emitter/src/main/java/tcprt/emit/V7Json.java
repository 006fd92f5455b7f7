package tcprt.emit;

import tcprt.task.Letter;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

/** The members that a V7 record has in JSON beyond those of V6. Allocates nothing per record. */
final class V7Json {
    private static final Letter[] LETTERS = Letter.values();

    /** Room for all letters, and for the number of a cipher suite. */
    private static final int TEXT_BYTES = 8;

    private final JsonObject json;
    private final byte[] text = new byte[TEXT_BYTES];

    V7Json(JsonObject json) {
        this.json = json;
    }

    void write(TcpRtRecord record) {
        json.text(Name.LETTERS, text, letters(record.letters));
        if (record.parsed) {
            json.number(Name.CONGESTION_WINDOW_SEGMENTS, record.congestionWindow);
        }
        if ((record.letters & Letter.F.bit()) != 0) {
            firstFrames(record);
        }
        if ((record.letters & Letter.H.bit()) != 0) {
            handshake(record);
        }
    }

    private int letters(int letters) {
        int length = 0;
        for (Letter letter : LETTERS) {
            if ((letters & letter.bit()) != 0) {
                text[length++] = (byte) letter.name().charAt(0);
            }
        }
        return length;
    }

    private void firstFrames(TcpRtRecord record) {
        json.openArray(Name.FIRST_FRAMES);
        for (int i = 0; i < record.firstFrames; i++) {
            json.openElement();
            json.number(Name.ACKED_BYTES, record.firstFrameBytes[i]);
            json.number(Name.MICROS, record.firstFrameMicros[i]);
            json.closeElement();
        }
        json.closeArray();
    }

    private void handshake(TcpRtRecord record) {
        long connect = record.tapToHostMicros + record.tapToRemoteMicros;
        boolean known = record.tapToHostMicros >= 0 && record.tapToRemoteMicros >= 0;
        json.numberOrNull(Name.TCP_CONNECT_MICROS, connect, known);
        json.numberOrNull(
                Name.TLS_HANDSHAKE_MICROS, record.handshakeMicros, record.handshakeMicros >= 0);
        TlsHandshake tls = record.tlsHandshake;
        if (tls == null) {
            return;
        }
        json.wordOrNull(Name.TLS_VERSION, TlsNames.version(tls.version));
        cipher(tls);
        json.foreignTextOrNull(Name.TLS_SERVER_NAME, tls.serverName, tls.serverNameLength);
        json.foreignTextOrNull(Name.TLS_ALPN, tls.alpn, tls.alpnLength);
        json.truth(Name.TLS_ALPN_ONLY_OFFERED, tls.alpnOffered);
        json.truth(Name.TLS_RESUMED, tls.resumed);
        json.truth(Name.TLS_HELLO_RETRY_REQUEST, tls.helloRetryRequest);
        json.truth(Name.TLS_EARLY_DATA_ACCEPTED, tls.earlyDataAccepted);
    }

    private void cipher(TlsHandshake tls) {
        byte[] name = TlsNames.cipherSuite(tls.cipherSuite);
        if (name == null && tls.version != 0) {
            json.text(Name.TLS_CIPHER, text, TlsNames.hex(tls.cipherSuite, text, 0));
        } else {
            json.wordOrNull(Name.TLS_CIPHER, name);
        }
    }

    /** Names of members, encoded once. */
    private static final class Name {
        static final byte[] LETTERS = JsonObject.name("letters");
        static final byte[] CONGESTION_WINDOW_SEGMENTS =
                JsonObject.name("congestionWindowSegments");
        static final byte[] FIRST_FRAMES = JsonObject.name("firstFrames");
        static final byte[] ACKED_BYTES = JsonObject.name("ackedBytes");
        static final byte[] MICROS = JsonObject.name("micros");
        static final byte[] TCP_CONNECT_MICROS = JsonObject.name("tcpConnectMicros");
        static final byte[] TLS_HANDSHAKE_MICROS = JsonObject.name("tlsHandshakeMicros");
        static final byte[] TLS_VERSION = JsonObject.name("tlsVersion");
        static final byte[] TLS_CIPHER = JsonObject.name("tlsCipher");
        static final byte[] TLS_SERVER_NAME = JsonObject.name("tlsServerName");
        static final byte[] TLS_ALPN = JsonObject.name("tlsAlpn");
        static final byte[] TLS_ALPN_ONLY_OFFERED = JsonObject.name("tlsAlpnOnlyOffered");
        static final byte[] TLS_RESUMED = JsonObject.name("tlsResumed");
        static final byte[] TLS_HELLO_RETRY_REQUEST = JsonObject.name("tlsHelloRetryRequest");
        static final byte[] TLS_EARLY_DATA_ACCEPTED = JsonObject.name("tlsEarlyDataAccepted");

        private Name() {}
    }
}
