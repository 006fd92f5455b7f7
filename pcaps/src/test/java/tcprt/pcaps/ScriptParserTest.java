package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tcprt.TracerSettings.Release;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;
import tcprt.pcaps.SegmentOptions.Block;
import tcprt.pcaps.SegmentOptions.Timestamps;

/** What the grammar of docs/SCRIPTS.md means, and what is said of a line that breaks it. */
final class ScriptParserTest {
    private static final String TRACE =
            "trace local 192.0.2.1:80  remote 192.0.2.2:40000  mode default";

    private static PacketScript parse(String... lines) {
        return ScriptParser.parse("x.pkt", List.of(lines));
    }

    private static Step.Segment segment(String line) {
        return (Step.Segment) parse(TRACE, line).steps().get(0);
    }

    private static void assertRefused(String message, String... lines) {
        ScriptSyntaxException refused =
                assertThrows(ScriptSyntaxException.class, () -> parse(lines));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void timesAreIncrementsOnTheClock() {
        PacketScript script =
                parse(
                        TRACE,
                        "clock 1700000000.000001",
                        "  +0     <  S  0:0(0)",
                        "  +20us  >  S. 0:0(0)  ack 1",
                        "  +1ms   time",
                        "  +3s    <  .  1:1(0)  ack 1",
                        "  +7ns   <  .  1:1(0)  ack 1");
        List<Long> times =
                script.steps().stream()
                        .map(
                                step ->
                                        step instanceof Step.Segment segment
                                                ? segment.timeNs()
                                                : ((Step.PassTime) step).timeNs())
                        .toList();
        long start = 1_700_000_000_000_001_000L;
        assertEquals(
                List.of(
                        start,
                        start + 20_000,
                        start + 1_020_000,
                        start + 3_001_020_000L,
                        start + 3_001_020_007L),
                times);
    }

    @Test
    void aPacketLineHasDirectionFlagsRangeAckAndWindow() {
        Step.Segment segment = segment("+0 > FP. 101:301(200) ack 7 win 512");
        assertTrue(segment.fromHost());
        assertEquals(TcpFlags.FIN | TcpFlags.PSH | TcpFlags.ACK, segment.flags());
        assertEquals(101, segment.seq());
        assertEquals(200, segment.length());
        assertEquals(7, segment.ack());
        assertEquals(512, segment.window());
    }

    @Test
    void tcpOptionsAreReadByName() {
        SegmentOptions options =
                segment(
                                "+0 < S 0:0(0) <mss 1460,sackOK,TS val 7 ecr 4294967295,wscale 9,"
                                        + "FO 00000000000000ff>")
                        .options();
        assertEquals(
                new SegmentOptions(
                        1460, 9, true, List.of(), new Timestamps(7, 4_294_967_295L), 255L, 0, 64),
                options);
        assertEquals(
                List.of(new Block(5, 9), new Block(20, 30)),
                segment("+0 < . 1:1(0) ack 1 <sack 5:9 20:30>").options().sackBlocks());
    }

    @Test
    void theWindowStaysUntilItIsChanged() {
        PacketScript script =
                parse(
                        TRACE,
                        "+0 < . 1:1(0) ack 1",
                        "+0 < . 1:1(0) ack 1 win 0",
                        "+0 > . 1:1(0) ack 1",
                        "+0 < . 1:1(0) ack 1");
        assertEquals(
                List.of(65_535, 0, 65_535, 0),
                script.steps().stream().map(s -> ((Step.Segment) s).window()).toList());
    }

    @Test
    void neighbouringExpectationsAreOne() {
        PacketScript script =
                parse(
                        TRACE,
                        "+0 < . 1:1(0) ack 1",
                        "= nothing",
                        "+0 < . 1:1(0) ack 1",
                        "= any order",
                        "# a comment between",
                        "= |V6 a # b |   # outside the bars",
                        "",
                        "= |c|",
                        "= stats |d|");
        Step.Expectation nothing = (Step.Expectation) script.steps().get(1);
        assertEquals(new Step.Expectation(3, List.of(), List.of(), false), nothing);
        Step.Expectation last = (Step.Expectation) script.steps().get(3);
        assertEquals(
                new Step.Expectation(
                        5,
                        List.of(
                                new Step.ExpectedLine(7, "V6 a # b "),
                                new Step.ExpectedLine(9, "c")),
                        List.of(new Step.ExpectedLine(10, "d")),
                        true),
                last);
    }

    @Test
    void tracedConnectionsImplyTheirPorts() {
        ScriptOptions options =
                parse(
                                "trace a local 192.0.2.1:80 remote 192.0.2.2:40000 mode default",
                                "trace b local 192.0.2.1:80 remote 192.0.2.2:40001 mode default",
                                "trace c local [2001:db8::1]:50000 remote [2001:db8::2]:8080 mode"
                                        + " default peer")
                        .options();
        assertEquals(List.of(80), options.localPorts());
        assertEquals(List.of(8080), options.peerPorts());
    }

    @Test
    void optionsReplaceImpliedPorts() {
        ScriptOptions options =
                parse(
                                TRACE,
                                "option lports-range 80,90,100,100",
                                "option stats on",
                                "option stats-interval 5",
                                "option hz 250",
                                "option release shutdown",
                                "option ipv6 module",
                                "option local-addresses 192.0.2.1,2001:db8::1")
                        .options();
        assertEquals(List.of(), options.localPorts());
        assertEquals(
                List.of(new PortRange(80, 90), new PortRange(100, 100)), options.localRanges());
        assertTrue(options.stats());
        assertEquals(5, options.statsIntervalSeconds());
        assertEquals(250, options.hz());
        assertEquals(Release.SHUTDOWN, options.release());
        assertTrue(options.ipv6AsModule());
        assertEquals(2, options.localAddresses().size());
    }

    @Test
    void everyServerLeavesThePortsEmpty() {
        assertTrue(
                parse(TRACE, "option every-server on").options().portRules().tracesEveryServer());
    }

    @Test
    void sequenceNumbersAreDecimalOrHexadecimal() {
        ScriptConnection connection =
                parse("trace local 192.0.2.1:80 isn 0xffffff00 remote 192.0.2.2:1 mode default")
                        .connections()
                        .get(0);
        assertEquals(0xffffff00, connection.localIsn());
        assertEquals(ScriptConnection.DEFAULT_REMOTE_ISN, connection.remoteIsn());
        assertTrue(connection.isnsFixed());
        assertEquals(PortRules.Match.LOCAL, connection.as());
    }

    @Test
    void aRefusalSaysWhatWasFoundAndWhatWouldFit() {
        assertRefused(
                "x.pkt:2: found 1:100(100); expected 1:101(100)",
                TRACE,
                "+0 < P. 1:100(100) ack 1");
        assertRefused(
                "x.pkt:2: found the end of the line; expected \"ack\"", TRACE, "+0 < P. 1:2(1)");
        assertRefused(
                "x.pkt:2: found ack without the ACK flag; expected the flag . or no ack",
                TRACE,
                "+0 < S 0:0(0) ack 1");
        assertRefused(
                "x.pkt:2: found SX; expected flags of S F R P . U, or - for none",
                TRACE,
                "+0 < SX 0:0(0)");
        assertRefused(
                "x.pkt:2: found +10; expected time since the line before, such as +0, +20us, +10ms"
                        + " or +3s",
                TRACE,
                "+10 < S 0:0(0)");
        assertRefused(
                "x.pkt:2: found b; expected the name of a connection traced above",
                TRACE,
                "+0 b < S 0:0(0)");
        assertRefused(
                "x.pkt:2: found 70000; expected a window field, 0..65535",
                TRACE,
                "+0 < S 0:0(0) win 70000");
        assertRefused(
                "x.pkt:1: found 192.0.2.1; expected address:port, such as 192.0.2.1:80 or"
                        + " [2001:db8::1]:80",
                "trace local 192.0.2.1 remote 192.0.2.2:1 mode default");
        assertRefused(
                "x.pkt:1: found packet; expected trace, option, clock, a packet (+10ms < …), time"
                        + " or an expectation (= …)",
                "packet");
        assertRefused(
                "x.pkt:2: found = V6 R; expected = |line|, = stats |row|, = nothing or = any order",
                TRACE,
                "= V6 R");
        assertRefused(
                "x.pkt:2: found mtu 1500; expected TCP options <mss N,sackOK,TS val N ecr N,wscale"
                        + " N,sack N:N …,FO HEX,id N,ttl N>",
                TRACE,
                "+0 < S 0:0(0) <mtu 1500>");
        assertRefused(
                "x.pkt:2: found 48 bytes of TCP options; expected at most 40",
                TRACE,
                "+0 < . 1:1(0) ack 1 <TS val 1 ecr 1,sack 1:2 3:4 5:6 7:8>");
        assertRefused(
                "x.pkt:1: found no connection; expected a line trace local … remote … mode default",
                "clock 1700000000");
        assertRefused(
                "x.pkt:2: found maybe; expected close or shutdown", TRACE, "option release maybe");
    }

    @TestFactory
    Stream<DynamicTest> aScriptWrittenDownAndReadAgainIsTheSame() throws IOException {
        return ScriptFiles.all().stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> {
                                            String once = ScriptText.of(PacketScript.read(file));
                                            PacketScript again =
                                                    ScriptParser.parse(
                                                            file.getFileName().toString(),
                                                            once.lines().toList());
                                            assertEquals(once, ScriptText.of(again));
                                            assertEquals(
                                                    withoutLines(PacketScript.read(file)),
                                                    withoutLines(again));
                                        }));
    }

    /** Steps as text without what may differ: line numbers and whether an ISN was left out. */
    private static List<String> withoutLines(PacketScript script) {
        return script.steps().stream()
                .map(
                        step ->
                                step.toString()
                                        .replaceAll("line=[0-9]+", "line")
                                        .replaceAll("isnsFixed=[a-z]+", ""))
                .toList();
    }
}
