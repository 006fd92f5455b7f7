package tcprt.emit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files put aside under numbers, as logrotate numbers them: {@code name.1} is the youngest. A
 * number that is missing ends the row.
 */
final class NumberedFiles {
    private final Path path;
    private final int keep;

    /**
     * Knows where they are.
     *
     * @param path the file in use
     * @param keep the highest number, 1 or more
     */
    NumberedFiles(Path path, int keep) {
        this.path = path;
        this.keep = keep;
    }

    /**
     * Puts the file in use aside and deletes what is too old. If that fails on the way, no file has
     * lost its content but one that was to be deleted.
     */
    void putAside() throws IOException {
        for (int i = keep; Files.deleteIfExists(numbered(i)); i++) {
            // Above the limit are those of a run that kept more.
        }
        int oldest = 0;
        while (Files.exists(numbered(oldest + 1))) {
            oldest++;
        }
        for (int i = oldest; i > 0; i--) {
            Files.move(numbered(i), numbered(i + 1), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(path, numbered(1), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
