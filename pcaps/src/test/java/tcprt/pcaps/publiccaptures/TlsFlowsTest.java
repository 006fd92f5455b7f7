package tcprt.pcaps.publiccaptures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules;
import tcprt.parse.ParsingModes;
import tcprt.pcaps.publiccaptures.PublicFlow.Role;
import tcprt.pcaps.publiccaptures.TracedCapture.End;
import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

/**
 * Connection by connection: the handshakes and the version that tshark found in the messages, and
 * no letter where it found none.
 *
 * <p>Compared are connections that were seen to begin and to end; what did not end has no record.
 * Letters are on R records only: if the connection died in a task, that task may be a handshake.
 */
final class TlsFlowsTest {
    /** Letters that are not from these messages, by capture and stream. */
    private static final Map<String, String> KNOWN = new TreeMap<>();

    static {
        // Renegotiated; those messages are encrypted, and no less handshakes.
        KNOWN.put(
                "wireshark/tls-renegotiation.pcap 0",
                "expected 2 H, 0 Z, version 303 but was 8 H, 0 Z, version 303");
        // The client said its Finished and left; a task without an answer has an E only.
        for (int stream : new int[] {113, 114, 115, 117, 118}) {
            KNOWN.put(
                    "pcpp/example2.pcap " + stream,
                    "expected 2 H, 0 Z, version 303 but was 1 H, 0 Z, version 303");
        }
    }

    private static final class Said {
        int handshakes;
        int earlyData;
        int version;

        /** All of them, as a set. */
        int letters;

        /** Records of tasks in which the connection died. */
        int deaths;

        @Override
        public String toString() {
            return "%d H, %d Z, version %x".formatted(handshakes, earlyData, version);
        }
    }

    private final Map<End, Said> said = new HashMap<>();
    private final Set<End> ended = new HashSet<>();

    @Test
    void handshakesAreThoseOfTshark() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (PublicCapture capture : PublicCapture.all()) {
            if (capture.isDecoded() && capture.hasTlsFigures()) {
                trace(capture);
                compared += compare(capture, differences);
            }
        }
        assertEquals(KNOWN, differences);
        assertTrue(compared >= 25, "compared " + compared);
    }

    @Test
    void whereThereIsNoTlsThereAreNoLetters() throws IOException {
        Set<String> marked = new HashSet<>();
        int captures = 0;
        for (PublicCapture capture : PublicCapture.all()) {
            if (capture.isDecoded() && capture.hasFlowFigures() && !capture.hasTlsFigures()) {
                trace(capture);
                captures++;
                said.forEach(
                        (end, one) -> {
                            if (one.letters != 0) {
                                marked.add(capture.name() + " " + end);
                            }
                        });
            }
        }
        assertEquals(Set.of(), marked);
        assertTrue(captures >= 30, "captures " + captures);
    }

    private void trace(PublicCapture capture) throws IOException {
        said.clear();
        ended.clear();
        PortMode https = new PortMode(ParsingModes.parser("https"), List.of());
        Tracer tracer = new Tracer(TracerSettings.of(PortRules.everyServer(https)), this::onRecord);
        TracedCapture.replay(capture, tracer::onFrame);
        tracer.endOfCapture();
    }

    private void onRecord(TcpRtRecord record) {
        End end = End.of(record);
        if (record.type == RecordType.E) {
            ended.add(end);
            return;
        }
        Said one = said.computeIfAbsent(end, e -> new Said());
        one.deaths += record.type == RecordType.R ? 0 : 1;
        one.letters |= record.letters;
        one.handshakes += (record.letters & Letter.H.bit()) != 0 ? 1 : 0;
        one.earlyData += (record.letters & Letter.Z.bit()) != 0 ? 1 : 0;
        TlsHandshake agreed = record.tlsHandshake;
        if (agreed != null) {
            one.version = agreed.version;
        }
    }

    private int compare(PublicCapture capture, Map<String, String> differences) throws IOException {
        Map<Integer, PublicFlow> flows = new HashMap<>();
        Map<End, Integer> uses = new HashMap<>();
        for (PublicFlow flow : capture.flows()) {
            flows.put(flow.stream(), flow);
            uses.merge(server(flow), 1, Integer::sum);
        }
        int compared = 0;
        for (PublicTls tls : capture.tlsFlows()) {
            PublicFlow flow = flows.get(tls.stream());
            if (flow == null || flow.syns(Role.CLIENT) + flow.syns(Role.SERVER) == 0) {
                continue;
            }
            End end = server(flow);
            Said ours = said.get(end);
            if (ours == null || !ended.contains(end) || uses.getOrDefault(end, 0) != 1) {
                continue;
            }
            compared++;
            Said expected = new Said();
            expected.handshakes = tls.handshakeTasks();
            expected.earlyData = tls.mayHaveEarlyData() ? 1 : 0;
            expected.version = tls.version();
            if (ours.deaths > 0 && ours.handshakes < expected.handshakes) {
                ours.handshakes += ours.deaths;
                ours.earlyData = expected.earlyData;
                ours.version = expected.version;
            }
            if (!expected.toString().equals(ours.toString())) {
                differences.put(
                        capture.name() + " " + tls.stream(),
                        "expected " + expected + " but was " + ours);
            }
        }
        return compared;
    }

    private static End server(PublicFlow flow) {
        return new End(flow.endpoint(Role.SERVER), flow.endpoint(Role.CLIENT));
    }
}
