package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace, removed again with everything in it. */
final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path directory;
    private final String name;

    /**
     * Makes one; the calling test is skipped, visibly, where that is not possible.
     *
     * @param directory for what programs in it say
     */
    Namespace(Path directory) throws IOException {
        Tool.needsRoot();
        this.directory = directory;
        this.name = "tcprt-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        Process process =
                new ProcessBuilder(Tool.path("ip"), "netns", "add", name)
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assumeTrue(
                    process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0,
                    () -> "network namespaces cannot be made here: " + said);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        ip("link set lo up");
    }

    String name() {
        return name;
    }

    /** Runs {@code ip} in it, arguments separated by blanks. */
    void ip(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Tool.path("ip"), "-n", name));
        command.addAll(List.of(arguments.split(" ", -1)));
        Child.run(directory, command);
    }

    /** Joins two namespaces by a veth pair, both ends up, with these addresses. */
    static void join(
            Namespace a, String nameA, String addressA, Namespace b, String nameB, String addressB)
            throws IOException {
        a.ip("link add " + nameA + " type veth peer name " + nameB + " netns " + b.name);
        a.ip("addr add " + addressA + " dev " + nameA);
        b.ip("addr add " + addressB + " dev " + nameB);
        a.ip("link set " + nameA + " up");
        b.ip("link set " + nameB + " up");
    }

    /** Starts a program in it. */
    Child start(String... command) throws IOException {
        return start(List.of(command));
    }

    /** Starts a program in it. */
    Child start(List<String> command) throws IOException {
        return Child.start(directory, inside(command));
    }

    /** Runs a program in it to its good end. */
    String run(String... command) throws IOException {
        return run(List.of(command));
    }

    /** Runs a program in it to its good end. */
    String run(List<String> command) throws IOException {
        return Child.run(directory, inside(command));
    }

    private List<String> inside(List<String> command) {
        List<String> inside = new ArrayList<>(List.of(Tool.path("ip"), "netns", "exec", name));
        inside.addAll(command);
        return inside;
    }

    @Override
    public void close() throws IOException {
        Child.run(directory, List.of(Tool.path("ip"), "netns", "del", name));
    }
}
