package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden captures in every file format, and shared among files, give the same lines. */
class FileMatrixTest {
    private static final int ROTATED_FILES = 5;

    @TempDir private Path directory = Path.of("");

    static List<GoldenCapture> captures() throws IOException {
        return GoldenCapture.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyFormatGivesTheSameLines(GoldenCapture capture) throws IOException {
        List<FileFormat> formats = new ArrayList<>(FileFormat.ofAnyLinkType());
        formats.add(FileFormat.SNOOP);
        for (FileFormat format : formats) {
            List<String> expected = Traced.of(format.cutTimes(capture.frames())).lines();
            assertFalse(expected.isEmpty());
            Path file = write("any", format.write().apply(capture.frames()));
            assertEquals(expected, Traced.of(Frame.read(file)).lines(), format.name());
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void interfacesOfOneFileMayHaveEachItsLinkType(GoldenCapture capture) throws IOException {
        List<Wrapping> links = Wrapping.linkLayers();
        List<Frame> mixed = new ArrayList<>();
        for (Packet packet : capture.packets()) {
            mixed.addAll(links.get(mixed.size() % links.size()).of(List.of(packet)));
        }
        assertTrue(mixed.stream().map(Frame::linkType).distinct().count() > 8);
        for (FileFormat format : FileFormat.ofAnyLinkType()) {
            if (format.name().startsWith("pcapng")) {
                Path file = write("mixed", format.write().apply(mixed));
                assertEquals(
                        Traced.of(format.cutTimes(capture.frames())).lines(),
                        Traced.of(Frame.read(file)).lines(),
                        format.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void standardInputIsAFile(GoldenCapture capture) throws IOException {
        InputStream input = new ByteArrayInputStream(PcapFile.USUAL.of(capture.frames()));
        assertIsRead(capture, Frame.read(List.of("-"), input));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aNamedPipeIsAFile(GoldenCapture capture) throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(mkfifo.waitFor() == 0, "mkfifo is not there");
        byte[] bytes = PcapFile.USUAL.of(capture.frames());
        CompletableFuture<Path> writer = CompletableFuture.supplyAsync(() -> fill(pipe, bytes));
        assertIsRead(capture, Frame.read(pipe));
        writer.join();
    }

    private static Path fill(Path pipe, byte[] bytes) {
        try {
            return Files.write(pipe, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void rotatedFilesAreOneCaptureInAnyOrder(GoldenCapture capture) throws IOException {
        List<Frame> frames = capture.frames();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < ROTATED_FILES; i++) {
            int from = frames.size() * i / ROTATED_FILES;
            int to = frames.size() * (i + 1) / ROTATED_FILES;
            names.add(write("rotated" + i, PcapFile.USUAL.of(frames.subList(from, to))).toString());
        }
        Collections.reverse(names);
        assertIsRead(capture, Frame.read(names, InputStream.nullInputStream()));
    }

    /** Each in a format of its own, too. */
    @ParameterizedTest
    @MethodSource("captures")
    void aFileForEachDirectionIsMergedByTime(GoldenCapture capture) throws IOException {
        // Which of two frames of one time came first is not in the files.
        List<Frame> frames = distinctTimes(capture.frames());
        List<Frame> up = new ArrayList<>();
        List<Frame> down = new ArrayList<>();
        for (Frame frame : frames) {
            (isUpward(frame) ? up : down).add(frame);
        }
        assertFalse(up.isEmpty() || down.isEmpty());
        for (FileFormat format : FileFormat.ofAnyLinkType()) {
            if (format.unitNs() > 1) {
                continue;
            }
            List<String> names =
                    List.of(
                            write("up", format.write().apply(up)).toString(),
                            write("down", PcapFile.USUAL.of(down)).toString());
            assertEquals(
                    Traced.of(frames).lines(),
                    Traced.of(Frame.read(names, InputStream.nullInputStream())).lines(),
                    format.name());
        }
    }

    /** By the ports, of which one end's is always the greater. */
    private static boolean isUpward(Frame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.captured());
        int tcp = bytes.getShort(12) == (short) Layer.IPV6 ? 54 : 14 + (bytes.get(14) & 0xf) * 4;
        return (bytes.getShort(tcp) & 0xffff) > (bytes.getShort(tcp + 2) & 0xffff);
    }

    private static List<Frame> distinctTimes(List<Frame> frames) {
        List<Frame> distinct = new ArrayList<>();
        long lastNs = Long.MIN_VALUE;
        for (Frame frame : frames) {
            lastNs = Math.max(frame.timeNs(), lastNs + 1);
            distinct.add(frame.at(lastNs));
        }
        return distinct;
    }

    private static void assertIsRead(GoldenCapture capture, List<Frame> frames) {
        assertEquals(Traced.of(capture.frames()).lines(), Traced.of(frames).lines());
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
