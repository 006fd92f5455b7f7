package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left when a capture holds one direction of its connections only: which fields are still
 * the kernel's, and that JSON marks every one that is not.
 */
class OneDirectionTest {
    /**
     * Fields that agree with the kernel in either direction, so in the tables below only cases in
     * which they do not: bytes, tasks, what is not acknowledged.
     */
    private static final Set<String> EXACT =
            Set.of("sent", "num", "upload_data", "recv", "rcvd", "unacked");

    /** And these, within tolerance, if what the host received is there. */
    private static final Set<String> EXACT_IF_RECEIVED =
            Set.of("R.start", "R.rt", "R.upload_time", "R.reorder", "R.mss");

    /**
     * Records and fields that are not the kernel's all the same, by direction and case, each for a
     * reason that lies in the frames.
     */
    private static final Map<String, Set<String>> KNOWN =
            Map.of(
                    // Nothing of the host tells that the client has reset or fallen silent.
                    "SENT lab-client-rst", Set.of("missing"),
                    "SENT lab-server-halfclose", Set.of("missing"),
                    "SENT mysql-queries", Set.of("missing"),
                    // Bytes in a SYN that was not captured.
                    "SENT lab-tfo", Set.of("R.upload_data", "E.rcvd"),
                    // Whether the other end's FIN came with the ACK of the host's, and so counts.
                    "SENT peer-streams", Set.of("E.rcvd"),
                    // Bytes that were sent and never acknowledged.
                    "RECEIVED lab-client-rst", Set.of("missing", "extra", "E.sent", "E.unacked"),
                    // A single byte that is acknowledged may be a response or a FIN.
                    "RECEIVED lab-tiny-responses", Set.of("missing", "E.sent", "E.rcvd"),
                    "RECEIVED tls13-resume", Set.of("missing", "extra", "R.sent"));

    /** JSON's names of a line's numbers. The least RTT is null here, so never wrong. */
    private static final Map<String, String> JSON_NAMES =
            Map.ofEntries(
                    Map.entry("start", "start"),
                    Map.entry("sent", "sentBytes"),
                    Map.entry("rt", "totalMicros"),
                    Map.entry("retrans", "retransmits"),
                    Map.entry("num", "task"),
                    Map.entry("server_time", "serverTimeMicros"),
                    Map.entry("upload_time", "uploadMicros"),
                    Map.entry("recv_time", "receiveMicros"),
                    Map.entry("upload_data", "receivedBytes"),
                    Map.entry("recv", "receivedBytes"),
                    Map.entry("rcvd", "receivedBytes"),
                    Map.entry("unacked", "unackedBytes"),
                    Map.entry("reorder", "reordered"),
                    Map.entry("mss", "mssBytes"));

    private static final Pattern INFERRED = Pattern.compile("\"inferred\":\\[([^]]*)]}$");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @TestFactory
    Stream<DynamicTest> bytesAndTasksAreTheKernelsInEitherDirection() throws IOException {
        return eachHalf(this::bytesAndTasksAreTheKernels);
    }

    private void bytesAndTasksAreTheKernels(ShippedCase golden, Direction direction)
            throws IOException {
        List<RecordLine> kernel = golden.kernel();
        Replayed replayed = replay(golden, direction, "line");
        Comparison comparison =
                Comparison.of(
                        kernel,
                        replayed.records(),
                        ShippedCase.tolerances(),
                        Comparison.Excuses.NONE);
        Set<String> differing = new TreeSet<>();
        comparison
                .errors()
                .forEach(
                        (name, errors) -> {
                            if (isClaimed(name, direction) && errors.unexcusedCount() > 0) {
                                differing.add(name);
                            }
                        });
        if (!comparison.missing().isEmpty()) {
            differing.add("missing");
        }
        if (!comparison.extra().isEmpty()) {
            differing.add("extra");
        }
        assertEquals(
                new TreeSet<>(KNOWN.getOrDefault(direction + " " + golden, Set.of())), differing);
    }

    private static boolean isClaimed(String name, Direction direction) {
        return EXACT.contains(name.substring(2))
                || (direction == Direction.RECEIVED && EXACT_IF_RECEIVED.contains(name));
    }

    @TestFactory
    Stream<DynamicTest> everyFieldThatIsNotTheKernelsIsMarkedInJson() throws IOException {
        return eachHalf(this::everyWrongFieldIsMarked);
    }

