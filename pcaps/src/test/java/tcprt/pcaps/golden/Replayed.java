package tcprt.pcaps.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tcprt.cli.CommandInProcess;

/**
 * What one run of {@code tcprt replay} left behind.
 *
 * @param exitCode of the command
 * @param lines of all log files, file after file
 * @param statsRows of the statistics file
 * @param said to the human
 */
record Replayed(int exitCode, List<String> lines, List<String> statsRows, String said) {
    private static final Pattern CONNECTIONS = Pattern.compile(" ([\\d,]+) traced connection");

    /**
     * Runs the command on a capture.
     *
     * @param options of {@code tcprt replay}, without files and output
     */
    static Replayed of(Path capture, List<String> options) throws IOException {
        Path out = Files.createTempDirectory("tcprt-golden");
        try {
            List<String> arguments = new ArrayList<>(List.of("replay"));
            arguments.addAll(options);
            arguments.addAll(List.of("--force", "-o", out.toString(), capture.toString()));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int exitCode =
                    CommandInProcess.run(
                            new PrintStream(said, true, StandardCharsets.UTF_8),
                            arguments.toArray(String[]::new));
            return new Replayed(
                    exitCode,
                    lines(out, "rt-network-log"),
                    lines(out, "rt-network-stats"),
                    said.toString(StandardCharsets.UTF_8));
        } finally {
            delete(out);
        }
    }

    /**
     * The same, where only a clean end will do.
     *
     * @throws AssertionError if the command did not end with 0
     */
    static Replayed cleanly(Path capture, List<String> options) throws IOException {
        Replayed replayed = of(capture, options);
        if (replayed.exitCode != 0) {
            throw new AssertionError(
                    capture + ": exit code " + replayed.exitCode + "\n" + replayed.said);
        }
        return replayed;
    }

    /** The lines as records. */
    List<RecordLine> records() {
        return lines.stream().map(RecordLine::parse).toList();
    }

    /** Connection ends that were traced, as the summary tells. */
    int connectionCount() {
        Matcher connections = CONNECTIONS.matcher(said);
        if (!connections.find()) {
            throw new AssertionError("the summary tells no number of traced connections:\n" + said);
        }
        return Integer.parseInt(connections.group(1).replace(",", ""));
    }

    private static List<String> lines(Path directory, String prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(directory)) {
            if (String.valueOf(file.getFileName()).startsWith(prefix)) {
                String text = Files.readString(file, StandardCharsets.US_ASCII);
                if (!text.isEmpty() && !text.endsWith("\n")) {
                    throw new AssertionError(file + " ends in the middle of a line");
                }
                lines.addAll(text.lines().toList());
            }
        }
        return lines;
    }

    private static Path[] files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            Path[] files = all.toArray(Path[]::new);
            Arrays.sort(files);
            return files;
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path file : files(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
