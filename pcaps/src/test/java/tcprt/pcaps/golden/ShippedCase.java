package tcprt.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tcprt.pcaps.Shared;

/**
 * A directory of {@code pcaps/golden}, which is part of the repository: a capture, the
 * configuration to trace it with, and what the kernel wrote.
 *
 * @param directory named as the case
 */
record ShippedCase(Path directory) {
    /** All cases, by name. */
    static List<ShippedCase> all() throws IOException {
        try (Stream<Path> directories = Files.list(Shared.repository().resolve("pcaps/golden"))) {
            return directories.filter(Files::isDirectory).sorted().map(ShippedCase::new).toList();
        }
    }

    /** The tolerances they are judged by. */
    static Tolerance.Table tolerances() throws IOException {
        return Tolerance.Table.read(Shared.repository().resolve("pcaps/golden/tolerances.json"));
    }

    /** The capture, whatever its format. */
    Path capture() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("capture.pcap"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(directory + " has no capture.pcap"));
        }
    }

    /** Options of {@code tcprt replay} that name the configuration. */
    List<String> options() {
        return List.of("-c", directory.resolve("tcprt.yaml").toString());
    }

    /** The kernel's records. */
    List<RecordLine> kernel() throws IOException {
        return TextFile.lines(directory.resolve("kernel.log")).stream()
                .map(RecordLine::parse)
                .toList();
    }

    @Override
    public String toString() {
        return String.valueOf(directory.getFileName());
    }
}
