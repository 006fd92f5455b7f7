package tcprt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a configuration file is looked for that nobody has named. */
final class DefaultConfig {
    /** The service's own place first. */
    static final List<String> PLACES =
            List.of("/etc/tcprt-bpf/tcprt.yaml", "/etc/tcprt/tcprt.yaml");

    private DefaultConfig() {}

    /** The first of these files that exists; null if none does. */
    static @Nullable String find(List<String> places) {
        return places.stream()
                .filter(place -> Files.exists(Path.of(place)))
                .findFirst()
                .orElse(null);
    }
}
