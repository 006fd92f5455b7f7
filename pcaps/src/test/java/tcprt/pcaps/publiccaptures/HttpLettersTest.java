package tcprt.pcaps.publiccaptures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import tcprt.task.TcpRtRecord;

/**
 * Connection by connection in http mode: a letter C where a client waited for its 100-continue, and
 * no letter anywhere else, whatever the connection speaks.
 */
final class HttpLettersTest {
    private final Map<End, Integer> letters = new HashMap<>();

    @Test
    void onlyATaskThatWaitedFor100ContinueHasALetter() throws IOException {
        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Integer> found = new TreeMap<>();
        int captures = 0;
        for (PublicCapture capture : PublicCapture.all()) {
            if (!capture.isDecoded() || !capture.hasFlowFigures()) {
                continue;
            }
            captures++;
            Map<End, Integer> streams = new HashMap<>();
            for (PublicFlow flow : capture.flows()) {
                streams.put(
                        new End(flow.endpoint(Role.SERVER), flow.endpoint(Role.CLIENT)),
                        flow.stream());
            }
            trace(capture);
            letters.forEach(
                    (end, bits) -> found.put(capture.name() + " " + streams.get(end), bits));
            if (capture.hasHttpFigures()) {
                for (int stream : capture.streamsThatWaitedForContinue()) {
                    expected.put(capture.name() + " " + stream, Letter.C.bit());
                }
            }
        }
        assertEquals(expected, found);
        assertTrue(captures >= 60, "captures " + captures);
        assertTrue(expected.size() >= 1, "none waited");
    }

    private void trace(PublicCapture capture) throws IOException {
        letters.clear();
        PortMode http = new PortMode(ParsingModes.parser("http"), List.of());
        Tracer tracer = new Tracer(TracerSettings.of(PortRules.everyServer(http)), this::onRecord);
        TracedCapture.replay(capture, tracer::onFrame);
        tracer.endOfCapture();
    }

    private void onRecord(TcpRtRecord record) {
        if (record.letters != 0) {
            letters.merge(End.of(record), record.letters, Integer::sum);
        }
    }
}
