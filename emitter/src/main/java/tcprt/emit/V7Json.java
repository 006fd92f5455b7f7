package tcprt.emit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tcprt.task.Letter;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

/** The members that a V7 record has in JSON beyond those of V6. Allocates nothing per record. */
final class V7Json {
    private static final Letter[] LETTERS = Letter.values();
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final JsonGenerator json;
    private final JsonMembers members;
    private final byte[] text = new byte[TlsHandshake.MAX_NAME_LENGTH];

    V7Json(JsonGenerator json, JsonMembers members) {
        this.json = json;
        this.members = members;
    }

    void write(TcpRtRecord record) throws IOException {
        json.writeFieldName(Name.LETTERS);
        json.writeUTF8String(text, 0, letters(record.letters));
        if (record.parsed) {
            members.number(Name.CONGESTION_WINDOW_SEGMENTS, record.congestionWindow);
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

    private void firstFrames(TcpRtRecord record) throws IOException {
        json.writeFieldName(Name.FIRST_FRAMES);
        json.writeStartArray();
        for (int i = 0; i < record.firstFrames; i++) {
            json.writeStartObject();
            members.number(Name.ACKED_BYTES, record.firstFrameBytes[i]);
            members.number(Name.MICROS, record.firstFrameMicros[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void handshake(TcpRtRecord record) throws IOException {
        long connect = record.tapToHostMicros + record.tapToRemoteMicros;
        boolean known = record.tapToHostMicros >= 0 && record.tapToRemoteMicros >= 0;
        members.numberOrNull(Name.TCP_CONNECT_MICROS, connect, known);
        members.numberOrNull(
                Name.TLS_HANDSHAKE_MICROS, record.handshakeMicros, record.handshakeMicros >= 0);
        TlsHandshake tls = record.tlsHandshake;
        if (tls == null) {
            return;
        }
        json.writeFieldName(Name.TLS_VERSION);
        nameOrNull(TlsNames.version(tls.version));
        json.writeFieldName(Name.TLS_CIPHER);
        cipher(tls);
        json.writeFieldName(Name.TLS_SERVER_NAME);
        textOrNull(tls.serverName, tls.serverNameLength);
        json.writeFieldName(Name.TLS_ALPN);
        textOrNull(tls.alpn, tls.alpnLength);
        members.truth(Name.TLS_ALPN_ONLY_OFFERED, tls.alpnOffered);
        members.truth(Name.TLS_RESUMED, tls.resumed);
        members.truth(Name.TLS_HELLO_RETRY_REQUEST, tls.helloRetryRequest);
        members.truth(Name.TLS_EARLY_DATA_ACCEPTED, tls.earlyDataAccepted);
    }

    private void cipher(TlsHandshake tls) throws IOException {
        SerializedString name = TlsNames.cipherSuite(tls.cipherSuite);
        if (name != null) {
            json.writeString(name);
        } else if (tls.version == 0) {
            json.writeNull();
        } else {
            json.writeUTF8String(text, 0, TlsNames.hex(tls.cipherSuite, text, 0));
        }
    }

    private void nameOrNull(@Nullable SerializedString name) throws IOException {
        if (name == null) {
            json.writeNull();
        } else {
            json.writeString(name);
        }
    }

    /** What a stranger sent: whatever is not printable ASCII becomes a question mark. */
    private void textOrNull(byte[] bytes, int length) throws IOException {
        if (length == 0) {
            json.writeNull();
            return;
        }
        for (int i = 0; i < length; i++) {
            byte letter = bytes[i];
            text[i] = letter < FIRST_PRINTABLE || letter > LAST_PRINTABLE ? (byte) '?' : letter;
        }
        json.writeUTF8String(text, 0, length);
    }

    /** Names of members, encoded once. */
    private static final class Name {
        static final SerializedString LETTERS = new SerializedString("letters");
        static final SerializedString CONGESTION_WINDOW_SEGMENTS =
                new SerializedString("congestionWindowSegments");
        static final SerializedString FIRST_FRAMES = new SerializedString("firstFrames");
        static final SerializedString ACKED_BYTES = new SerializedString("ackedBytes");
        static final SerializedString MICROS = new SerializedString("micros");
        static final SerializedString TCP_CONNECT_MICROS = new SerializedString("tcpConnectMicros");
        static final SerializedString TLS_HANDSHAKE_MICROS =
                new SerializedString("tlsHandshakeMicros");
        static final SerializedString TLS_VERSION = new SerializedString("tlsVersion");
        static final SerializedString TLS_CIPHER = new SerializedString("tlsCipher");
        static final SerializedString TLS_SERVER_NAME = new SerializedString("tlsServerName");
        static final SerializedString TLS_ALPN = new SerializedString("tlsAlpn");
        static final SerializedString TLS_ALPN_ONLY_OFFERED =
                new SerializedString("tlsAlpnOnlyOffered");
        static final SerializedString TLS_RESUMED = new SerializedString("tlsResumed");
        static final SerializedString TLS_HELLO_RETRY_REQUEST =
                new SerializedString("tlsHelloRetryRequest");
        static final SerializedString TLS_EARLY_DATA_ACCEPTED =
                new SerializedString("tlsEarlyDataAccepted");

        private Name() {}
    }
}
