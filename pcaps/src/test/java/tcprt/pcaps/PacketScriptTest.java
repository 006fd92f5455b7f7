package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Every script of {@code pcaps/scripts}, in memory, as it stands and varied. */
final class PacketScriptTest {
    /** Headers with every option of IPv6 and TCP still fit. */
    private static final int HEADERS = 14 + 40 + 60;

    @Test
    void thereAreScripts() throws IOException {
        assertFalse(ScriptFiles.chosen().isEmpty());
    }

    @Test
    void theWorkedExampleOfTheDocumentationHolds() throws IOException {
        List<String> text = Files.readAllLines(Shared.repository().resolve("docs/SCRIPTS.md"));
        List<String> example =
                text
                        .subList(text.indexOf("## A worked example"), text.indexOf("Line by line:"))
                        .stream()
                        .filter(line -> line.startsWith("    "))
                        .toList();
        PacketScript script = ScriptParser.parse("example.pkt", example);
        assertEquals(2, script.expectedLog().size());
        ScriptFailure.report(script, InMemoryRun.differences(script));
    }

    @TestFactory
    Stream<DynamicTest> everyScriptHolds() throws IOException {
        return tests(UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicTest> otherSequenceNumbersChangeNothing() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260102);
        return tests(script -> script.withRandomIsns(random));
    }

    @TestFactory
    Stream<DynamicTest> otherSecondsChangeNothingElse() throws IOException {
        return tests(script -> script.shiftedBySeconds(-86_400 * 400L - 1));
    }

    @TestFactory
    Stream<DynamicTest> cutOffFramesChangeNothing() throws IOException {
        return ScriptFiles.chosen().stream()
                .filter(file -> !isParsed(file)) // what is cut off cannot be parsed
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> {
                                            PacketScript script = PacketScript.read(file);
                                            ScriptFailure.report(
                                                    script,
                                                    InMemoryRun.differences(script, HEADERS));
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> parsedDataCutAtEveryByteChangesNothing() throws IOException {
        return ScriptFiles.chosen().stream()
                .filter(PacketScriptTest::isParsed)
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(), () -> cutEverywhere(file)));
    }

    private static void cutEverywhere(Path file) throws IOException {
        PacketScript script = PacketScript.read(file);
        for (int i = 0; i < script.steps().size(); i++) {
            if (script.steps().get(i) instanceof Step.Segment segment
                    && segment.payload().length() > 1) {
                for (int cut = 1; cut < segment.length(); cut++) {
                    PacketScript variation = script.withCut(i, cut);
                    ScriptFailure.report(variation, InMemoryRun.differences(variation));
                }
            }
        }
    }

    private static boolean isParsed(Path file) {
        try {
            return !PacketScript.read(file).options().mode().equals("default");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DynamicTest> tests(UnaryOperator<PacketScript> variation)
            throws IOException {
        return ScriptFiles.chosen().stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> {
                                            PacketScript script =
                                                    variation.apply(PacketScript.read(file));
                                            ScriptFailure.report(
                                                    script, InMemoryRun.differences(script));
                                        }));
    }
}
