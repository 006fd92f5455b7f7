package tcprt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tcprt.flow.PortRules;
import tcprt.task.RecordSink;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * The smoothed RTT of every R, against what the kernel's sockets held at that moment. The kernel
 * stamps a segment 5 to 30 us before the tap does, so equality is not to be had.
 */
class KernelSrttTest {
    /**
     * A long soak; a format that only the capture module reads; addresses that were not printed.
     */
    private static final Set<String> LEFT_OUT = Set.of("soak-http", "fmt-pcapng", "v6-native");

    private static final long TOLERANCE_MICROS = 50;
    private static final int TOLERANCE_FRACTION = 8;
    private static final int LAB_HZ = 250;

    private int compared;
    private int within;

    @Test
    void smoothedRttIsTheKernels() throws IOException {
        int pairs = 0;
        for (Path pair : GoldenPairs.directories()) {
            byte[] capture = GoldenPairs.read(pair, "server.pcap");
            KernelRecords kernel = new KernelRecords(GoldenPairs.lines(pair, "kernel.v7.log"));
            if (capture == null
                    || kernel.isEmpty()
                    || LEFT_OUT.contains(pair.getFileName().toString())) {
                continue;
            }
            compared = 0;
            within = 0;
            GoldenPairs.play(capture, new Tracer(kernel.settings(), comparingTo(kernel)));
            assertTrue(
                    compared > 0 && within >= 0.9 * compared,
                    pair + ": " + within + " of " + compared + " within tolerance");
            pairs++;
        }
        assertTrue(pairs > 50, pairs + " pairs");
    }

    private RecordSink comparingTo(KernelRecords kernel) {
        return record -> {
            Long expected = record.type == RecordType.R ? kernel.smoothedRttMicros(record) : null;
            if (expected != null) {
                long allowed = Math.max(TOLERANCE_MICROS, expected / TOLERANCE_FRACTION);
                compared++;
                within += Math.abs(expected - record.smoothedRttMicros) <= allowed ? 1 : 0;
            }
        };
    }

    /** R lines with srtt appended, by connection and task; a 4-tuple may be used several times. */
    private static final class KernelRecords {
        private static final int LETTERS = 1;
        private static final int REMOTE = 4;
        private static final int LOCAL = 5;
        private static final int TASK = 10;
        private static final int SRTT = 16;

        private final Map<String, Deque<Long>> srtts = new HashMap<>();
        private final PortRules.Builder ports = PortRules.builder();

        KernelRecords(List<String> lines) {
            for (String line : lines) {
                String[] tokens = line.split(" ", -1);
                if (tokens[LETTERS].equals("R")) {
                    String key = tokens[REMOTE] + " " + tokens[LOCAL] + " " + tokens[TASK];
                    srtts.computeIfAbsent(key, any -> new ArrayDeque<>())
                            .add(Long.valueOf(tokens[SRTT]));
                    int colon = tokens[LOCAL].lastIndexOf(':');
                    ports.addLocalPort(Integer.parseInt(tokens[LOCAL].substring(colon + 1)));
                }
            }
        }

        boolean isEmpty() {
            return srtts.isEmpty();
        }

        TracerSettings settings() {
            TracerSettings defaults = TracerSettings.of(ports.build());
            return new TracerSettings(
                    defaults.portRules(),
                    defaults.localAddresses(),
                    defaults.vantage(),
                    defaults.release(),
                    LAB_HZ,
                    defaults.connectionLimit(),
                    defaults.segmentLimit(),
                    defaults.undecidedCloseNs(),
                    defaults.defaultMssBytes());
        }

        /** The kernel's value, or null if the kernel printed other addresses for this socket. */
        @Nullable Long smoothedRttMicros(TcpRtRecord record) {
            Deque<Long> values =
                    srtts.get(
                            "%s:%d %s:%d %d"
                                    .formatted(
                                            dotted(record.remoteAddressLow),
                                            record.remotePort,
                                            dotted(record.localAddressLow),
                                            record.localPort,
                                            record.taskNumber));
            return values == null ? null : values.poll();
        }

        private static String dotted(long address) {
            return "%d.%d.%d.%d"
                    .formatted(
                            (address >> 24) & 0xff,
                            (address >> 16) & 0xff,
                            (address >> 8) & 0xff,
                            address & 0xff);
        }
    }
}
