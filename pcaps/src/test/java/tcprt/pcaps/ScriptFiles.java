package tcprt.pcaps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of this repository. */
final class ScriptFiles {
    private ScriptFiles() {}

    /** Those whose name contains the property {@code tcprt.script}; without it, every one. */
    static List<Path> chosen() throws IOException {
        String part = System.getProperty("tcprt.script", "");
        return all().stream().filter(file -> file.getFileName().toString().contains(part)).toList();
    }

    /** Every {@code pcaps/scripts/*.pkt}, by name. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Shared.repository().resolve("pcaps/scripts"))) {
            return files.filter(file -> file.toString().endsWith(".pkt")).sorted().toList();
        }
    }
}
