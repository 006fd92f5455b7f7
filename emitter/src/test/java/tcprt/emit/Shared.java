package tcprt.emit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The golden data next to the repository: {@code ../shared}, or what {@code tcprt.shared} names.
 */
final class Shared {
    private Shared() {}

    /**
     * Files of the golden data; skips the test if there is none.
     *
     * @param glob relative to the golden directory
     */
    static List<Path> golden(String glob) throws IOException {
        Path golden = Path.of(System.getProperty("tcprt.shared", "../../shared"), "golden");
        assumeTrue(
                Files.isDirectory(golden),
                () -> golden + " is absent; -Dtcprt.shared=DIR names the shared directory");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.walk(golden)) {
            List<Path> found =
                    files.filter(file -> matcher.matches(golden.relativize(file)))
                            .sorted()
                            .toList();
            if (found.isEmpty()) {
                throw new AssertionError("no file " + glob + " in " + golden);
            }
            return found;
        }
    }

    /** Lines of a golden file, compressed or not. */
    static List<String> lines(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
