package tcprt.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Captures that programs of others have compressed, converted, cut into pieces or merged. A program
 * that is not there makes its tests be skipped.
 */
class OtherToolsTest {
    @TempDir private Path directory = Path.of("");

    /** About 2.5 MB, in which much was there before, up to 100 kB back: 2000 frames. */
    private Path capture() throws IOException {
        Random random = new Random(7);
        byte[] words = new byte[100_000];
        random.nextBytes(words);
        PcapBytes pcap = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 2000; i++) {
            byte[] data = new byte[60 + random.nextInt(2400)];
            for (int at = 0; at < data.length; at += 40) {
                int count = Math.min(40, data.length - at);
                System.arraycopy(words, random.nextInt(words.length - 40), data, at, count);
            }
            pcap.packet(1_700_000_000 + i / 100, i % 100 * 10_000L, data);
        }
        return Files.write(directory.resolve("plain.pcap"), pcap.toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-9",
                "-1 -BD -B4",
                "-9 -BD -B5 -BX",
                "-1 -BD -B7 --content-size",
                "-1 -BX --no-frame-crc"
            })
    void whatLz4WritesIsRead(String options) throws IOException {
        Path plain = capture();
        run(("lz4 -q " + options + " plain.pcap packed").split(" "));

        assertSame(
                Reading.of(plain).complete(), Reading.of(directory.resolve("packed")).complete());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0 --check=none",
                "-6 --check=crc32",
                "-9 --check=crc64",
                "-1 --check=sha256 --block-size=300KiB -T2",
                "--delta=dist=4 --lzma2=preset=1"
            })
    void whatXzWritesIsRead(String options) throws IOException {
        Path plain = capture();
        run(("xz -q -k " + options + " plain.pcap").split(" "));

        assertSame(
                Reading.of(plain).complete(),
                Reading.of(directory.resolve("plain.pcap.xz")).complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"snoop", "pcap", "nsecpcap", "modpcap", "pcapng"})
    void whatEditcapConvertsIsTheSame(String format) throws IOException {
        Path plain = capture();
        run("editcap", "-F", format, "plain.pcap", "converted");

        assertSame(
                Reading.of(plain).complete(),
                Reading.of(directory.resolve("converted")).complete());
    }

    /** Every part in another format, some compressed, named in any order. */
    @Test
    void aRotatedSetInAnyOrderIsTheWholeCapture() throws IOException {
        Path plain = capture();
        run("editcap", "-c", "200", "plain.pcap", "part.pcap");
        List<Path> parts = new ArrayList<>(parts());
        assertEquals(10, parts.size());
        String[] formats = {"snoop", "pcapng", "nsecpcap"};
        for (int i = 0; i < parts.size(); i++) {
            String from = parts.get(i).getFileName().toString();
            run("editcap", "-F", formats[i % 3], from, i + ".converted");
            Path converted = directory.resolve(i + ".converted");
            byte[] bytes = Files.readAllBytes(converted);
            if (i % 4 == 1) {
                Files.write(converted, Compressed.lz4(bytes));
            } else if (i % 4 == 2) {
                Files.write(converted, Compressed.xz(bytes));
            }
            parts.set(i, converted);
        }
        List<Reading.Frame> whole = Reading.of(plain).complete();
        Random random = new Random(8);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(parts, random);
            assertSame(whole, ofOneInterface(Reading.of(parts.toArray(Path[]::new)).complete()));
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part")).toList();
        }
    }

    /** Captures without two packets at one time, whose order two files could not tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab-duplex/server.pcap.gz",
                "http-errors/server.pcap",
                "mysql-queries/server.pcap.gz"
            })
    void oneFilePerDirectionMergedByTimeIsTheCaptureOfBoth(String capture) throws IOException {
        Path stored = SharedCapturesTest.shared("golden/pairs/" + capture);
        Path both = directory.resolve("both.pcap");
        try (InputStream in = Files.newInputStream(stored)) {
            Files.copy(capture.endsWith(".gz") ? new GZIPInputStream(in) : in, both);
        }
        split("sent.pcap", "src host 10.77.1.1");
        split("received.pcap", "not src host 10.77.1.1");
        Path sent = directory.resolve("sent.pcap");
        Path received = directory.resolve("received.pcap");
        List<Reading.Frame> expected = Reading.of(both).complete();
        assertTrue(Reading.of(sent).complete().size() < expected.size());
        assertTrue(Reading.of(received).complete().size() < expected.size());

        assertSame(expected, ofOneInterface(Reading.of(sent, received).complete()));
        assertSame(expected, ofOneInterface(Reading.of(received, sent).complete()));
    }

    private void split(String target, String filter) throws IOException {
        run("tcpdump", "-q", "-r", "both.pcap", "-w", target, filter);
    }

    @Test
    void filesMergedByMergecapAreTheSameAsFilesMergedHere() throws IOException {
        capture();
        run("editcap", "-r", "plain.pcap", "a.pcap", "1-300", "700-1200");
        run("editcap", "-r", "-F", "pcapng", "plain.pcap", "b.pcap", "200-900", "1500-2000");
        run("mergecap", "-w", "merged.pcapng", "a.pcap", "b.pcap");

        assertSame(
                ofOneInterface(Reading.of(directory.resolve("merged.pcapng")).complete()),
                ofOneInterface(
                        Reading.of(directory.resolve("a.pcap"), directory.resolve("b.pcap"))
                                .complete()));
    }

    /** As assertEquals, but a difference does not print megabytes. */
    private static void assertSame(List<Reading.Frame> expected, List<Reading.Frame> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertEquals(expected.get(i), found.get(i), "frame " + i);
        }
        assertEquals(expected.size(), found.size());
    }

    private static List<Reading.Frame> ofOneInterface(List<Reading.Frame> frames) {
        return frames.stream()
                .map(
                        frame ->
                                new Reading.Frame(
                                        frame.timeNs(),
                                        0,
                                        frame.linkType(),
                                        frame.wireLength(),
                                        frame.bytes()))
                .toList();
    }

    /** Runs a program in the test's directory, or skips the test if there is none. */
    private void run(String... command) throws IOException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            abort("needs the program " + command[0]);
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            assertEquals(0, process.waitFor(), () -> Arrays.toString(command) + ": " + output);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