    private void everyWrongFieldIsMarked(ShippedCase golden, Direction direction)
            throws IOException {
        Tolerance.Table tolerances = ShippedCase.tolerances();
        List<RecordLine> ours = replay(golden, direction, "line").records();
        List<String> json = replay(golden, direction, "json").lines();
        assertEquals(ours.size(), json.size());
        List<String> unmarked = new ArrayList<>();
        for (RecordJoin.Pair pair : RecordJoin.of(golden.kernel(), ours).pairs()) {
            Set<String> marked = inferred(json.get(ours.indexOf(pair.ours())));
            for (String field : wrongFields(golden, pair, tolerances)) {
                if (!marked.contains(JSON_NAMES.get(field))) {
                    unmarked.add(field + "\n  " + pair.kernel() + "\n  " + pair.ours());
                }
            }
        }
        assertTrue(unmarked.isEmpty(), () -> String.join("\n", unmarked));
    }

    private static Collection<String> wrongFields(
            ShippedCase golden, RecordJoin.Pair pair, Tolerance.Table table) {
        Set<String> wrong = new HashSet<>();
        Comparison.of(
                        List.of(pair.kernel()),
                        List.of(pair.ours()),
                        table,
                        KnownInvisible.in(golden.toString(), View.SERVER))
                .errors()
                .forEach(
                        (name, errors) -> {
                            String field = name.substring(2);
                            if (errors.unexcusedCount() > 0 && JSON_NAMES.containsKey(field)) {
                                wrong.add(field);
                            }
                        });
        return wrong;
    }

    private static Set<String> inferred(String json) {
        Matcher matcher = INFERRED.matcher(json);
        assertTrue(matcher.find(), json);
        return Set.of(matcher.group(1).replace("\"", "").split(","));
    }

    @Test
    void aWholeCaptureMarksNothing() throws IOException {
        for (ShippedCase golden : ShippedCase.all()) {
            List<String> options = new ArrayList<>(golden.options());
            options.addAll(List.of("--format", "json"));
            for (String json : Replayed.cleanly(golden.capture(), options).lines()) {
                assertTrue(json.endsWith("\"captureHoleBytes\":0,\"inferred\":[]}"), json);
            }
        }
    }

    @Test
    void theSummarySaysThatOneDirectionIsMissing() throws IOException {
        ShippedCase golden = golden("http-small-keepalive");
        for (Direction direction : Direction.values()) {
            String said = replay(golden, direction, "line").said();
            assertTrue(said.contains("3 connections captured in one direction only"), () -> said);
        }
    }

    @Test
    void connectionsThatBeganBeforeTheCaptureAreRefusedIfTheirSynIsRequired() throws IOException {
        ShippedCase golden = golden("http-small-keepalive");
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        Path capture = directory.resolve("late.pcap");
        StoredFrame.write(frames.subList(frames.size() / 2, frames.size()), capture);
        List<String> options = new ArrayList<>(golden.options());
        Replayed late = Replayed.cleanly(capture, options);
        options.add("--require-syn");
        Replayed refused = Replayed.cleanly(capture, options);
        assertTrue(
                late.said().contains("from before the capture, traced from the next"), late::said);
        assertTrue(late.lines().size() > refused.lines().size(), refused::said);
        assertTrue(
                refused.said()
                        .contains(
                                "of connections from before the capture, not traced with --require-syn"),
                refused::said);
    }

    /** A check of one case, of which one direction was captured. */
    private interface Check {
        void run(ShippedCase golden, Direction direction) throws IOException;
    }

    private static Stream<DynamicTest> eachHalf(Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (ShippedCase golden : ShippedCase.all()) {
            if (golden.toString().equals("v6-native")) {
                continue; // the kernel's records do not have the addresses
            }
            for (Direction direction : Direction.values()) {
                tests.add(
                        dynamicTest(direction + " " + golden, () -> check.run(golden, direction)));
            }
        }
        return tests.stream();
    }

    private static ShippedCase golden(String name) throws IOException {
        return ShippedCase.all().stream()
                .filter(golden -> golden.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Replayed replay(ShippedCase golden, Direction direction, String format)
            throws IOException {
        Path capture = directory.resolve("half.pcap");
        StoredFrame.write(
                direction.of(StoredFrame.read(golden.capture()), golden.kernel()), capture);
        List<String> options = new ArrayList<>(golden.options());
        options.addAll(List.of("--format", format));
        return Replayed.cleanly(capture, options);
    }
}
