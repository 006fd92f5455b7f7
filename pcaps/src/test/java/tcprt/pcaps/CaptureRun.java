package tcprt.pcaps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a script as a capture file through the command: everything it expects must be in the files,
 * in its order. When a line was written cannot be seen there; {@link InMemoryRun} sees it.
 */
final class CaptureRun {
    /** The command, as far as a script needs it. */
    @FunctionalInterface
    interface Replay {
        /**
         * Replays a capture.
         *
         * @param capture the file
         * @param arguments options of {@code tcprt replay}, without the output directory
         * @return the directory with {@code rt-network-log0} and {@code rt-network-stats}
         */
        Path run(Path capture, List<String> arguments) throws Exception;
    }

    private CaptureRun() {}

    /**
     * Compiles a script, replays it and tells where it and the files disagree.
     *
     * @param directory where the capture is left
     * @param anyOrder whether the lines are compared as a set, because several files share them
     * @return empty if nothing differs
     */
    static List<String> differences(
            PacketScript script, Path directory, Replay replay, boolean anyOrder) throws Exception {
        Path capture = directory.resolve(script.name().replaceFirst("\\.[a-z]+$", ".pcap"));
        ScriptCapture.write(script, capture);
        Path output = replay.run(capture, script.options().arguments());

        int lastLine = script.steps().get(script.steps().size() - 1).line();
        List<String> differences = new ArrayList<>();
        differences.addAll(
                LineDifference.between(
                        script.name(),
                        lastLine,
                        script.expectedLog(),
                        lines(output, "rt-network-log"),
                        anyOrder || script.leavesOrderOpen()));
        differences.addAll(
                LineDifference.between(
                        script.name(),
                        lastLine,
                        script.expectedStats(),
                        lines(output, "rt-network-stats"),
                        false));
        return differences;
    }

    private static List<String> lines(Path directory, String prefix) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files =
                    all.filter(file -> file.getFileName().toString().startsWith(prefix))
                            .sorted()
                            .toList();
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(Files.readString(file, StandardCharsets.US_ASCII));
        }
        if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
            throw new AssertionError(directory + " ends in the middle of a line");
        }
        return text.toString().lines().toList();
    }
}
