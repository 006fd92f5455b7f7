package tcprt.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir private Path directory = Path.of("");

    private static String refusal(String... names) {
        IOException failure =
                assertThrows(
                        IOException.class,
                        () ->
                                Sources.open(List.of(names), false, InputStream.nullInputStream())
                                        .close());
        assertFalse(failure instanceof DamagedCaptureException);
        return String.valueOf(failure.getMessage());
    }

    @Test
    void aMissingFileIsRefused() {
        String name = directory.resolve("web.pcap").toString();
        assertEquals(
                name + ": no such file; names are relative to the current directory",
                refusal(name));
    }

    @Test
    void aDirectoryIsRefused() {
        assertEquals(
                directory
                        + ": is a directory; name the capture files in it, as in "
                        + directory
                        + "/*.pcap",
                refusal(directory.toString()));
    }

    @Test
    void aFileThatMayNotBeReadIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("web.pcap"), new byte[4]);
        assumeFalse(
                !file.toFile().setReadable(false) || Files.isReadable(file),
                "root may read everything");
        assertEquals(
                file + ": permission denied; run as a user who may read it",
                refusal(file.toString()));
    }

    @Test
    void anImpossibleNameIsRefused() {
        assertEquals(
                "web\0.pcap: is not a file name: Nul character not allowed", refusal("web\0.pcap"));
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("web.pcap"));
        assertEquals(
                file + ": is empty; leave it out, or wait for its writer with --follow",
                refusal(file.toString()));
    }

    @Test
    void aFileTooShortForAMagicIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("web.pcap"), new byte[3]);
        assertEquals(
                file
                        + ": is 3 bytes long, too short for any capture; leave it out, or wait for its"
                        + " writer with --follow",
                refusal(file.toString()));
    }

    @Test
    void aPipeThatEndsBeforeAnyCaptureIsNotToBeFollowed() {
        assertEquals("standard input: is empty; look why its writer ended so early", refusal("-"));
    }

    @Test
    void anUnknownFormatIsNamedByItsFirstBytes() throws IOException {
        Path file = Files.write(directory.resolve("x.log"), "btsnoop\0".getBytes(US_ASCII));
        assertEquals(
                file
                        + ": begins with 62 74 73 6e; read are pcap, pcapng and snoop, also compressed"
                        + " with gzip, zstd, lz4 or xz; if it is a capture of another kind, convert it"
                        + " (tshark -r FILE -w NEW.pcapng)",
                refusal(file.toString()));
    }

    @Test
    void standardInputCanBeNamedOnce() {
        assertEquals("-: standard input is named twice; it can be read once", refusal("-", "-"));
    }

    @Test
    void theSizeOfAPipeIsUnknown() throws IOException {
        byte[] capture = PcapBytes.littleEndianMicros().packet(1, 0).toArray();
        try (CaptureSource source =
                Sources.open(List.of("-"), false, new ByteArrayInputStream(capture))) {
            assertEquals(-1, source.bytesTotal());
            Reading.drain(source, new Reading.Collector()).complete();
            assertEquals(capture.length, source.bytesRead());
        }
    }

    /** A pipe's writer may be silent for long; what it wrote before must not wait for it. */
    @Test
    void whatIsInMemoryIsHandedOverBeforeMoreIsRead() throws IOException {
        byte[] capture =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0)
                        .packet(2, 0)
                        .packet(3, 0, new byte[10])
                        .toArray();
        int[] reads = {0};
        InputStream pipe =
                new ByteArrayInputStream(capture, 0, capture.length - 5) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        reads[0]++;
                        return super.read(target, offset, length);
                    }
                };
        try (CaptureSource source = Sources.open(List.of("-"), false, pipe)) {
            assertEquals(2, source.poll(new Reading.Collector(), 256));
            assertEquals(1, reads[0]);
        }
    }

    @Test
    void anErrorWhileReadingNamesFileAndOffset() throws IOException {
        byte[] capture = PcapBytes.littleEndianMicros().packet(1, 0).toArray();
        InputStream broken =
                new InputStream() {
                    private int at;

                    @Override
                    public int read() throws IOException {
                        if (at == capture.length) {
                            throw new IOException("Input/output error");
                        }
                        return Byte.toUnsignedInt(capture[at++]);
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        target[offset] = (byte) read();
                        return 1;
                    }
                };
        Reading reading = Reading.of(broken, "-");
        assertEquals(1, reading.frames().size());
        assertEquals(
                "standard input: cannot be read at byte 40: Input/output error", reading.message());
    }
}
