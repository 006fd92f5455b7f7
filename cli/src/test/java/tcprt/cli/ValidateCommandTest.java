package tcprt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tcprt validate} from its arguments to its exit code, files and messages. */
class ValidateCommandTest {
    /** The first task of the repository's golden case, as its kernel wrote it. */
    private static final String GOLDEN = "pcaps/golden/http-small-keepalive";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int tcprt(String... arguments) {
        return Main.run(
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        stdout,
                        new PrintStream(stderr, true, UTF_8),
                        false,
                        new Stop()),
                arguments);
    }

    private static Path golden(String file) {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new AssertionError("run the tests inside the repository");
        }
        return root.resolve(GOLDEN).resolve(file);
    }

    private int validate(Path log, String... more) {
        return tcprt(
                Stream.concat(
                                Stream.of(
                                        "validate",
                                        "-c",
                                        golden("tcprt.yaml").toString(),
                                        "--kernel",
                                        log.toString(),
                                        "--capture",
                                        golden("capture.pcap").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Path mutated(String from, String to) throws IOException {
        String log = Files.readString(golden("kernel.log"));
        assertTrue(log.contains(from), from);
        return Files.writeString(directory.resolve("log"), log.replace(from, to));
    }

    @Test
    void agreementIsSaidOnStandardOutput() {
        assertEquals(0, validate(golden("kernel.log")), () -> stderr.toString(UTF_8));
        String said = stdout.toString(UTF_8);
        assertTrue(said.startsWith("kernel   63 records\ncapture  63 records\nclocks   the same"));
        assertTrue(
                said.endsWith(
                        "kernel and capture agree: every record is on both sides and within"
                                + " tolerance\n"),
                said);
        assertEquals("", stderr.toString(UTF_8));
    }

    @Test
    void differenceIsShownWithBothLinesAndAMark() throws IOException {
        assertEquals(1, validate(mutated(" 331 2509 2154 0 1 252 ", " 331 2509 2154 1 1 252 ")));
        String said = stdout.toString(UTF_8);
        List<String> lines =
                said.lines().dropWhile(line -> !line.contains("R.retrans -1")).toList();
        assertEquals("  R.retrans -1: unknown", lines.get(0));
        int column = lines.get(3).indexOf('^');
        assertEquals('1', lines.get(1).charAt(column), said);
        assertEquals('0', lines.get(2).charAt(column), said);
        assertTrue(said.endsWith("kernel and capture differ: R.retrans\n"), said);
    }

    @Test
    void toleranceCanBeNarrowedAndTheRestStays() throws IOException {
        Path table = Files.writeString(directory.resolve("t.json"), "{\"mrtt\": [1, 0]}");
        assertEquals(1, validate(golden("kernel.log"), "--tolerances", table.toString()));
        String said = stdout.toString(UTF_8);
        assertTrue(said.endsWith("kernel and capture differ: R.mrtt, E.mrtt\n"), said);
    }

    @Test
    void pageNeedsNothingElseAndShowsNoMarkupOfTheLogs() throws IOException {
        Path log = mutated("V6 E", "V6 <script>alert(1)</script>&");
        Path page = directory.resolve("page.html");
        Path json = directory.resolve("all.json");
        assertEquals(1, validate(log, "--report", page.toString(), "--json", json.toString()));
        String html = Files.readString(page);
        assertFalse(html.contains("http:") || html.contains("https:") || html.contains("src="));
        assertFalse(html.contains("<script>alert"));
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
        assertFalse(html.contains("{{"));
        assertTrue(html.contains("aria-label=\"errors of R.rt: half within"));
        assertTrue(Files.readString(json).contains("\"UNKNOWN_TYPE\":3"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals(2, tcprt("validate"));
        assertEquals(
                "--kernel LOG and --capture FILE are missing\nTry tcprt validate --help\n",
                stderr.toString(UTF_8));
    }

    @Test
    void tolerancesThatAreNoneAreRefused() throws IOException {
        Path table = Files.writeString(directory.resolve("t.json"), "{\n\"rtt\": [1, 0]}");
        assertEquals(2, validate(golden("kernel.log"), "--tolerances", table.toString()));
        assertTrue(
                stderr.toString(UTF_8).startsWith(table + ":2: rtt is no field; fields are start,"),
                () -> stderr.toString(UTF_8));
    }

    @Test
    void unreadableLogIsAnInputThatCannotBeRead() {
        assertEquals(3, validate(directory.resolve("nothing")));
        assertEquals(
                directory.resolve("nothing") + ": no such file or directory\n",
                stderr.toString(UTF_8));
    }

    @Test
    void damagedCaptureIsComparedUpToThere() throws IOException {
        byte[] capture = Files.readAllBytes(golden("capture.pcap"));
        Path cut = directory.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(capture, capture.length - 10));
        assertEquals(
                3,
                tcprt(
                        "validate",
                        "--hz",
                        "250",
                        "--kernel",
                        golden("kernel.log").toString(),
                        "--capture",
                        cut.toString()));
        assertTrue(stderr.toString(UTF_8).contains("damaged from here on"));
        assertTrue(stdout.toString(UTF_8).contains("kernel and capture agree"));
    }

    @Test
    void noTemporaryFileIsLeftBehind() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("temp"));
        assertEquals(0, validate(golden("kernel.log"), "--temp", temporary.toString()));
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
