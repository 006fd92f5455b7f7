package tcprt.parse;

import java.util.LinkedHashMap;
import java.util.Map;

/** Connections on a port in http mode. */
final class HttpTalks {
    static final String EXPECT_HEAD =
            "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n";
    static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private HttpTalks() {}

    static Talk expects() {
        return new Talk().client(EXPECT_HEAD).host(CONTINUE).client("0123456789").host(OK);
    }

    static Talk expectsTwice() {
        Talk talk = expects();
        talk.parts.addAll(expects().parts);
        return talk.client(GET).host(OK);
    }

    static Talk doesNotWait() {
        return new Talk().client(EXPECT_HEAD).client("0123456789").host(CONTINUE).host(OK);
    }

    static Talk waitsForPartOnly() {
        return new Talk().client(EXPECT_HEAD + "01234").host(CONTINUE).client("56789").host(OK);
    }

    static Talk finalAtOnce() {
        return new Talk()
                .client(EXPECT_HEAD)
                .host("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .client("0123456789")
                .client(GET)
                .host(OK);
    }

    static Talk refused() {
        return new Talk()
                .client(EXPECT_HEAD)
                .host("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
                .client("POST /up HTTP/1.1\r\nContent-Length: 2\r\n\r\nab")
                .host(OK)
                .client(EXPECT_HEAD)
                .host(CONTINUE)
                .client("0123456789")
                .host(OK);
    }

    static Talk continueAndFinalTogether() {
        return new Talk().client(EXPECT_HEAD).host(CONTINUE + OK);
    }

    static Talk continueThenFinalWithoutBody() {
        return new Talk().client(EXPECT_HEAD).host(CONTINUE).host(OK);
    }

    static Talk severalInterims() {
        return new Talk()
                .client(EXPECT_HEAD)
                .host("HTTP/1.1 102 Processing\r\n\r\n")
                .host(CONTINUE)
                .client("0123456789")
                .host("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
                .host(OK);
    }

    static Talk earlyHintsWithoutExpect() {
        return new Talk().client(GET).host("HTTP/1.1 103 Early Hints\r\n\r\n").host(OK);
    }

    static Talk pipelinedBefore() {
        return new Talk()
                .client(GET + EXPECT_HEAD)
                .host(OK)
                .host(CONTINUE)
                .client("0123456789")
                .host(OK);
    }

    static Talk upgrade() {
        return new Talk()
                .client("GET / HTTP/1.1\r\nUpgrade: websocket\r\nExpect: 100-continue\r\n\r\n")
                .host("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
                .client(EXPECT_HEAD)
                .host(CONTINUE);
    }

    static Talk tunnel() {
        return new Talk()
                .client("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")
                .host("HTTP/1.1 200 Connection established\r\n\r\n")
                .client(EXPECT_HEAD)
                .host(CONTINUE);
    }

    static Talk allKindsOfBodies() {
        return new Talk()
                .client("HEAD / HTTP/1.1\r\n\r\n")
                .host("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
                .client(
                        """
                        POST / HTTP/1.1
                        Transfer-Encoding: gzip, Chunked

                        5
                        hello
                        00A;x=y
                        0123456789
                        0
                        Trailer: 1

                        """
                                .replace("\n", "\r\n"))
                .host("HTTP/1.1 204 No Content\r\n\r\n")
                .client(GET)
                .host("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n")
                .client(GET)
                .host("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n")
                .client(EXPECT_HEAD)
                .host(CONTINUE)
                .client("0123456789")
                .host("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n until close")
                .hostFin()
                .clientFin();
    }

    static Talk http2() {
        return new Talk()
                .client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                .host("\0\0\0\4\0\0\0\0\0")
                .client(EXPECT_HEAD)
                .host(CONTINUE);
    }

    static Talk notHttp() {
        return new Talk()
                .client("*1\r\n$4\r\nPING\r\n")
                .host("+PONG\r\n")
                .client("*1\r\n")
                .host(CONTINUE);
    }

    /** What ends HTTP, with HTTP behind it that does not count. */
    static Map<String, Talk> ends() {
        return Map.of("upgrade", upgrade(), "tunnel", tunnel(), "http2", http2());
    }

    static Map<String, Talk> all() {
        Map<String, Talk> talks = new LinkedHashMap<>();
        talks.put("expects", expects());
        talks.put("expectsTwice", expectsTwice());
        talks.put("doesNotWait", doesNotWait());
        talks.put("waitsForPartOnly", waitsForPartOnly());
        talks.put("finalAtOnce", finalAtOnce());
        talks.put("refused", refused());
        talks.put("continueAndFinalTogether", continueAndFinalTogether());
        talks.put("continueThenFinalWithoutBody", continueThenFinalWithoutBody());
        talks.put("severalInterims", severalInterims());
        talks.put("earlyHintsWithoutExpect", earlyHintsWithoutExpect());
        talks.put("pipelinedBefore", pipelinedBefore());
        talks.put("allKindsOfBodies", allKindsOfBodies());
        talks.put("notHttp", notHttp());
        return talks;
    }
}
