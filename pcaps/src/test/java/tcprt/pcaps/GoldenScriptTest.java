package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The 37 golden scripts, read where they lie, in memory. */
final class GoldenScriptTest {
    @Test
    void allThirtySevenAreThere() throws IOException {
        assertEquals(37, files().size());
    }

    @TestFactory
    Stream<DynamicTest> theTracerWritesWhatTheKernelDoes() throws IOException {
        return tests(UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicTest> otherSequenceNumbersChangeNothing() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260101);
        return tests(script -> script.withRandomIsns(random));
    }

    @TestFactory
    Stream<DynamicTest> otherSecondsChangeNothingElse() throws IOException {
        return tests(script -> script.shiftedBySeconds(86_400 * 400L + 1));
    }

    private static Stream<DynamicTest> tests(UnaryOperator<PacketScript> variation)
            throws IOException {
        return files().stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> check(variation.apply(GoldenScript.read(file)))));
    }

    private static void check(PacketScript script) {
        List<String> differences = InMemoryRun.differences(script);
        if (!differences.isEmpty()) {
            fail(String.join("\n", differences) + "\n\n" + ScriptText.of(script));
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("golden/scripts"))) {
            return files.sorted().toList();
        }
    }
}
