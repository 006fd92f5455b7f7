package tcprt.parse;

import static tcprt.parse.Tls.CCS;
import static tcprt.parse.Tls.CLIENT_HELLO;
import static tcprt.parse.Tls.EARLY_DATA;
import static tcprt.parse.Tls.PRE_SHARED_KEY;
import static tcprt.parse.Tls.SERVER_HELLO;
import static tcprt.parse.Tls.SUPPORTED_TLS_13;
import static tcprt.parse.Tls.clientHello;
import static tcprt.parse.Tls.handshake;
import static tcprt.parse.Tls.opaque;
import static tcprt.parse.Tls.record;
import static tcprt.parse.Tls.sealed;
import static tcprt.parse.Tls.serverHello;

import java.util.LinkedHashMap;
import java.util.Map;

/** Connections on a port in https mode. Lengths of sealed records are those of real ones. */
final class TlsTalks {
    static final byte[] HELLO_12 = record(22, clientHello());
    static final byte[] EARLY_HELLO =
            record(22, clientHello(SUPPORTED_TLS_13, EARLY_DATA, PRE_SHARED_KEY));

    /** EncryptedExtensions and Finished, as OpenSSL writes them, AES_128_GCM_SHA256. */
    static final byte[] PSK_FLIGHT =
            Bytes.join(
                    record(22, serverHello(0x0303, 0x1301, SUPPORTED_TLS_13, PRE_SHARED_KEY)),
                    CCS,
                    sealed(27),
                    sealed(53));

    static final byte[] END_OF_EARLY_DATA = sealed(21);
    static final byte[] FINISHED = sealed(53);
    static final byte[] CLOSE_13 = sealed(19);
    static final byte[] CLOSE_12 = opaque(21, 26);

    private TlsTalks() {}

