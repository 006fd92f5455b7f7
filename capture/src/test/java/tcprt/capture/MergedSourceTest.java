package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedSourceTest {
    @TempDir private Path directory = Path.of("");

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    /** A packet of one byte, its time in seconds. */
    private static byte[] pcap(int mark, long... seconds) {
        PcapBytes pcap = PcapBytes.littleEndianMicros();
        for (long second : seconds) {
            pcap.packet(second, 0, new byte[] {(byte) mark});
        }
        return pcap.toArray();
    }

    private static String marks(Reading reading) {
        StringBuilder marks = new StringBuilder();
        for (Reading.Frame frame : reading.frames()) {
            marks.append((char) HexFormat.fromHexDigits(frame.bytes()));
        }
        return marks.toString();
    }

    @Test
    void theEarliestFrameGoesFirst() throws IOException {
        Reading reading =
                Reading.of(
                        file("a", pcap('a', 1, 4, 5)),
                        file("b", pcap('b', 2, 3, 6)),
                        file("c", pcap('c', 0, 7)));

        reading.complete();
        assertEquals("cabbaabc", marks(reading));
    }

    @Test
    void atEqualTimesTheFileNamedFirstGoesFirst() throws IOException {
        Path a = file("a", pcap('a', 1, 2, 2, 3));
        Path b = file("b", pcap('b', 1, 2, 3, 3));

        assertEquals("abaababb", marks(Reading.of(a, b)));
        assertEquals("babaabba", marks(Reading.of(b, a)));
    }

    @Test
    void aFileWhoseTimesGoBackwardsKeepsItsOwnOrder() throws IOException {
        Reading reading = Reading.of(file("a", pcap('a', 1, 9, 2, 3)), file("b", pcap('b', 4, 10)));

        assertEquals("abaaab", marks(reading));
    }

    @Test
    void interfacesOfDifferentFilesHaveDifferentNumbers() throws IOException {
        byte[] two =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .withResolution(113, 6, 0)
                        .enhanced(1, 1_000_000)
                        .enhanced(0, 4_000_000)
                        .enhanced(1, 5_000_000)
                        .toArray();
        Reading reading = Reading.of(file("a", two), file("b", two), file("c", pcap('c', 3)));

        assertEquals(
                List.of("0:113", "1:113", "2:1", "3:1", "4:1", "0:113", "1:113"),
                reading.complete().stream()
                        .map(frame -> frame.interfaceId() + ":" + frame.linkType())
                        .toList());
    }

    @Test
    void seededSetsOfFilesComeInTimeOrderAndStable() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            List<Path> paths = new ArrayList<>();
            List<Reading.Frame> expected = new ArrayList<>();
            int files = 2 + random.nextInt(6);
            for (int f = 0; f < files; f++) {
                PcapBytes pcap = PcapBytes.littleEndianMicros();
                long seconds = random.nextInt(50);
                int packets = random.nextInt(30);
                for (int p = 0; p < packets; p++) {
                    seconds += random.nextInt(3);
                    byte[] data = {(byte) f, (byte) p};
                    pcap.packet(seconds, 0, data);
                    expected.add(
                            new Reading.Frame(
                                    seconds * 1_000_000_000L,
                                    0,
                                    1,
                                    2,
                                    HexFormat.of().formatHex(data)));
                }
                paths.add(file(round + "-" + f, pcap.toArray()));
            }
            // A stable sort of the files' frames one after the other is the definition.
            expected.sort(Comparator.comparingLong(Reading.Frame::timeNs));

            List<Reading.Frame> found = new ArrayList<>();
            for (Reading.Frame frame : Reading.of(paths.toArray(Path[]::new)).complete()) {
                found.add(
                        new Reading.Frame(frame.timeNs(), 0, 1, frame.wireLength(), frame.bytes()));
            }
            assertEquals(expected, found, "round " + round);
        }
    }

    @Test
    void aDamagedFileDoesNotStopTheOthers() throws IOException {
        byte[] a = pcap('a', 1, 3, 5, 7);
        Path damaged = file("a", Arrays.copyOf(a, a.length - 20));
        Path whole = file("b", pcap('b', 2, 4, 6, 8));
        byte[] c = pcap('c', 9);
        Path damagedAtOnce = file("c", Arrays.copyOf(c, 30));

        Reading reading = Reading.of(damaged, whole, damagedAtOnce);
        assertEquals("ababbb", marks(reading));
        IOException failure = reading.failure();
        assertInstanceOf(DamagedCaptureException.class, failure);
        // found first: c has no first frame
        assertTrue(reading.message().startsWith(damagedAtOnce + ": "), reading.message());
        assertTrue(reading.message().endsWith("0 packets traced"), reading.message());
        assertEquals(1, failure.getSuppressed().length);
        String other = String.valueOf(failure.getSuppressed()[0].getMessage());
        assertTrue(other.startsWith(damaged + ": ends inside packet 3"), other);
    }

    @Test
    void whatIsNoCaptureIsRefusedBeforeAnythingIsRead() throws IOException {
        Path notes = file("notes.txt", "# no capture".getBytes(StandardCharsets.US_ASCII));
        Reading reading = Reading.of(file("a", pcap('a', 1)), notes);

        assertEquals(List.of(), reading.frames());
        assertTrue(
                reading.message().startsWith(notes + ": begins with 23 20 6e 6f"),
                reading.message());
    }

    @Test
    void standardInputIsMergedWithFiles() throws IOException {
        Path a = file("a", pcap('a', 1, 3));
        Reading reading =
                Reading.of(new ByteArrayInputStream(pcap('-', 0, 2, 4)), a.toString(), "-");

        assertEquals("-a-a-", marks(reading));
    }

    @Test
    void aRotatedSetIsNotOpenAllAtOnce() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "needs /proc");
        int files = 300;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            // neighbours overlap a little
            names.add(file("part" + i, pcap('x', 10L * i, 10L * i + 5, 10L * i + 12)).toString());
        }
        long before = count(descriptors);
        long[] most = {0};
        int[] frames = {0};
        try (CaptureSource source = Sources.open(names, false, InputStream.nullInputStream())) {
            FrameHandler handler =
                    (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                        frames[0]++;
                        try {
                            most[0] = Math.max(most[0], count(descriptors));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };
            while (source.poll(handler, 100) != FrameSource.END_OF_CAPTURE) {
                // on to the next frames
            }
            assertEquals(source.bytesTotal(), source.bytesRead());
        }
        assertEquals(3 * files, frames[0]);
        assertTrue(most[0] - before < 20, most[0] - before + " descriptors more than before");
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
