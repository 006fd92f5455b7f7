package tcprt.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command as a user runs it, without a new process for each run. In this package because the
 * command's entry for tests is not public.
 */
public final class CommandInProcess {
    private CommandInProcess() {}

    /**
     * Runs {@code tcprt replay}.
     *
     * @param output directory that does not exist yet
     * @throws AssertionError if the command does not end with 0; with what it said
     */
    public static void replay(Path capture, Path output, List<String> options) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(options);
        arguments.addAll(List.of("-o", output.toString(), capture.toString()));
        int exitCode =
                run(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        arguments.toArray(String[]::new));
        if (exitCode != 0) {
            throw new AssertionError(
                    arguments
                            + " ended with "
                            + exitCode
                            + ": "
                            + said.toString(StandardCharsets.UTF_8));
        }
    }

    /**
     * Runs {@code tcprt}. Standard input is empty, standard output is thrown away.
     *
     * @param err gets what would be said to a human
     * @return the exit code
     */
    public static int run(PrintStream err, String... arguments) {
        return Main.run(
                new Surroundings(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        err,
                        false,
                        new Stop()),
                arguments);
    }
}
