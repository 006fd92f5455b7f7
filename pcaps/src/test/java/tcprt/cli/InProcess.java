package tcprt.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** The whole command as one call, for tests of other modules; it does not end the process. */
public final class InProcess {
    private InProcess() {}

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
                        () -> false),
                arguments);
    }
}
