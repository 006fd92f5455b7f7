package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Test
    void eachIsAlsoAScriptOfOurOwn() throws IOException {
        List<String> own = new ArrayList<>();
        for (Path file : ScriptFiles.all()) {
            own.add(essence(PacketScript.read(file)));
        }
        for (Path file : files()) {
            assertTrue(
                    own.contains(essence(GoldenScript.read(file))),
                    () -> file + " has no counterpart in pcaps/scripts");
        }
    }

    /** What the two formats of a script share: which bytes were sent when, and the lines. */
    private static String essence(PacketScript script) {
        StringBuilder essence = new StringBuilder();
        for (Step step : script.steps()) {
            if (step instanceof Step.Segment s) {
                essence.append(s.timeNs()).append(s.connection().local()).append(s.fromHost());
                essence.append(TcpFlags.text(s.flags())).append(s.seq()).append('+');
                essence.append(s.length()).append('/').append(s.ack()).append('\n');
            }
        }
        script.expectedLog().forEach(line -> essence.append(line.text()).append('\n'));
        script.expectedStats().forEach(row -> essence.append(row.text()).append('\n'));
        return essence.toString();
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
        ScriptFailure.report(script, InMemoryRun.differences(script));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("golden/scripts"))) {
            return files.sorted().toList();
        }
    }
}
