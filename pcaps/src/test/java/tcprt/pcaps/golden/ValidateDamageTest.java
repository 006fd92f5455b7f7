package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.pcaps.Shared;

/** {@code tcprt validate} with a capture or statistics that are not what the kernel saw. */
class ValidateDamageTest {
    private static final int IP_HEADER = 14;
    private static final int TCP_HEADER = IP_HEADER + 20;

    private final ShippedCase golden =
            new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));

    /** A request and its response are gone: the ACK numbers prove that the capture lost them. */
    @ParameterizedTest
    @ValueSource(ints = {5, 25, 40})
    void framesTheCaptureLostAreTheCause(int task) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        RecordLine lost = golden.kernel().get(task);
        frames.removeIf(
                frame ->
                        hasData(frame)
                                && isOf(frame, lost)
                                && frame.timeNs() / 1000 >= lost.startMicros() - 100
                                && frame.timeNs() / 1000 <= lost.startMicros() + lost.value("rt"));
        Validation found = validate(frames);
        assertEquals(1, found.exitCode());
        assertEquals(Map.of("capture_lost_packets", 1), found.causes("R only in kernel"));
        assertFalse(found.hasUnknown(), () -> found.causes().toString());
    }

    /** What a mirror port of the wrong direction gives. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneDirectionIsJoinedAndExplained(boolean fromServer) throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        frames.removeIf(frame -> (port(frame, 0) == 80) != fromServer);
        Validation found = validate(frames);
        assertTrue(found.paired() >= 60, found::said);
        assertFalse(found.hasUnknown(), () -> found.causes().toString());
    }

    @Test
    void capturesThatEndEarlyExcuseWhatFollows() throws IOException {
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Validation found = validate(frames.subList(0, frames.size() / 2));
        assertEquals(0, found.exitCode(), () -> found.causes().toString());
        assertEquals(Set.of("outside_capture"), found.causes("E only in kernel").keySet());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11})
    void numberOfTheStatisticsIsNamedWhenItIsOff(int word) throws IOException {
        List<String> kernel = Replayed.cleanly(golden.capture(), withStats()).statsRows();
        assertEquals(1, kernel.size());
        String[] words = kernel.get(0).split(" ", -1);
        // The row of a tick after the capture's end, as the kernel would have written it.
        words[0] = Long.toString(golden.kernel().get(62).startMicros() / 1_000_000 + 1);
        assertEquals(List.of(), differing(String.join(" ", words)));
        words[word] = Long.toString(Long.parseLong(words[word]) + 10_000);
        assertEquals(
                List.of(
                        List.of(
                                        "rt",
                                        "server_time",
                                        "drop",
                                        "mrtt",
                                        "fail",
                                        "sent",
                                        "recv_time",
                                        "recv",
                                        "tasks")
                                .get(word - 3)),
                differing(String.join(" ", words)));
    }

    private List<String> withStats() throws IOException {
        List<String> options = new ArrayList<>(golden.options());
        options.addAll(List.of("--stats", "--lports", "80"));
        return options;
    }

    private List<String> differing(String row) throws IOException {
        Path stats = Files.createTempFile("tcprt-kernel", ".stats");
        try {
            Files.writeString(stats, row + "\n");
            List<String> options = new ArrayList<>(golden.options());
            options.addAll(List.of("--kernel-stats", stats.toString()));
            Validation found =
                    Validation.of(
                            options,
                            List.of(golden.directory().resolve("kernel.log")),
                            golden.capture());
            Map<?, ?> statistics = (Map<?, ?>) found.json().getOrDefault("statistics", Map.of());
            assertEquals(1, statistics.get("rows"), "the row was not compared");
            List<String> fields = new ArrayList<>();
            if (statistics.get("differences") instanceof List<?> differences) {
                for (Object each : differences) {
                    fields.add(String.valueOf(((Map<?, ?>) each).get("field")));
                }
            }
            assertEquals(fields.isEmpty() ? 0 : 1, found.exitCode());
            return fields;
        } finally {
            Files.delete(stats);
        }
    }

    private Validation validate(List<StoredFrame> frames) throws IOException {
        Path capture = Files.createTempFile("tcprt-damaged", ".pcap");
        try {
            StoredFrame.write(frames, capture);
            return Validation.of(
                    golden.options(), List.of(golden.directory().resolve("kernel.log")), capture);
        } finally {
            Files.delete(capture);
        }
    }

    private static int port(StoredFrame frame, int offset) {
        byte[] bytes = frame.copy();
        return u16(bytes, TCP_HEADER + offset);
    }

    private static int u16(byte[] bytes, int offset) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(offset));
    }

    private static boolean hasData(StoredFrame frame) {
        byte[] bytes = frame.copy();
        int ipLength = u16(bytes, IP_HEADER + 2);
        int tcpHeader = (bytes[TCP_HEADER + 12] & 0xF0) >> 2;
        return ipLength > 20 + tcpHeader;
    }

    private static boolean isOf(StoredFrame frame, RecordLine line) {
        String client = line.connection().replaceFirst("^\\S*:(\\d+) .*", "$1");
        return port(frame, 0) == Integer.parseInt(client)
                || port(frame, 2) == Integer.parseInt(client);
    }
}
