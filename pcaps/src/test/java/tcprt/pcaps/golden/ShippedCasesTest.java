package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.pcaps.Shared;

/** The golden captures that are part of the repository, against the records of their kernels. */
class ShippedCasesTest {
    static List<ShippedCase> cases() throws IOException {
        return ShippedCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void recordsAreTheKernels(ShippedCase golden) throws IOException {
        Tolerance.Table tolerances = ShippedCase.tolerances();
        Replayed replayed = Replayed.cleanly(golden.capture(), golden.options());
        List<String> failures =
                GoldenJudge.ofOnePair(tolerances)
                        .failures(
                                Comparison.of(
                                        golden.kernel(),
                                        replayed.records(),
                                        tolerances,
                                        KnownInvisible.in(golden.toString(), View.SERVER)));
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }

    /** What a newcomer does first: no options, so every server is traced. */
    @Test
    void captureOfTheReadmeNeedsNoOptions() throws IOException {
        ShippedCase golden =
                new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));
        Replayed replayed = Replayed.cleanly(golden.directory().resolve("capture.pcap"), List.of());
        Comparison comparison =
                Comparison.of(
                        golden.kernel(),
                        replayed.records(),
                        ShippedCase.tolerances(),
                        Comparison.Excuses.NONE);
        assertEquals(
                List.of(), GoldenJudge.ofOnePair(ShippedCase.tolerances()).failures(comparison));
        assertEquals(60, comparison.pairedCount('R'));
        assertEquals(3, comparison.pairedCount('E'));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void caseSaysWhatItShows(ShippedCase golden) throws IOException {
        String readme = Files.readString(golden.directory().resolve("README.md"));
        assertTrue(
                readme.startsWith("# " + golden + "\n"),
                golden + "/README.md must begin with its name");
        assertTrue(readme.length() > 200, golden + "/README.md must say what the capture shows");
    }
}
