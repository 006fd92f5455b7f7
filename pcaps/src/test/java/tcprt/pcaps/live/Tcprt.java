package tcprt.pcaps.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcprt.cli.CommandInProcess;

/** The command under test, in a process of its own because a namespace is. */
final class Tcprt {
    private Tcprt() {}

    /** The command line that runs {@code tcprt} with these arguments, separated by blanks. */
    static List<String> command(String arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1", // starts in half the time
                                "-cp",
                                System.getProperty("java.class.path"),
                                "tcprt.cli.Main"));
        command.addAll(List.of(arguments.split(" ", -1)));
        return command;
    }

    /** Starts {@code tcprt run} in a namespace and waits until it listens. */
    static Child run(Namespace namespace, String options) throws IOException {
        Child child = namespace.start(command("run " + options));
        child.awaitSaid("tracing ");
        return child;
    }

    /** The log that {@code tcprt replay} makes of a capture, with one shard. */
    static String replayed(Path capture, Path output, String... options) throws IOException {
        return replayed(List.of(capture.toString()), output, options);
    }

    /** The log that {@code tcprt replay} makes of a capture in several files, with one shard. */
    static String replayed(List<String> files, Path output, String... options) throws IOException {
        List<String> more = new ArrayList<>(List.of(options));
        more.addAll(files.subList(1, files.size()));
        CommandInProcess.replay(Path.of(files.get(0)), output, more);
        return Files.readString(output.resolve("rt-network-log0"));
    }
}
