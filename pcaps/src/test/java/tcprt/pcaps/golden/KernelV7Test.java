package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** V7 lines in http mode, against the kernel's own sockets: {@code kernel.v7.log}. */
final class KernelV7Test {
    private static final int V6_TOKENS = 16;

    @TestFactory
    Stream<DynamicTest> smoothedRttIsTheKernelsWhereNothingWasLost() throws IOException {
        return tests(
                pair -> {
                    V7Columns columns = V7Columns.of(pair);
                    if (columns.records() > 0 && !columns.hasLoss()) {
                        assertTrue(
                                columns.srttWithin() >= 0.9,
                                () -> "srtt within tolerance: " + columns.srttWithin());
                    }
                });
    }

    /** What V6 has of a record does not depend on the mode. */
    @TestFactory
    Stream<DynamicTest> theFieldsOfV6AreThoseOfDefaultMode() throws IOException {
        return tests(
                pair ->
                        assertEquals(
                                lines(pair, "default"),
                                lines(pair, "http"),
                                "fields of V6 changed"));
    }

    private static List<String> lines(GoldenPair pair, String mode) throws IOException {
        List<String> options = new ArrayList<>(pair.options(View.SERVER, pair.kernel(View.SERVER)));
        options.addAll(List.of("--mode", mode));
        return Replayed.cleanly(pair.capture(View.SERVER), options).lines().stream()
                .map(KernelV7Test::asV6)
                .toList();
    }

    private static String asV6(String line) {
        String[] words = line.split(" ", -1);
        return words[0].equals("V7")
                ? "V6 R " + String.join(" ", List.of(words).subList(2, V6_TOKENS)) + " "
                : line;
    }

    private interface Check {
        void of(GoldenPair pair) throws IOException;
    }

    private static Stream<DynamicTest> tests(Check check) throws IOException {
        return GoldenPairs.find().with(View.SERVER).stream()
                .filter(V7Columns::isIn)
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> check.of(pair)));
    }
}
