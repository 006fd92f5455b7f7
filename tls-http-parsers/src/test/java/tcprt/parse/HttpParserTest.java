package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcprt.parse.HttpTalks.CONTINUE;
import static tcprt.parse.HttpTalks.EXPECT_HEAD;
import static tcprt.parse.HttpTalks.GET;
import static tcprt.parse.HttpTalks.OK;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.task.MessageParser;

/** When a task is one of {@code Expect: 100-continue}, and when it is not. */
final class HttpParserTest {
    private static void effects(Talk talk, String... expected) {
        assertEquals(List.of(expected), talk.effects(HttpParser::new));
    }

    private static void tasks(Talk talk, String... expected) {
        assertEquals(List.of(expected), talk.tasks(HttpParser::new).tasks);
    }

    private static int timesLost(Talk talk) {
        MessageParser parser = new HttpParser();
        talk.parts.forEach(part -> Talk.show(parser, part));
        return parser.timesLost();
    }

    @Test
    void interimAnswerAloneIsContinue() {
        effects(HttpTalks.expects(), "DATA", "DATA C", "DATA", "DATA");
        tasks(HttpTalks.expects(), "C+", "+");
        tasks(HttpTalks.expectsTwice(), "C+", "+", "C+", "+", "+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Expect: 100-continue",
                "expect:100-Continue",
                "EXPECT: \t100-CONTINUE \t",
                "Expect: x, 100-continue"
            })
    void fieldNameAndValueIgnoreCaseAndBlanks(String line) {
        tasks(
                new Talk()
                        .client("PUT / HTTP/1.1\r\n" + line + "\r\nContent-Length: 1\r\n\r\n")
                        .host(CONTINUE)
                        .client("x")
                        .host(OK),
                "C+",
                "+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Expect: 100-continued",
                "Expect: 100-continue x",
                "Expect : 100-continue",
                "X-Expect: 100-continue",
                "Expects: 100-continue",
                "Expec: 100-continue",
                "X: y\r\n Expect: 100-continue"
            })
    void otherFieldsAreNoExpectation(String line) {
        tasks(
                new Talk()
                        .client("PUT / HTTP/1.1\r\n" + line + "\r\nContent-Length: 1\r\n\r\n")
                        .host(CONTINUE)
                        .client("x")
                        .host(OK),
                "+",
                "+");
    }

    @Test
    void clientThatDoesNotWaitHasNoContinue() {
        effects(HttpTalks.doesNotWait(), "DATA", "DATA", "DATA", "DATA");
        tasks(HttpTalks.waitsForPartOnly(), "+", "+");
    }

    @Test
    void finalStatusIsNoContinue() {
        effects(HttpTalks.finalAtOnce(), "DATA", "DATA", "DATA", "DATA", "DATA");
        tasks(HttpTalks.refused(), "+", "+", "C+", "+");
        assertEquals(0, timesLost(HttpTalks.finalAtOnce()));
        assertEquals(0, timesLost(HttpTalks.refused()));
    }

    @Test
    void finalStatusTakesContinueBack() {
        effects(HttpTalks.continueThenFinalWithoutBody(), "DATA", "DATA C", "DATA notC");
        effects(HttpTalks.continueAndFinalTogether(), "DATA", "DATA");
    }

    @Test
    void otherInterimAnswersCountToo() {
        effects(HttpTalks.severalInterims(), "DATA", "DATA C", "DATA", "DATA", "DATA", "DATA");
        tasks(HttpTalks.severalInterims(), "C+", "+");
        tasks(HttpTalks.earlyHintsWithoutExpect(), "+");
    }

    @Test
    void answerToAnEarlierRequestInTheTaskIsNoContinue() {
        tasks(HttpTalks.pipelinedBefore(), "+", "+");
    }

    @Test
    void upgradeAndTunnelEndParsing() {
        tasks(HttpTalks.upgrade(), "+", "+");
        tasks(HttpTalks.tunnel(), "+", "+");
        assertEquals(0, timesLost(HttpTalks.upgrade()));
    }

    @Test
    void bodiesAreSkipped() {
        tasks(HttpTalks.allKindsOfBodies(), "+", "+", "+", "+", "C+", "+");
        assertEquals(0, timesLost(HttpTalks.allKindsOfBodies()));
    }

    @Test
    void http2HasNoLettersAndIsCounted() {
        tasks(HttpTalks.http2(), "+", "+");
        assertEquals(1, timesLost(HttpTalks.http2()));
    }

    @Test
    void anythingElseHasNoLettersAndIsCountedOnce() {
        tasks(HttpTalks.notHttp(), "+", "+");
        assertEquals(1, timesLost(HttpTalks.notHttp()));
    }

    @Test
    void afterJunkTheNextRequestIsFound() {
        Talk talk = HttpTalks.notHttp();
        talk.parts.addAll(HttpTalks.expects().parts);
        tasks(talk, "+", "+", "C+", "+");
    }

    @Test
    void afterAHoleTheNextRequestIsFound() {
        MessageParser parser = new HttpParser();
        TaskModel tasks = new TaskModel();
        tasks.apply(false, Talk.show(parser, part(false, GET)));
        tasks.apply(true, Talk.show(parser, part(true, Bytes.upTo(Bytes.text(OK), 9).length)));
        tasks.apply(true, parser.onHole(true, 100));
        for (Talk.Part part : HttpTalks.expects().parts) {
            tasks.apply(part.fromHost(), Talk.show(parser, part));
        }
        tasks.release();
        assertEquals(List.of("+", "C+", "+"), tasks.tasks);
        assertEquals(1, parser.timesLost());
    }

    @Test
    void holeBehindTheInterimAnswerTakesContinueBack() {
        MessageParser parser = new HttpParser();
        Talk.show(parser, part(false, EXPECT_HEAD));
        assertEquals("DATA C", Talk.name(Talk.show(parser, part(true, CONTINUE))));
        assertEquals("DATA notC", Talk.name(parser.onHole(true, 10)));
    }

    @Test
    void bodyWhoseLengthCannotBeToldIsLost() {
        assertEquals(
                1,
                timesLost(
                        new Talk()
                                .client("PUT / HTTP/1.1\r\nContent-Length: 1, 2\r\n\r\n")
                                .client("PUT / HTTP/1.1\r\n\r\n")));
        assertEquals(
                1,
                timesLost(new Talk().client("PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")));
        assertEquals(
                1,
                timesLost(new Talk().client("PUT / HTTP/1.1\nTransfer-Encoding: chunked\n\nx\n")));
    }

    @Test
    void hundredPipelinedRequestsAreTooMany() {
        assertEquals(0, timesLost(new Talk().client(GET.repeat(64)).host(OK.repeat(64))));
        assertEquals(1, timesLost(new Talk().client(GET.repeat(65)).host(OK.repeat(65))));
    }

    private static Talk.Part part(boolean fromHost, String text) {
        return new Talk.Part(fromHost, Bytes.text(text));
    }

    private static Talk.Part part(boolean fromHost, int length) {
        return new Talk.Part(fromHost, Bytes.upTo(Bytes.text(OK), length));
    }
}
