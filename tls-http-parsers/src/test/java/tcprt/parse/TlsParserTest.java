package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcprt.parse.Tls.CCS;
import static tcprt.parse.Tls.CLIENT_HELLO;
import static tcprt.parse.Tls.SERVER_HELLO;
import static tcprt.parse.Tls.SUPPORTED_TLS_13;
import static tcprt.parse.Tls.handshake;
import static tcprt.parse.Tls.opaque;
import static tcprt.parse.Tls.record;
import static tcprt.parse.Tls.sealed;
import static tcprt.parse.Tls.serverHello;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the record format about TLS, worked by hand: which segment has which effect. */
final class TlsParserTest {
    private static void effects(Talk talk, String... expected) {
        assertEquals(List.of(expected), talk.effects(TlsParser::new));
    }

    private static void tasks(Talk talk, String... expected) {
        assertEquals(List.of(expected), talk.tasks(TlsParser::new).tasks);
    }

    @Test
    void tls13IsOneTaskUntilTheFirstRequest() {
        effects(
                TlsTalks.full13(),
                "DATA H begins",
                "DATA H",
                "ends", // Finished
                "-", // a ticket
                "DATA",
                "DATA",
                "A?",
                "A?",
                "A!",
                "A!");
        tasks(TlsTalks.full13(), "H+", "A+");
    }

    @Test
    void requestBehindFinishedInTheSameSegmentBeginsTheNextTask() {
        effects(
                TlsTalks.requestWithFinished13(),
                "DATA H begins",
                "DATA H",
                "DATA ends",
                "DATA", // tickets, or the response: nobody can tell
                "DATA A?",
                "A!",
                "A?",
                "A!");
        tasks(TlsTalks.requestWithFinished13(), "H+", "A+");
    }

    @Test
    void helloRetryRequestKeepsTheTask() {
        effects(
                TlsTalks.retry13(),
                "DATA H begins",
                "DATA H",
                "DATA SAME H",
                "DATA H",
                "ends",
                "DATA",
                "DATA");
        tasks(TlsTalks.retry13(), "H+", "+");
    }

    @Test
    void earlyDataIsProvenByAnAnswerBehindTheServersFinished() {
        effects(
                TlsTalks.earlyDataAccepted(),
                "DATA H begins",
                "DATA H",
                "DATA Z",
                "ends",
                "DATA",
                "DATA");
        tasks(TlsTalks.earlyDataAccepted(), "ZH+", "+");
    }

    @Test
    void earlyDataIsProvenByEndOfEarlyData() {
        effects(
                TlsTalks.earlyDataAcceptedThenRequest(),
                "DATA H begins",
                "DATA H",
                "-", // early data that was on its way opens no task
                "DATA Z ends",
                "DATA");
        tasks(TlsTalks.earlyDataAcceptedThenRequest(), "ZH+", "+");
    }

    @Test
    void rejectedEarlyDataIsNoZ() {
        effects(
                TlsTalks.earlyDataRejected(),
                "DATA H begins",
                "DATA H",
                "-",
                "ends",
                "DATA",
                "DATA");
    }

    @Test
    void earlyDataBeforeARetryIsNoZ() {
        effects(
                new Talk()
                        .client(TlsTalks.EARLY_HELLO, CCS, sealed(70))
                        .host(record(22, Tls.helloRetryRequest()), CCS)
                        .client(sealed(70))
                        .client(TlsTalks.EARLY_HELLO)
                        .host(TlsTalks.PSK_FLIGHT)
                        .client(TlsTalks.FINISHED)
                        .client(sealed(80)),
                "DATA H begins",
                "DATA H",
                "-",
                "DATA SAME H",
                "DATA H",
                "ends",
                "DATA");
    }

    @Test
    void offeredButUnusedEarlyDataIsNoZ() {
        effects(
                new Talk()
                        .client(TlsTalks.EARLY_HELLO, CCS)
                        .host(TlsTalks.PSK_FLIGHT)
                        .client(TlsTalks.END_OF_EARLY_DATA, TlsTalks.FINISHED),
                "DATA H begins",
                "DATA H",
                "ends");
    }

    @Test
    void clientCertificatesBelongToTheHandshake() {
        effects(
                TlsTalks.clientCertificate13(),
                "DATA H begins",
                "DATA H",
                "ends", // so far; more of the flight follows
                "ends",
                "DATA",
                "DATA");
        effects(
                TlsTalks.clientCertificateInOneRecord13(),
                "DATA H begins",
                "DATA H",
                "ends",
                "DATA",
                "DATA");
    }

    @Test
    void ccm8HasShorterTags() {
        effects(
                new Talk()
                        .client(record(22, CLIENT_HELLO))
                        .host(
                                record(22, serverHello(0x0303, 0x1305, SUPPORTED_TLS_13)),
                                sealed(500))
                        .client(sealed(45))
                        .client(sealed(19))
                        .host(sealed(11))
                        .hostFin(),
                "DATA H begins",
                "DATA H",
                "ends",
                "DATA",
                "A?",
                "A!");
    }

    @Test
    void sha384HasALongerFinished() {
        effects(
                new Talk()
                        .client(record(22, CLIENT_HELLO))
                        .host(
                                record(22, serverHello(0x0303, 0x1302, SUPPORTED_TLS_13)),
                                sealed(500))
                        .client(sealed(69), sealed(53)),
                "DATA H begins",
                "DATA H",
                "DATA ends");
    }

