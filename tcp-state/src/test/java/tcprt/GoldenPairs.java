package tcprt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Captures of real traffic with the records of the real kernel sockets, beside the repository:
 * {@code ../shared}, or what {@code tcprt.shared} names.
 */
final class GoldenPairs {
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;

    private GoldenPairs() {}

    /** Directories of the pairs; skips the test if there are none. */
    static List<Path> directories() throws IOException {
        Path shared = Path.of(System.getProperty("tcprt.shared", "../../shared"));
        Path pairs = shared.resolve("golden").resolve("pairs");
        assumeTrue(
                Files.isDirectory(pairs),
                pairs + " is absent; name the shared directory with -Dtcprt.shared=DIR");
        try (Stream<Path> directories = Files.list(pairs)) {
            return directories.sorted().toList();
        }
    }

    /** A file of a pair, compressed or not; null if it has none of this name. */
    static byte @Nullable [] read(Path pair, String name) throws IOException {
        Path plain = pair.resolve(name);
        if (Files.exists(plain)) {
            return Files.readAllBytes(plain);
        }
        Path compressed = pair.resolve(name + ".gz");
        if (!Files.exists(compressed)) {
            return null;
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    static List<String> lines(Path pair, String name) throws IOException {
        byte[] bytes = read(pair, name);
        return bytes == null
                ? List.of()
                : new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    }

    /** Plays a little-endian pcap file to its end. */
    static void play(byte[] file, Tracer tracer) {
        ByteBuffer headers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer frames = ByteBuffer.wrap(file);
        int magic = headers.getInt(0);
        if (magic != NANOSECOND_MAGIC && magic != MICROSECOND_MAGIC) {
            throw new IllegalArgumentException(Integer.toHexString(magic) + " is not a pcap magic");
        }
        int nanosPerTick = magic == NANOSECOND_MAGIC ? 1 : 1000;
        int linkType = headers.getInt(20);
        int at = FILE_HEADER_LENGTH;
        while (at + RECORD_HEADER_LENGTH <= file.length) {
            long timeNs =
                    headers.getInt(at) * 1_000_000_000L
                            + (long) headers.getInt(at + 4) * nanosPerTick;
            int captured = headers.getInt(at + 8);
            int wire = headers.getInt(at + 12);
            at += RECORD_HEADER_LENGTH;
            tracer.onFrame(timeNs, 0, linkType, frames, at, captured, wire);
            at += captured;
        }
        tracer.endOfCapture();
    }
}
