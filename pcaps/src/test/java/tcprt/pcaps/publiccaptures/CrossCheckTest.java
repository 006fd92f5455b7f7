package tcprt.pcaps.publiccaptures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tcprt.pcaps.publiccaptures.PublicFlow.Role;
import tcprt.pcaps.publiccaptures.TracedCapture.End;
import tcprt.pcaps.publiccaptures.TracedCapture.Said;

/**
 * Our figures of whole connections against those of tshark and tcptrace.
 *
 * <p>Both ends of every TCP stream are traced; an end that was released and had a task left an E
 * record, and that is compared. Where a rule does not hold the stream stands in a table with the
 * reason, found by reading its packets; a row that is not needed any more fails the test as well.
 */
final class CrossCheckTest {
    private static final int DEFAULT_MSS = 536;
    private static final int TIMESTAMP_OPTION = 12;

    /** One end of one stream, with what each tool says of it. */
    private record Case(
            String name, PublicFlow flow, Role role, Said said, SeenEnd host, SeenEnd other) {}

    private static final List<Case> CASES = new ArrayList<>();

    @BeforeAll
    static void traceEveryCapture() throws IOException {
        for (PublicCapture capture : PublicCapture.all()) {
            if (capture.hasFlowFigures() && capture.isDecoded()) {
                trace(capture);
            }
        }
    }

    private static void trace(PublicCapture capture) throws IOException {
        TracedCapture traced = TracedCapture.of(capture);
        List<PublicFlow> flows = capture.flows();
        Map<End, Integer> uses = new HashMap<>();
        for (PublicFlow flow : flows) {
            for (Role role : Role.values()) {
                uses.merge(end(flow, role), 1, Integer::sum);
            }
        }
        for (PublicFlow flow : flows) {
            for (Role role : Role.values()) {
                End end = end(flow, role);
                Said said = traced.said(end);
                // Which record belongs to which stream of a 4-tuple used twice is not asked here.
                if (said != null && uses.getOrDefault(end, 0) == 1) {
                    String name = capture.name() + " " + flow.stream() + " " + role;
                    CASES.add(
                            new Case(
                                    name,
                                    flow,
                                    role,
                                    said,
                                    traced.seen(end),
                                    traced.seen(end.opposite())));
                }
            }
        }
    }

    private static End end(PublicFlow flow, Role role) {
        return new End(flow.endpoint(role), flow.endpoint(role.other()));
    }

    @Test
    void manyConnectionsAreCompared() {
        assertTrue(CASES.size() >= 600, () -> CASES.size() + " ends of connections");
    }

    @Test
    void bytesAreTheUniqueBytesAndTheFins() {
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (Case one : CASES) {
            if (one.flow.syns(Role.CLIENT) + one.flow.syns(Role.SERVER) == 0) {
                continue; // Bytes of a connection that began before the capture count from later
                // on.
            }
            compared++;
            boolean finCounts =
                    one.host.finFrame > 0
                            && (one.host.resetFrame == 0
                                    || one.host.resetFrame > one.host.finFrame);
            long sent = bytes(one, one.role, one.host) + (finCounts ? 1 : 0);
            long received =
                    bytes(one, one.role.other(), one.other)
                            + (one.host.tookFinOf(one.other) ? 1 : 0);
            if (sent != one.said.sentBytes() || received != one.said.receivedBytes()) {
                differences.put(
                        one.name,
                        "expected %d and %d bytes but was %d and %d"
                                .formatted(
                                        sent,
                                        received,
                                        one.said.sentBytes(),
                                        one.said.receivedBytes()));
            }
        }
        assertTrue(compared >= 500, "compared " + compared);
        assertOnlyKnown(KnownDifference.BYTES, differences);
    }

    /** Where tshark misses segments, the sender's FIN tells how many bytes there were. */
    private static long bytes(Case one, Role sender, SeenEnd seen) {
        int unique = one.flow.uniqueBytes(sender);
        return one.flow.gaps(sender) > 0 && seen.finFrame > 0
                ? Math.max(unique, seen.bytesByFin)
                : unique;
    }

    @Test
    void minimumIsNeverAboveTheHandshake() {
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (Case one : CASES) {
            if (one.flow.hasHandshake() && one.flow.syns(one.role) == 1) {
                compared++;
                long handshake = kernelMicros(one.flow.handshakeNs(one.role));
                if (one.said.minRttMicros() > handshake + 1) {
                    differences.put(
                            one.name,
                            one.said.minRttMicros() + " above the handshake's " + handshake);
                }
            }
        }
        assertTrue(compared >= 450, "compared " + compared);
        assertOnlyKnown(List.of(), differences);
    }

