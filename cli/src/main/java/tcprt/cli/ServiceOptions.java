package tcprt.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run is spoken to. */
final class ServiceOptions {
    /** Where tcprt.service has its socket. */
    static final String DEFAULT_SOCKET = "/run/tcprt/tcprt.sock";

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description =
                    "Where tcprt ctl asks this run and tells it (default: " + DEFAULT_SOCKET + ").")
    private @Nullable String socket;

    /** The control socket. */
    Path socket() throws ConfigurationException {
        return socket == null ? Path.of(DEFAULT_SOCKET) : new Value("--socket", socket).path();
    }

    /** Whether it was named, so that it has to work. */
    boolean isSocketGiven() {
        return socket != null;
    }
}
