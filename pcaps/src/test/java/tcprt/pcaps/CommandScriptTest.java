package tcprt.pcaps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tcprt.cli.CommandInProcess;

/** Every script of {@code pcaps/scripts}, compiled to a capture and run through the command. */
final class CommandScriptTest {
    @TempDir private Path directory = Path.of("");

    @TestFactory
    Stream<DynamicTest> everyScriptHoldsAsACapture() throws IOException {
        return tests(List.of());
    }

    @TestFactory
    Stream<DynamicTest> severalShardsWriteTheSameLines() throws IOException {
        return tests(List.of("--shards", "3"));
    }

    private Stream<DynamicTest> tests(List<String> more) throws IOException {
        return ScriptFiles.chosen().stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(), () -> check(file, more)));
    }

    private void check(Path file, List<String> more) throws Exception {
        PacketScript script = PacketScript.read(file);
        ScriptFailure.report(
                script,
                CaptureRun.differences(
                        script,
                        directory,
                        (capture, arguments) -> replay(capture, arguments, more),
                        !more.isEmpty()));
    }

    private static Path replay(Path capture, List<String> arguments, List<String> more) {
        Path output = capture.resolveSibling(capture.getFileName() + ".out" + more.size());
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        CommandInProcess.replay(capture, output, all);
        return output;
    }
}