    @Test
    void minimumIsTheShortestRoundTripWhereNothingWasSentTwice() {
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        int handshakeOnly = 0;
        for (Case one : CASES) {
            PublicFlow flow = one.flow;
            boolean once =
                    flow.syns(one.role) == 1
                            && flow.fins(one.role) <= 1
                            && flow.tsharkRetransmissions(one.role) == 0
                            && flow.tsharkOutOfOrder(one.role) == 0
                            && flow.keepAlives(one.role) == 0;
            if (!once || !flow.hasHandshake() || flow.roundTrips(one.role) == 0) {
                continue;
            }
            compared++;
            handshakeOnly += flow.roundTrips(one.role) == 1 ? 1 : 0;
            long shortest =
                    Math.min(
                            kernelMicros(flow.shortestRoundTripNs(one.role)),
                            kernelMicros(flow.handshakeNs(one.role)));
            // tshark prints whole microseconds of times that may be finer.
            if (Math.abs(one.said.minRttMicros() - shortest) > 1) {
                differences.put(
                        one.name,
                        "expected %d us but was %d".formatted(shortest, one.said.minRttMicros()));
            }
        }
        assertTrue(compared >= 400, "compared " + compared);
        assertTrue(handshakeOnly >= 1, "only the handshake gave a sample: " + handshakeOnly);
        assertOnlyKnown(KnownDifference.SHORTEST_ROUND_TRIP, differences);
    }

    /** Zero is taken for one jiffy, and fractions are cut off. */
    private static long kernelMicros(long ns) {
        return ns < 1000 ? 1000 : ns / 1000;
    }

    @Test
    void mssFollowsFromTheOptionsAndTheWindow() {
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        int bounded = 0;
        for (Case one : CASES) {
            if (one.said.mssBytes() == 0
                    || one.flow.syns(Role.CLIENT) == 0
                    || one.flow.syns(Role.SERVER) == 0) {
                continue;
            }
            compared++;
            long peer = one.flow.mssOption(one.role.other());
            peer = peer == 0 ? DEFAULT_MSS : peer;
            long own = one.flow.mssOption(one.role);
            boolean timestamps = one.host.timestamps && one.other.timestamps;
            long expected =
                    Math.min(peer, own == 0 ? peer : own) - (timestamps ? TIMESTAMP_OPTION : 0);
            long window = one.said.largestWindow();
            long bound = window > DEFAULT_MSS ? window / 2 : window;
            if (bound < expected) {
                bounded++;
                expected = bound;
            }
            if (one.said.mssBytes() != expected) {
                differences.put(
                        one.name,
                        "expected %d but was %d".formatted(expected, one.said.mssBytes()));
            }
        }
        assertTrue(compared >= 300, "compared " + compared);
        assertTrue(bounded >= 10, "bounded by half the window: " + bounded);
        assertOnlyKnown(List.of(), differences);
    }

    @Test
    void retransmissionsAreThoseOfTshark() {
        Map<String, String> differences = new TreeMap<>();
        int some = 0;
        for (Case one : CASES) {
            int least = one.flow.tsharkRetransmissions(one.role);
            int most = least + one.flow.tsharkOutOfOrder(one.role);
            some += compareRetransmissions(one, least, most, differences);
        }
        assertTrue(some >= 25, "with retransmissions: " + some);
        assertOnlyKnown(KnownDifference.TSHARK_RETRANSMISSIONS, differences);
    }

    @Test
    void retransmissionsAreThoseOfTcptrace() {
        Map<String, String> differences = new TreeMap<>();
        int some = 0;
        for (Case one : CASES) {
            if (one.flow.hasTcptrace(one.role)) {
                int most =
                        one.flow.tcptraceRetransmissions(one.role)
                                + one.flow.tcptraceOutOfOrder(one.role);
                int least =
                        Math.max(
                                0,
                                one.flow.tcptraceRetransmissions(one.role)
                                        - one.flow.keepAlives(one.role));
                some += compareRetransmissions(one, least, most, differences);
            }
        }
        assertTrue(some >= 25, "with retransmissions: " + some);
        assertOnlyKnown(KnownDifference.TCPTRACE_RETRANSMISSIONS, differences);
    }

    /**
     * A tap that is not at the sender cannot tell a segment that was overtaken from one that was
     * lost before the tap and sent again. For the sender's socket, which is what we infer, a
     * segment below SND.NXT was sent again; the tools call some of them out of order.
     *
     * @return 1 if there was something to compare
     */
    private static int compareRetransmissions(
            Case one, int least, int most, Map<String, String> differences) {
        // Its frames are doubled, some twenty times, and long after the connection.
        if (one.name.startsWith("packetbeat/wsgi_drum.pcap ")) {
            return 0;
        }
        long ours = one.said.retransmissions();
        if (ours < least || ours > most) {
            differences.put(
                    one.name,
                    least == most
                            ? "expected %d but was %d".formatted(least, ours)
                            : "expected %d to %d but was %d".formatted(least, most, ours));
        }
        return ours > 0 ? 1 : 0;
    }

    private static void assertOnlyKnown(
            List<KnownDifference> known, Map<String, String> differences) {
        Map<String, String> expected = new TreeMap<>();
        for (KnownDifference one : known) {
            expected.put(one.name(), one.difference());
        }
        assertEquals(lines(expected), lines(differences));
    }

    private static String lines(Map<String, String> differences) {
        StringBuilder text = new StringBuilder();
        differences.forEach(
                (name, what) -> text.append(name).append(": ").append(what).append('\n'));
        return text.toString();
    }
}