    /** RFC 8448 3: the server's flight is one record, 657 bytes of messages. */
    static Talk full13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED)
                .host(sealed(222))
                .client(sealed(67))
                .host(sealed(67))
                .client(CLOSE_13)
                .host(CLOSE_13)
                .clientFin()
                .hostFin();
    }

    static Talk requestWithFinished13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), CCS, sealed(40), sealed(900), sealed(281), FINISHED)
                .client(CCS, FINISHED, sealed(120))
                .host(sealed(255), sealed(255))
                .host(sealed(3000), CLOSE_13)
                .hostFin()
                .client(CLOSE_13)
                .clientFin();
    }

    static Talk retry13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, Tls.helloRetryRequest()), CCS)
                .client(CCS, record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED)
                .client(sealed(67))
                .host(sealed(67));
    }

    static Talk earlyDataAccepted() {
        return new Talk()
                .client(EARLY_HELLO, CCS, sealed(70))
                .host(PSK_FLIGHT)
                .host(sealed(1245))
                .client(END_OF_EARLY_DATA, FINISHED)
                .client(sealed(80))
                .host(sealed(500));
    }

    static Talk earlyDataAcceptedThenRequest() {
        return new Talk()
                .client(EARLY_HELLO, CCS, sealed(70))
                .host(PSK_FLIGHT)
                .client(sealed(70))
                .client(END_OF_EARLY_DATA, FINISHED, sealed(80))
                .host(sealed(500));
    }

    static Talk earlyDataRejected() {
        return new Talk()
                .client(EARLY_HELLO, CCS, sealed(70))
                .host(PSK_FLIGHT)
                .client(sealed(70))
                .client(FINISHED)
                .client(sealed(80))
                .host(sealed(500));
    }

    static Talk clientCertificate13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), CCS, sealed(40), sealed(70), sealed(900), FINISHED)
                .client(CCS, sealed(1200))
                .client(sealed(281), FINISHED)
                .client(sealed(80))
                .host(sealed(500));
    }

    static Talk clientCertificateInOneRecord13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), CCS, sealed(1500))
                .client(CCS, sealed(1500))
                .client(sealed(80))
                .host(sealed(500));
    }

    static Talk full12() {
        return new Talk()
                .client(HELLO_12)
                .host(
                        record(22, serverHello(0x0303, 0xC02F)),
                        record(22, handshake(11, new byte[600])),
                        record(22, handshake(12, new byte[100]), handshake(14)))
                .client(record(22, handshake(16, new byte[33])), CCS, opaque(22, 40))
                .host(opaque(22, 200), CCS, opaque(22, 40))
                .client(sealed(77))
                .host(sealed(1252), CLOSE_12)
                .hostFin()
                .client(CLOSE_12)
                .clientFin();
    }

    static Talk abbreviated12() {
        return new Talk()
                .client(HELLO_12)
                .host(record(22, serverHello(0x0303, 0xC02F)), CCS, opaque(22, 40))
                .client(CCS, opaque(22, 40))
                .client(sealed(77))
                .host(sealed(1252))
                .client(CLOSE_12)
                .clientFin();
    }

    static Talk renegotiation12() {
        return new Talk()
                .client(HELLO_12)
                .host(record(22, serverHello(0x0303, 0xC02F), handshake(14)))
                .client(record(22, handshake(16, new byte[33])), CCS, opaque(22, 40))
                .host(CCS, opaque(22, 40))
                .client(sealed(77))
                .host(opaque(22, 24)) // HelloRequest
                .client(opaque(22, 200))
                .host(opaque(22, 1200))
                .client(opaque(22, 60), CCS, opaque(22, 40))
                .host(CCS, opaque(22, 40), sealed(500));
    }

    static Talk startTls() {
        return new Talk()
                .host("220 mail ready\r\n")
                .client("EHLO me\r\n")
                .host("250-mail\r\n250 STARTTLS\r\n")
                .client("STARTTLS\r\n")
                .host("220 go ahead\r\n")
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED)
                .client(sealed(40))
                .host(sealed(90));
    }

    static Talk postgres() {
        return new Talk()
                .client(Bytes.hex("00000008 04d2162f"))
                .host("S")
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED, sealed(100))
                .host(sealed(255))
                .host(sealed(300));
    }

    /** MySQL's client sends the ClientHello without waiting: both can be in one segment. */
    static Talk mysql() {
        return new Talk()
                .host("J\0\0\0\n8.0.36\0greeting")
                .client(
                        Bytes.hex("20000001 85aeff00 00000001 ff"),
                        new byte[23],
                        record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED, sealed(200))
                .host(sealed(60));
    }

    static Talk failed() {
        return new Talk()
                .client(HELLO_12)
                .host(record(21, new byte[] {2, 40}))
                .hostFin()
                .clientFin();
    }

    static Talk warnedBeforeServerHello() {
        Talk full = full12();
        full.parts.add(1, new Talk.Part(true, record(21, new byte[] {1, 112})));
        return full;
    }

    static Talk tinyRequests13() {
        return new Talk()
                .client(record(22, CLIENT_HELLO))
                .host(record(22, SERVER_HELLO), sealed(674))
                .client(FINISHED)
                .client(sealed(19))
                .client(sealed(40))
                .host(sealed(19))
                .client(sealed(40))
                .host(sealed(100));
    }

    static Talk clearText() {
        return new Talk()
                .client("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                .host("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                .hostFin()
                .clientFin();
    }

    static Map<String, Talk> all() {
        Map<String, Talk> talks = new LinkedHashMap<>();
        talks.put("full13", full13());
        talks.put("requestWithFinished13", requestWithFinished13());
        talks.put("retry13", retry13());
        talks.put("earlyDataAccepted", earlyDataAccepted());
        talks.put("earlyDataAcceptedThenRequest", earlyDataAcceptedThenRequest());
        talks.put("earlyDataRejected", earlyDataRejected());
        talks.put("clientCertificate13", clientCertificate13());
        talks.put("clientCertificateInOneRecord13", clientCertificateInOneRecord13());
        talks.put("full12", full12());
        talks.put("abbreviated12", abbreviated12());
        talks.put("renegotiation12", renegotiation12());
        talks.put("startTls", startTls());
        talks.put("postgres", postgres());
        talks.put("mysql", mysql());
        talks.put("failed", failed());
        talks.put("warnedBeforeServerHello", warnedBeforeServerHello());
        talks.put("tinyRequests13", tinyRequests13());
        talks.put("clearText", clearText());
        return talks;
    }
}