    @Test
    void keyUpdateIsNoHandshake() {
        tasks(TlsTalks.full13().client(sealed(22)), "H+", "A+", "");
    }

    @Test
    void fullTls12HandshakeIsTwoTasks() {
        effects(
                TlsTalks.full12(),
                "DATA H begins",
                "DATA H",
                "DATA H",
                "DATA H",
                "DATA",
                "DATA A",
                "-",
                "A",
                "-");
        tasks(TlsTalks.full12(), "H+", "H+", "A+");
    }

    @Test
    void abbreviatedTls12HandshakeIsOneTask() {
        effects(
                TlsTalks.abbreviated12(),
                "DATA H begins",
                "DATA H",
                "DATA", // the client's Finished is part of the request's task
                "DATA",
                "DATA",
                "A",
                "-");
        tasks(TlsTalks.abbreviated12(), "H+", "A+");
    }

    @Test
    void renegotiationIsAHandshakeAgain() {
        tasks(TlsTalks.renegotiation12(), "H+", "H+", "+", "H+", "H+");
    }

    @Test
    void falseStartKeepsTheRequestInTheHandshakesTask() {
        tasks(
                new Talk()
                        .client(TlsTalks.HELLO_12)
                        .host(record(22, serverHello(0x0303, 0xC02F), handshake(14)))
                        .client(record(22, handshake(16, new byte[33])), CCS, opaque(22, 40))
                        .client(sealed(77))
                        .host(CCS, opaque(22, 40))
                        .host(sealed(500)),
                "H+",
                "H+");
    }

    @Test
    void failedHandshakeIsAHandshakeAndItsAlertNoCloseNotify() {
        effects(TlsTalks.failed(), "DATA H begins", "DATA H", "-", "-");
        tasks(TlsTalks.failed(), "H+");
    }

    @Test
    void clientThatRejectsATls13ServerOpensNoTask() {
        effects(
                new Talk()
                        .client(record(22, CLIENT_HELLO))
                        .host(record(22, SERVER_HELLO), sealed(674))
                        .client(CCS, sealed(19))
                        .clientFin(),
                "DATA H begins",
                "DATA H",
                "-",
                "-");
    }

    @Test
    void warningBeforeTheServerHelloChangesNothing() {
        tasks(TlsTalks.warnedBeforeServerHello(), "H+", "H+", "A+");
    }

    @Test
    void shortRecordWithMoreBehindItIsNoAlert() {
        effects(
                TlsTalks.tinyRequests13(),
                "DATA H begins",
                "DATA H",
                "ends",
                "A?",
                "DATA A=data",
                "A?",
                "DATA A=data", // a request follows: the host did not say goodbye
                "DATA");
        tasks(TlsTalks.tinyRequests13(), "H+", "+", "+");
    }

    @Test
    void shortRecordsInOneSegmentAreDataButTheLast() {
        effects(
                TlsTalks.full13().client(sealed(19), sealed(19)).clientFin(),
                "DATA H begins",
                "DATA H",
                "ends",
                "-",
                "DATA",
                "DATA",
                "A?",
                "A?",
                "A!",
                "A!",
                "DATA A?",
                "A!");
    }

    @Test
    void shortRecordThatIsCutOffIsNoAlert() {
        effects(
                new Talk()
                        .client(record(22, CLIENT_HELLO))
                        .host(record(22, SERVER_HELLO), sealed(674))
                        .client(TlsTalks.FINISHED)
                        .client(Bytes.upTo(sealed(19), 20))
                        .clientFin(),
                "DATA H begins",
                "DATA H",
                "ends",
                "A?",
                "A=data");
    }

    @Test
    void upgradesAreFound() {
        tasks(TlsTalks.startTls(), "+", "+", "H+", "+");
        tasks(TlsTalks.postgres(), "+", "H+", "+");
        tasks(TlsTalks.mysql(), "H+", "+");
    }

    @Test
    void helloInClearTextNeedsAnAnswerToBeAHandshake() {
        tasks(
                new Talk()
                        .client("upload ")
                        .client(record(22, CLIENT_HELLO))
                        .host("stored\r\n")
                        .client(record(22, CLIENT_HELLO))
                        .host(record(22, SERVER_HELLO), sealed(674)),
                "+",
                "H+");
    }

    @Test
    void clearTextHasNoLetters() {
        effects(TlsTalks.clearText(), "DATA", "DATA", "-", "-");
    }

    @Test
    void sslv2HelloIsOrdinaryData() {
        effects(
                new Talk()
                        .client(Bytes.hex("802e0100020015000000100100800300800700c0060040020080"))
                        .host(record(22, serverHello(0x0301, 0x0005), handshake(14)))
                        .client(record(22, handshake(16, new byte[128])), CCS, opaque(22, 40)),
                "DATA",
                "DATA",
                "DATA");
    }

    @Test
    void helloMayBeInManyRecords() {
        Talk talk = new Talk();
        for (byte b : CLIENT_HELLO) {
            talk.client(record(22, new byte[] {b}));
        }
        talk.host(
                record(22, Bytes.upTo(SERVER_HELLO, 7)),
                record(22, Bytes.from(SERVER_HELLO, 7)),
                sealed(674));
        tasks(talk.client(TlsTalks.FINISHED).client(sealed(50)), "H+", "");
    }
}
