package tcprt.pcaps;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where test data outside this repository is: beside it, or where {@code tcprt.shared} says. */
public final class Shared {
    private Shared() {}

    /** The repository's own root directory. */
    public static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new AssertionError("run the tests inside the repository");
        }
        return directory;
    }

    /** A path of the shared data; the calling test is skipped, visibly, if it is not there. */
    public static Path path(String relative) {
        String property = System.getProperty("tcprt.shared");
        Path shared = property != null ? Path.of(property) : repository().resolveSibling("shared");
        Path path = shared.resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path),
                () ->
                        "../shared/"
                                + relative
                                + " is not there; put it beside the repository or set"
                                + " -Dtcprt.shared=DIR");
        return path;
    }
}
