package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tcprt.pcaps.Shared;

/**
 * Letters of the golden pairs with TLS or {@code Expect: 100-continue}, against files that
 * pcaps/judge-letters.sh made with tshark: for each connection the number of records with H, Z, A
 * and C.
 */
final class GoldenLettersTest {
    private static final String LETTERS = "HZAC";
    private static final int FIRST_COUNT = 2;

    /**
     * What tshark's reading cannot know. 60992: the host reset the connection before its response
     * was acknowledged, so the record is a W, which has no letters.
     */
    private static final Map<String, List<String>> WITHOUT_AN_R =
            Map.of("tls13-0rtt", List.of("60992"));

    @TestFactory
    Stream<DynamicTest> lettersAreThoseOfAnIndependentReading() throws IOException {
        GoldenPairs golden = GoldenPairs.find(); // or skips
        Path expected =
                Shared.repository().resolve("pcaps/src/test/resources/tcprt/pcaps/golden/letters");
        return golden.with(View.SERVER).stream()
                .filter(pair -> Files.exists(expected.resolve(pair.name() + ".tsv")))
                .map(
                        pair ->
                                DynamicTest.dynamicTest(
                                        pair.name(),
                                        () -> check(pair, expected.resolve(pair.name() + ".tsv"))));
    }

    private static void check(GoldenPair pair, Path file) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t", -1);
                expected.put(fields[0], counts(fields));
            }
        }
        for (String port : WITHOUT_AN_R.getOrDefault(pair.name(), List.of())) {
            expected.put(port, "0 0 0 0");
        }
        String mode = pair.name().startsWith("http") ? "http" : "https";
        List<String> options = new ArrayList<>(pair.options(View.SERVER, pair.kernel(View.SERVER)));
        options.addAll(List.of("--mode", mode));
        Map<String, int[]> found = new TreeMap<>();
        for (String line : Replayed.cleanly(pair.capture(View.SERVER), options).lines()) {
            String[] words = line.split(" ", -1);
            if (!words[1].startsWith("R")) {
                continue;
            }
            String port = words[4].substring(words[4].lastIndexOf(':') + 1);
            int[] counts = found.computeIfAbsent(port, unused -> new int[LETTERS.length()]);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += words[1].indexOf(LETTERS.charAt(i)) > 1 ? 1 : 0;
            }
        }
        Map<String, String> actual = new TreeMap<>();
        found.forEach((port, counts) -> actual.put(port, join(counts)));
        expected.keySet().forEach(port -> actual.putIfAbsent(port, "0 0 0 0"));
        assertEquals(expected, actual);
    }

    private static String counts(String[] fields) {
        return String.join(" ", List.of(fields).subList(FIRST_COUNT, fields.length));
    }

    private static String join(int[] counts) {
        StringBuilder text = new StringBuilder();
        for (int count : counts) {
            text.append(text.length() == 0 ? "" : " ").append(count);
        }
        return text.toString();
    }
}
