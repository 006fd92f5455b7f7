package tcprt.pcaps.publiccaptures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortRules;
import tcprt.pcaps.publiccaptures.PublicFlow.Role;
import tcprt.pcaps.publiccaptures.TracedCapture.End;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * Request by request: where tshark saw an HTTP request begin and end and its response begin, there
 * we have T0, T1 and T2. tshark read the bytes; we have only seen segments.
 *
 * <p>Left out are connections that began before the capture: there the server is taken to be the
 * end with the lower port, and the first task is not counted.
 */
final class HttpRequestsTest {
    /**
     * Requests that tshark pairs with another response, by capture, stream and place in the stream.
     */
    private static final Set<String> WRONGLY_PAIRED =
            Set.of(
                    // Expect: 100-continue. For tshark the 100 is the answer to the whole request.
                    "ndpi/ipp.pcap 1 2",
                    "zeek/100-continue.trace 0 2",
                    // The first request came out of order; its response goes to the second.
                    "tcptrace/first_seg_ooo.dmp 0 1");

    /** What a record says of T0, T1 and T2; times in microseconds. */
    private record Said(long beginsMicros, long uploadMicros, long serverMicros) {}

    private final Map<End, List<Said>> tasks = new HashMap<>();
    private final Set<End> ended = new HashSet<>();
    private final List<String> differences = new ArrayList<>();
    private int compared;
    private int stillOpen;

    @Test
    void timesOfTheServerAreThoseOfTshark() throws IOException {
        for (PublicCapture capture : PublicCapture.all()) {
            if (capture.isDecoded() && capture.hasHttpFigures()) {
                tasks.clear();
                ended.clear();
                Tracer tracer =
                        new Tracer(TracerSettings.of(PortRules.everyServer()), this::onRecord);
                TracedCapture.replay(capture, tracer::onFrame);
                tracer.endOfCapture();
                compare(capture);
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(compared >= 600, "compared " + compared);
        assertTrue(stillOpen <= 120, "last of a connection that stays open " + stillOpen);
    }

    private void onRecord(TcpRtRecord record) {
        if (record.type == RecordType.E) {
            ended.add(End.of(record));
        } else {
            tasks.computeIfAbsent(End.of(record), end -> new ArrayList<>())
                    .add(
                            new Said(
                                    record.startTimeNs / 1000,
                                    record.receiveTimeMicros,
                                    record.serverTimeMicros));
        }
    }

    private void compare(PublicCapture capture) throws IOException {
        Map<Integer, List<PublicRequest>> byStream = new HashMap<>();
        for (PublicRequest request : capture.requests()) {
            byStream.computeIfAbsent(request.stream(), stream -> new ArrayList<>()).add(request);
        }
        for (PublicFlow flow : capture.flows()) {
            if (flow.syns(Role.CLIENT) + flow.syns(Role.SERVER) > 0) {
                List<PublicRequest> requests = byStream.getOrDefault(flow.stream(), List.of());
                for (int i = 0; i < requests.size(); i++) {
                    String name = capture.name() + " " + flow.stream() + " " + (i + 1);
                    compare(name, flow, requests.get(i), i == requests.size() - 1);
                }
            }
        }
    }

    private void compare(String name, PublicFlow flow, PublicRequest request, boolean last) {
        if (!request.isComplete() || WRONGLY_PAIRED.contains(name)) {
            return;
        }
        End server = new End(flow.endpoint(Role.SERVER), flow.endpoint(Role.CLIENT));
        Said expected =
                new Said(
                        request.requestBeginsNs() / 1000,
                        (request.requestEndsNs() - request.requestBeginsNs()) / 1000,
                        (request.responseBeginsNs() - request.requestEndsNs()) / 1000);
        for (Said said : tasks.getOrDefault(server, List.of())) {
            if (said.beginsMicros == expected.beginsMicros) {
                compared++;
                // A difference of truncated times is one off at times.
                if (Math.abs(said.uploadMicros - expected.uploadMicros) > 1
                        || Math.abs(said.serverMicros - expected.serverMicros) > 1) {
                    differences.add(name + ": expected " + expected + " but was " + said);
                }
                return;
            }
        }
        if (last && !ended.contains(server)) {
            stillOpen++; // As in the kernel, the last task of a connection is written at its end.
        } else {
            differences.add(name + ": expected " + expected + " but there is none");
        }
    }
}
