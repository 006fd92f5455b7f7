package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this machine that tests need. */
final class Tool {
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Tool() {}

    /** Where a program is; the calling test is skipped, visibly, if it is nowhere. */
    static String path(String name) {
        for (String place : PLACES) {
            Path path = Path.of(place, name);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        assumeTrue(false, name + " is not installed");
        throw new AssertionError();
    }

    /** The command line of a program, arguments separated by blanks; skips as {@link #path}. */
    static List<String> command(String name, String arguments) {
        List<String> command = new ArrayList<>(List.of(path(name)));
        command.addAll(List.of(arguments.split(" ", -1)));
        return command;
    }

    /** Skips the calling test, visibly, unless this is root. */
    static void needsRoot() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "makes network namespaces, which takes root");
    }
}
