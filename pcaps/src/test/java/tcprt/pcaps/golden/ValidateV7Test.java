package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.pcaps.Shared;

/** {@code tcprt validate} with the lines of http and https ports. */
class ValidateV7Test {
    /** Smoothed RTT of the kernel's sockets; its window is a model here and excused. */
    @ParameterizedTest
    @ValueSource(strings = {"http-small-keepalive", "net-loss1", "postgres-psql", "net-rtt100"})
    void smoothedRttIsTheKernels(String pair) throws IOException {
        Path directory = Shared.path("golden/pairs/" + pair);
        GoldenPair golden = new GoldenPair(directory);
        List<String> options =
                new ArrayList<>(golden.options(View.SERVER, golden.kernel(View.SERVER)));
        options.addAll(List.of("--mode", "http"));
        Validation found =
                Validation.of(
                        options,
                        List.of(directory.resolve("kernel.v7.log")),
                        golden.capture(View.SERVER));
        assertEquals(0, found.exitCode(), found::said);
        assertFalse(found.hasUnknown(), () -> found.causes().toString());
        assertTrue(
                String.valueOf(found.json().get("fields")).contains("field=srtt"),
                "srtt was not compared");
    }

    @Test
    void smoothedRttIsNamedWhenItIsOff() throws IOException {
        assertEquals(Map.of("R.srtt", Map.of("unknown", 1)), changed(" %s ", " 9%s "));
    }

    @Test
    void letterIsNamedWhenItIsOff() throws IOException {
        assertEquals(Map.of("R.letters", Map.of("unknown", 1)), changed("V7 R ", "V7 R.A "));
    }

    /**
     * What is found if one V7 line is changed.
     *
     * @param from in it, with %s for its srtt
     * @param to instead, likewise
     */
    private static Map<String, Map<String, Integer>> changed(String from, String to)
            throws IOException {
        ShippedCase golden =
                new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));
        List<String> options = new ArrayList<>(golden.options());
        options.addAll(List.of("--mode", "http"));
        List<String> lines = new ArrayList<>(Replayed.cleanly(golden.capture(), options).lines());
        assertEquals(Map.of(), Validation.ofLines(options, lines, golden.capture()).causes());
        String line = lines.get(3);
        assertTrue(line.startsWith("V7 R "), line);
        String srtt = line.split(" ", -1)[16];
        String mutated = line.replace(from.formatted(srtt), to.formatted(srtt));
        assertFalse(mutated.equals(line), line);
        lines.set(3, mutated);
        return Validation.ofLines(options, lines, golden.capture()).causes();
    }
}
