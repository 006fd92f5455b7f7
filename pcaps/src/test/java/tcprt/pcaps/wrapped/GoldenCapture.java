package tcprt.pcaps.wrapped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tcprt.pcaps.Shared;

/**
 * A golden capture with what is expected of it however it is wrapped.
 *
 * @param name its directory's
 * @param frames as captured: plain Ethernet
 */
record GoldenCapture(String name, List<Frame> frames) {
    /** All of them; at least ten. */
    static List<GoldenCapture> all() throws IOException {
        List<GoldenCapture> captures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Shared.repository().resolve("pcaps/golden"))) {
            for (Path file : files.sorted().toList()) {
                if (String.valueOf(file.getFileName()).startsWith("capture.pcap")) {
                    Path directory = file.resolveSibling("");
                    String name = String.valueOf(directory.getFileName());
                    captures.add(new GoldenCapture(name, Frame.read(file)));
                }
            }
        }
        if (captures.size() < 10) {
            throw new AssertionError("only " + captures.size() + " golden captures");
        }
        return captures;
    }

    /** The one of a name. */
    static GoldenCapture of(String name) throws IOException {
        return all().stream()
                .filter(capture -> capture.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no golden capture " + name));
    }

    List<Packet> packets() {
        return Packet.of(frames);
    }

    @Override
    public String toString() {
        return name;
    }
}
