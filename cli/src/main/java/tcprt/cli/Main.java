package tcprt.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import tcprt.emit.BrokenPipeException;

/** Where the process starts and ends: signals, exit codes, and the last word on failures. */
public final class Main {
    /** The launcher sets it when standard error is a terminal, which Java cannot tell. */
    private static final String TERMINAL_PROPERTY = "tcprt.terminal";

    /** If set, failures are shown with their stack trace. */
    private static final String DEBUG_VARIABLE = "TCPRT_DEBUG";

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        // Unlike System.in, a channel can be closed while a thread waits for it.
        InputStream in =
                Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
        Stop stop = new Stop();
        stop.closes(in);
        AtomicInteger exitCode = new AtomicInteger(ExitCode.FAILURE);
        CountDownLatch done = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> end(stop, done, exitCode), "on-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        Surroundings surroundings =
                new Surroundings(
                        in,
                        new FileOutputStream(FileDescriptor.out),
                        System.err,
                        Boolean.getBoolean(TERMINAL_PROPERTY),
                        stop);
        exitCode.set(run(surroundings, arguments));
        done.countDown();
        System.exit(exitCode.get());
    }

    /** A signal has come, or {@code main} is done: lets the run come to its end, then ends. */
    private static void end(Stop stop, CountDownLatch done, AtomicInteger exitCode) {
        try {
            stop.request();
            done.await();
        } catch (IOException | InterruptedException e) {
            System.err.println("cannot end in order: " + e);
        }
        // Without this the JVM would end with 128 plus the number of the signal.
        Runtime.getRuntime().halt(exitCode.get());
    }

    /**
     * Runs the command.
     *
     * @return an {@link ExitCode}
     */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine commandLine = TcprtCommand.commandLine(surroundings, arguments);
        commandLine.setExecutionExceptionHandler(
                (e, at, parsed) -> onFailure(e, surroundings.err()));
        try {
            return commandLine.execute(TcprtCommand.withDashes(arguments));
        } catch (OutOfMemoryError e) {
            return report(
                    e,
                    "out of memory; lower --connection-limit and --segment-limit, or give Java more"
                            + " with JAVA_TOOL_OPTIONS=-Xmx4g",
                    surroundings.err());
        } catch (Error e) {
            return onFailure(e, surroundings.err());
        }
    }

    private static int onFailure(Throwable failure, PrintStream err) {
        if (failure instanceof BrokenPipeException) {
            return ExitCode.DONE; // the reader has seen enough
        }
        if (failure instanceof ConfigurationException) {
            err.println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof IOException && failure.getMessage() != null) {
            return report(failure, failure.getMessage(), err);
        }
        return report(
                failure,
                "internal error: " + failure + "; set " + DEBUG_VARIABLE + "=1 to see where",
                err);
    }

    private static int report(Throwable failure, String message, PrintStream err) {
        err.println(message);
        if (System.getenv(DEBUG_VARIABLE) != null) {
            failure.printStackTrace(err);
        }
        return ExitCode.FAILURE;
    }
}
