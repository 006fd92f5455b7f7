package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code tcprt validate} on golden pairs: it agrees where it must, and knows why where it cannot.
 */
class ValidateGoldenTest {
    static List<ShippedCase> cases() throws IOException {
        return ShippedCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shippedCaseAgrees(ShippedCase golden) throws IOException {
        Validation found =
                Validation.of(
                        golden.options(),
                        List.of(golden.directory().resolve("kernel.log")),
                        golden.capture());
        assertEquals(0, found.exitCode(), found::said);
        assertEquals(golden.kernel().size(), found.paired());
        assertFalse(found.hasUnknown(), () -> found.causes().toString());
    }

    @TestFactory
    Stream<DynamicTest> serverViewAgrees() throws IOException {
        return eachPair(
                View.SERVER,
                found -> {
                    assertEquals(0, found.exitCode(), found::said);
                    assertFalse(found.hasUnknown(), () -> found.causes().toString());
                });
    }

    @TestFactory
    Stream<DynamicTest> clientViewAgrees() throws IOException {
        return eachPair(
                View.CLIENT,
                found -> {
                    assertEquals(0, found.exitCode(), found::said);
                    assertFalse(found.hasUnknown(), () -> found.causes().toString());
                });
    }

    @Test
    void whatTheKernelDoesUnseenHasItsCause() throws IOException {
        GoldenPairs golden = GoldenPairs.find();
        assertEquals(
                Map.of("N.rt", Map.of("application_closed_late", 1)),
                validate(golden, "lab-client-rst", View.SERVER).causes());
        assertEquals(
                Map.of("W.rt", Map.of("kernel_timer", 4)),
                validate(golden, "net-blackhole-timeout", View.SERVER).causes());
        assertEquals(
                Map.of("E only in kernel", Map.of("kernel_timer", 4)),
                validate(golden, "net-blackhole-timeout", View.CLIENT).causes());
    }

    /** 1 ms from the server, without loss: nearly everything is the way there and back. */
    @Test
    void tapOnTheWayIsRecognised() throws IOException {
        Validation found = validate(GoldenPairs.find(), "span-middle-delay", View.MIDDLE);
        assertEquals(72, found.times("R.server_time", "tap_distance"));
        assertEquals(72, found.times("R.mrtt", "tap_distance"));
    }

    /** The tap sees what never arrives and misses what was sent. */
    @Test
    void lossBehindTheTapIsRecognised() throws IOException {
        Validation found =
                validate(GoldenPairs.find(), "span-middle-loss-server-side", View.MIDDLE);
        assertEquals(1, found.exitCode());
        assertEquals(Map.of("lost_behind_tap", 13), found.causes().get("R.reorder"));
    }

    private static Validation validate(GoldenPairs golden, String name, View view)
            throws IOException {
        for (GoldenPair pair : golden.with(view)) {
            if (pair.name().equals(name)) {
                return validate(pair, view);
            }
        }
        throw new AssertionError("no pair " + name);
    }

    private static Validation validate(GoldenPair pair, View view) throws IOException {
        List<String> options = new ArrayList<>(pair.options(view, pair.kernel(view)));
        Path stats = pair.directory().resolve(view.kernelName() + ".stats");
        if (Files.exists(stats)) {
            options.addAll(List.of("--kernel-stats", stats.toString()));
        }
        return Validation.of(options, List.of(log(pair, view)), pair.capture(view));
    }

    /** The text that the kernel wrote, not its copy with the true addresses. */
    private static Path log(GoldenPair pair, View view) throws IOException {
        try (Stream<Path> files = Files.list(pair.directory())) {
            return files.filter(
                            file ->
                                    String.valueOf(file.getFileName())
                                            .startsWith(view.kernelName() + ".log"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(pair + " has no log"));
        }
    }

    private static Stream<DynamicTest> eachPair(View view, Check check) throws IOException {
        return GoldenPairs.find().with(view).stream()
                .map(
                        pair ->
                                DynamicTest.dynamicTest(
                                        pair.name(), () -> check.of(validate(pair, view))));
    }

    /** What is demanded of one validation. */
    private interface Check {
        void of(Validation found);
    }

    @Test
    void kernelWithoutARecordInCommonDoesNotAgree() throws IOException {
        ShippedCase one = cases().get(0);
        ShippedCase other = cases().get(1);
        Validation found =
                Validation.of(
                        one.options(),
                        List.of(other.directory().resolve("kernel.log")),
                        one.capture());
        assertEquals(1, found.exitCode());
        assertTrue(String.valueOf(found.json().get("verdict")).contains("no record in common"));
    }
}
