package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {
    @TempDir private Path directory = Path.of("");

    private static CaptureSource follow(Path... files) throws IOException {
        return Sources.open(
                Arrays.stream(files).map(Path::toString).toList(),
                true,
                InputStream.nullInputStream());
    }

    private static void append(Path file, byte[] bytes, int from, int to) throws IOException {
        Files.write(file, Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
    }

    @Test
    void aFileThatBeginsEmptyAndIsWrittenByteByByteGivesEachPacketWhenItIsWhole()
            throws IOException {
        byte[] pcap =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, new byte[] {1, 2})
                        .packet(2, 0)
                        .packet(3, 0, new byte[] {3})
                        .toArray();
        byte[] pcapng =
                PcapngBytes.littleEndian()
                        .ethernet()
                        .enhanced(0, 1_000_000, new byte[] {1, 2})
                        .enhanced(0, 2_000_000)
                        .statistics(0, 1, 1)
                        .enhanced(0, 3_000_000, new byte[] {3})
                        .toArray();
        byte[] snoop =
                SnoopBytes.ethernet()
                        .packet(1, 0, new byte[] {1, 2})
                        .packet(2, 0)
                        .packet(3, 0, new byte[] {3})
                        .toArray();
        for (byte[] capture : List.of(pcap, pcapng, snoop)) {
            List<Reading.Frame> all = Reading.of(capture).complete();
            Path file = directory.resolve("growing" + capture.length);
            Files.createFile(file);
            Reading.Collector collector = new Reading.Collector();
            try (CaptureSource source = follow(file)) {
                assertEquals(-1, source.bytesTotal());
                for (int i = 0; i < capture.length; i++) {
                    assertEquals(0, source.poll(collector, 10));
                    append(file, capture, i, i + 1);
                    int found = Reading.of(Arrays.copyOf(capture, i + 1)).frames().size();
                    int polled = source.poll(collector, 10);
                    assertEquals(found, collector.frames.size(), "at byte " + i);
                    assertTrue(polled == 0 || polled == 1);
                }
                assertEquals(all, collector.frames);
                assertEquals(capture.length, source.bytesRead());
            }
        }
    }

    @Test
    void damageInAFollowedFileIsThrown() throws IOException {
        byte[] capture =
                PcapBytes.littleEndianMicros().packet(1, 0).packet(2, 0, 300_000, 1).toArray();
        Path file = Files.write(directory.resolve("growing"), capture);
        try (CaptureSource source = follow(file)) {
            assertEquals(1, source.poll(new Reading.Collector(), 10));
            assertThrows(
                    DamagedCaptureException.class, () -> source.poll(new Reading.Collector(), 10));
        }
    }

    @Test
    void ofSeveralFollowedFilesNoneWaitsForAnother() throws IOException {
        byte[] a =
                PcapBytes.littleEndianMicros()
                        .packet(1, 0, (byte) 1)
                        .packet(5, 0, (byte) 5)
                        .toArray();
        byte[] b =
                PcapBytes.littleEndianMicros()
                        .packet(2, 0, (byte) 2)
                        .packet(6, 0, (byte) 6)
                        .toArray();
        Path first = Files.write(directory.resolve("a"), Arrays.copyOf(a, a.length - 17));
        Path second = Files.createFile(directory.resolve("b"));
        Reading.Collector collector = new Reading.Collector();
        try (CaptureSource source = follow(first, second)) {
            assertEquals(1, source.poll(collector, 10));
            assertEquals(0, source.poll(collector, 10));
            append(second, b, 0, b.length);
            assertEquals(2, source.poll(collector, 10));
            append(first, a, a.length - 17, a.length);
            assertEquals(1, source.poll(collector, 10));
            assertEquals(0, source.poll(collector, 10));
        }
        assertEquals(
                List.of("01", "02", "06", "05"),
                collector.frames.stream().map(Reading.Frame::bytes).toList());
    }

    @Test
    void whatIsThereAlreadyIsMergedByTime() throws IOException {
        PcapBytes even = PcapBytes.littleEndianMicros();
        PcapBytes odd = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 100; i += 2) {
            even.packet(i, 0, (byte) i);
            odd.packet(i + 1, 0, (byte) (i + 1));
        }
        Path first = Files.write(directory.resolve("a"), even.toArray());
        Path second = Files.write(directory.resolve("b"), odd.toArray());
        Reading.Collector collector = new Reading.Collector();
        try (CaptureSource source = follow(first, second)) {
            while (source.poll(collector, 7) > 0) {
                // on to the next frames
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(HexFormat.of().toHexDigits((byte) i), collector.frames.get(i).bytes());
        }
        assertEquals(100, collector.frames.size());
    }

    @Test
    void aPipeThatIsFollowedEndsWithItsWriter() throws IOException {
        byte[] capture = PcapBytes.littleEndianMicros().packet(1, 0).toArray();
        try (CaptureSource source =
                Sources.open(List.of("-"), true, new ByteArrayInputStream(capture))) {
            Reading reading = Reading.drain(source, new Reading.Collector());
            assertEquals(1, reading.complete().size());
        }
    }

    @Test
    void aCompressedFileCannotBeFollowed() throws IOException {
        Map<String, String> magics =
                Map.of(
                        "gzip", "1f8b0800",
                        "zstd", "28b52ffd",
                        "lz4", "04224d18",
                        "xz", "fd377a58");
        for (Map.Entry<String, String> each : magics.entrySet()) {
            Path file =
                    Files.write(
                            directory.resolve("web." + each.getKey()),
                            HexFormat.of().parseHex(each.getValue()));

            IOException failure = assertThrows(IOException.class, () -> follow(file).close());
            assertEquals(
                    file
                            + ": is compressed with "
                            + each.getKey()
                            + ", and only a file that is not compressed can be followed; pipe it"
                            + " in, as file -",
                    failure.getMessage());
        }
    }

    @Test
    void interfacesAndSectionsOfAFollowedPcapngMayComeLater() throws IOException {
        PcapngBytes capture = PcapngBytes.littleEndian().ethernet();
        int first = capture.length();
        capture.enhanced(0, 1_000_000).withResolution(113, 9, 0);
        int second = capture.length();
        capture.enhanced(1, 2_000_000_000).section(ByteOrder.BIG_ENDIAN).ethernet();
        int third = capture.length();
        byte[] bytes = capture.enhanced(0, 3_000_000).statistics(0, 5, 0).toArray();
        Path file = Files.write(directory.resolve("growing"), Arrays.copyOf(bytes, first));
        Reading.Collector collector = new Reading.Collector();
        try (CaptureSource source = follow(file)) {
            assertEquals(0, source.poll(collector, 10));
            append(file, bytes, first, second);
            assertEquals(1, source.poll(collector, 10));
            append(file, bytes, second, third);
            assertEquals(1, source.poll(collector, 10));
            append(file, bytes, third, bytes.length);
            assertEquals(1, source.poll(collector, 10));
            assertEquals(0, source.poll(collector, 10));
            assertEquals(5, source.framesDroppedByCapture());
        }
        assertEquals(
                List.of(
                        new Reading.Frame(1_000_000_000L, 0, 1, 0, ""),
                        new Reading.Frame(2_000_000_000L, 1, 113, 0, ""),
                        new Reading.Frame(3_000_000_000L, 2, 1, 0, "")),
                collector.frames);
    }
}
