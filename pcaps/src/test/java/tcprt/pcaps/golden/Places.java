package tcprt.pcaps.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where golden data is: in the repository, and beside it. */
final class Places {
    private Places() {}

    /** A path inside the repository. */
    static Path repository(String relative) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new AssertionError("run the tests inside the repository");
        }
        return directory.resolve(relative);
    }

    /**
     * A path of the shared golden data, which is not part of the repository; the calling test is
     * skipped, visibly, if it is not there.
     */
    static Path sharedGolden(String relative) {
        String property = System.getProperty("tcprt.shared");
        Path shared =
                property == null ? repository("").resolveSibling("shared") : Path.of(property);
        Path path = shared.resolve("golden").resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path),
                () ->
                        "../shared/golden/"
                                + relative
                                + " is not there; put the shared directory beside the repository"
                                + " or name it with -Dtcprt.shared=DIR");
        return path;
    }
}
