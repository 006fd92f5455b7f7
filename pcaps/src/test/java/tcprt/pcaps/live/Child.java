package tcprt.pcaps.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that a test has started. Ended with the test, whatever happens. */
final class Child implements AutoCloseable {
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final long LOOK_AGAIN_MS = 10;

    private final Path directory;
    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Path directory, List<String> command, Process process, Path out, Path err) {
        this.directory = directory;
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program.
     *
     * @param directory it runs in; what it says goes into files there
     */
    static Child start(Path directory, List<String> command) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        return new Child(directory, command, process, out, err);
    }

    /** Runs a program to its end, which has to be a good one. */
    static String run(Path directory, List<String> command) throws IOException {
        try (Child child = start(directory, command)) {
            child.awaitEnd(0);
            return child.out();
        }
    }

    /** What it has written to standard output so far. */
    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /** What it has written to standard error so far. */
    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** Waits until it has said something on standard error. */
    void awaitSaid(String text) throws IOException {
        await(
                () -> {
                    try {
                        return err().contains(text);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                "says: " + text);
    }

    /** Waits for something that the program brings about. */
    void await(BooleanSupplier event, String what) throws IOException {
        long started = System.nanoTime();
        while (!event.getAsBoolean()) {
            if (System.nanoTime() - started > PATIENCE_NS || !process.isAlive()) {
                if (event.getAsBoolean()) {
                    return;
                }
                throw new AssertionError("never " + what + "; " + this);
            }
            pause(LOOK_AGAIN_MS);
        }
    }

    /** Lets time pass. */
    static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks it to end, as a service manager does, and waits until it has. */
    void terminate(int exitCode) throws IOException {
        process.destroy();
        awaitEnd(exitCode);
    }

    /** Sends it a signal, named without SIG. */
    void signal(String name) throws IOException {
        run(directory, List.of(Tool.path("kill"), "-" + name, "" + process.pid()));
    }

    /** Waits until it has ended, with this exit code. */
    void awaitEnd(int exitCode) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("does not end; " + this);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (process.exitValue() != exitCode) {
            throw new AssertionError("ended with " + process.exitValue() + "; " + this);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it ended with. */
    int exitCode() {
        return process.exitValue();
    }

    /** Clock ticks of CPU it has used so far (proc(5), utime and stime of stat). */
    long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        try {
            return String.join(" ", command) + "\n" + out() + err();
        } catch (IOException e) {
            return command + ": " + e;
        }
    }
}
