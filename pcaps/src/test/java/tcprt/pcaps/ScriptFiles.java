package tcprt.pcaps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of this repository. */
final class ScriptFiles {
    private ScriptFiles() {}

    /** Every {@code pcaps/scripts/*.pkt}, by name. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Shared.repository().resolve("pcaps/scripts"))) {
            return files.filter(file -> file.toString().endsWith(".pkt")).sorted().toList();
        }
    }
}
