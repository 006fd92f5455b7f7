package tcprt.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command from its arguments to its exit code, files and messages. */
@Timeout(60)
class MainTest {
    private static final int ACK = Frames.ACK;
    private static final int FIN_ACK = Frames.FIN | Frames.ACK;

    /**
     * Two requests on one connection, worked out by hand: the first takes 100 + 50 bytes with 300
     * us between, the server thinks for 50 + 2000 us, 10500 us later the last of 1000 bytes is
     * acknowledged. The second is 100 bytes, 400 us, 100 bytes, 10200 us. Handshake 10 ms. The
     * trailing blank of each line is written as %s.
     */
    private static final String LINES =
            """
            V6 R 1700000000 10120 10.0.0.1:%d 10.0.0.2:80 1000 12850 10000 0 1 2050 300 150 0 1460%s
            V6 R 1700000000 122970 10.0.0.1:%1$d 10.0.0.2:80 100 10600 10000 0 2 400 0 100 0 1460%2$s
            V6 E 1700000000 122970 10.0.0.1:%1$d 10.0.0.2:80 2 1101 0 251 0 10000%2$s
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path out = Path.of("");
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private byte[] stdin = {};
    private boolean terminal;
    private final Stop stop = new Stop();

    @BeforeEach
    void chooseOutput() {
        out = directory.resolve("out");
    }

    @Test
    void newcomerSeesLinesAndIsToldWhatIsTraced() throws IOException {
        assertEquals(0, tcprt("replay", "-o", "-", capture(twoRequests(40000))));
        assertEquals(lines(40000), stdout.toString(US_ASCII));
        assertEquals(
                """
                no ports configured: tracing the server side of every connection
                3 lines to standard output: 2 R, 1 E, 0 N, 0 W, 0 P
                  14 frames over 0.149 s of capture: 14 TCP, of these 14 on 1 traced connection
                """,
                stderr.toString(UTF_8));
    }

    @Test
    void directoryGetsTheKernelsFiles() throws IOException {
        assertEquals(
                0, tcprt("replay", "--lports", "80", "-o", out(), capture(twoRequests(40000))));
        assertEquals(List.of("rt-network-log0", "rt-network-stats"), files());
        assertEquals(lines(40000), read("rt-network-log0"));
        assertEquals("", read("rt-network-stats"));
        assertEquals("", stdout.toString(US_ASCII));
        assertTrue(
                stderr.toString(UTF_8)
                        .startsWith("3 lines to " + out.resolve("rt-network-log0") + ": 2 R"),
                stderr.toString(UTF_8));
    }

    @Test
    void shardsWriteTheSameLinesIntoTheirOwnFiles() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int port = 40000; port < 40050; port++) {
            frames.addAll(twoRequests(port));
            expected.append(lines(port));
        }
        frames.sort((a, b) -> Long.compare(a.timeNs(), b.timeNs()));
        assertEquals(0, tcprt("replay", "--shards", "3", "-o", out(), capture(frames)));
        assertEquals(
                List.of(
                        "rt-network-log0",
                        "rt-network-log1",
                        "rt-network-log2",
                        "rt-network-stats"),
                files());
        String all = read("rt-network-log0") + read("rt-network-log1") + read("rt-network-log2");
        assertEquals(sorted(expected.toString()), sorted(all));
        for (int shard = 0; shard < 3; shard++) {
            assertFalse(read("rt-network-log" + shard).isEmpty());
        }
    }

    @Test
    void shardsShareStandardOutputByWholeLines() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int port = 20000; port < 23000; port++) {
            frames.addAll(twoRequests(port));
            expected.append(lines(port));
        }
        frames.sort((a, b) -> Long.compare(a.timeNs(), b.timeNs()));
        assertEquals(0, tcprt("replay", "--shards", "4", "-o", "-", capture(frames)));
        assertEquals(sorted(expected.toString()), sorted(stdout.toString(US_ASCII)));
    }

    @Test
    void standardInputIsACaptureToo() throws IOException {
        stdin = Frames.pcap(twoRequests(40000));
        assertEquals(0, tcprt("replay", "-o", "-", "-"));
        assertEquals(lines(40000), stdout.toString(US_ASCII));
    }

    @Test
    void statisticsGoIntoTheDirectory() throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(0, tcprt("replay", "--lports=80,81", "--stats", "-o", out(), capture));
        // Two tasks: (12850 + 10600) / 2, (2050 + 400) / 2, no drop, 10000, no fail,
        // (1000 + 100) / 2, (300 + 0) / 2, (150 + 100) / 2. Due 10 s after the first frame.
        assertEquals(
                """
                1700000010 all 80 11725 1225 0 10000 0 550 150 125 2
                1700000010 all 81 0 0 0 0 0 0 0 0 0
                """,
                read("rt-network-stats"));
    }

    @Test
    void statisticsBesideStandardOutputNeedAFile() throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(0, tcprt("replay", "--lports=80", "--stats", "-o", "-", capture));
        assertEquals(lines(40000), stdout.toString(US_ASCII));
        assertTrue(
                stderr.toString(UTF_8)
                        .startsWith("statistics are off: with -o - they need --stats-file FILE\n"));

        String file = directory.resolve("rows").toString();
        assertEquals(
                0,
                tcprt(
                        "replay",
                        "--lports=80",
                        "--stats",
                        "-o",
                        "-",
                        "--stats-file",
                        file,
                        capture));
        assertEquals(
                "1700000010 all 80 11725 1225 0 10000 0 550 150 125 2\n",
                Files.readString(Path.of(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rt-network-log0", "rt-network-log12", "rt-network-stats"})
    void outputOfAnEarlierRunIsRefusedBeforeAnythingIsRead(String name) throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve(name), "earlier");
        assertEquals(2, tcprt("replay", "-o", out(), "no-such-capture"));
        assertEquals(
                out.resolve(name) + ": it exists; use --force to replace it, or another -o DIR\n",
                stderr.toString(UTF_8));
        assertEquals("earlier", read(name));
        assertEquals(List.of(name), files());
    }

    @Test
    void forceReplacesAllOfAnEarlierRun() throws IOException {
        Files.createDirectories(out);
        for (String name : List.of("rt-network-log0", "rt-network-log7", "other")) {
            Files.writeString(out.resolve(name), "earlier");
        }
        assertEquals(0, tcprt("replay", "--force", "-o", out(), capture(twoRequests(40000))));
        assertEquals(List.of("other", "rt-network-log0", "rt-network-stats"), files());
        assertEquals(lines(40000), read("rt-network-log0"));
    }

    @Test
    void forceKeepsAnEarlierRunIfThereIsNothingToRead() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("rt-network-log0"), "earlier");
        assertEquals(1, tcprt("replay", "--force", "-o", out(), "no-such-capture"));
        assertEquals("earlier", read("rt-network-log0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void damagedCaptureKeepsWhatCameBefore(int shards) throws IOException {
        byte[] whole = Frames.pcap(twoRequests(40000));
        Path capture = directory.resolve("cut.pcap");
        Files.write(capture, Arrays.copyOf(whole, whole.length - 1));
        assertEquals(
                3,
                tcprt(
                        "replay",
                        "--lports=80",
                        "--shards=" + shards,
                        "-o",
                        "-",
                        capture.toString()));
        // The last frame is missing, the ACK of the server's FIN, so there is one line only.
        assertEquals(
                lines(40000).lines().limit(1).toList(), stdout.toString(US_ASCII).lines().toList());
        List<String> said = stderr.toString(UTF_8).lines().toList();
        assertTrue(said.get(0).startsWith(capture + ": ends inside packet 14"), said.get(0));
        assertTrue(said.get(0).endsWith("damaged from here on, 13 packets traced"), said.get(0));
        assertTrue(said.get(1).startsWith("1 line to standard output"), said.get(1));
    }

    @Test
    void ringKeepsTheNewestLines() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>();
        for (int port = 40000; port < 40050; port++) {
            frames.addAll(twoRequests(port));
        }
        assertEquals(0, tcprt("replay", "-o", "-", capture(frames)));
        String all = stdout.toString(US_ASCII);
        stdout.reset();
        assertEquals(
                0,
                tcprt(
                        "replay",
                        "--ring",
                        "--log_buf_num=2",
                        "--log-buf-size=1024",
                        "-o",
                        "-",
                        capture(frames)));
        String kept = stdout.toString(US_ASCII);
        assertTrue(kept.length() <= 2048, kept.length() + " bytes in a ring of 2048");
        assertTrue(kept.length() > 900, "one full sub-buffer at least, but " + kept.length());
        assertTrue(all.endsWith(kept));
    }

    @Test
    void followGoesOnUntilItIsStopped() throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(0, tcprt(stopping(), "replay", "--follow", "-o", "-", capture));
        assertEquals(lines(40000), stdout.toString(US_ASCII));
        assertTrue(stderr.toString(UTF_8).contains("3 lines to standard output"));
    }

    @Test
    void replayThatIsStoppedSaysSoAndFails() throws IOException {
        stop.request();
        assertEquals(1, tcprt("replay", "--lports=80", "-o", "-", capture(twoRequests(40000))));
        assertEquals(
                """
                interrupted before the end of the capture
                0 lines to standard output: 0 R, 0 E, 0 N, 0 W, 0 P
                  0 frames over 0.000 s of capture: 0 TCP, of these 0 on 0 traced connections
                """,
                stderr.toString(UTF_8));
    }

    @Test
    void silentPipeIsLeftAtAStop() throws Exception {
        String pipe = pipe();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        CountDownLatch done = new CountDownLatch(1);
        Future<Boolean> wrote =
                writer.submit(
                        () -> {
                            try (OutputStream silent = Files.newOutputStream(Path.of(pipe))) {
                                silent.write(Frames.pcap(twoRequests(40000)));
                                return done.await(50, TimeUnit.SECONDS);
                            }
                        });
        assertEquals(1, tcprt(stopping(), "replay", "--lports=80", "-o", "-", pipe));
        done.countDown();
        assertTrue(wrote.get());
        writer.shutdown();
        assertEquals(lines(40000), stdout.toString(US_ASCII));
        assertEquals(
                """
                interrupted before the end of the capture
                3 lines to standard output: 2 R, 1 E, 0 N, 0 W, 0 P
                  14 frames over 0.149 s of capture: 14 TCP, of these 14 on 1 traced connection
                """,
                stderr.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "0, true"})
    void pipeWithoutWriterIsLeftAtAStop(int exitCode, boolean follow) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", "-o", out(), "--force"));
        if (follow) {
            arguments.add("--follow");
        }
        arguments.add(pipe());
        Files.createDirectories(out);
        Files.writeString(out.resolve("rt-network-log0"), "earlier");
        ExecutorService signals = Executors.newSingleThreadExecutor();
        Future<Boolean> signal =
                signals.submit(
                        () -> {
                            stop.request();
                            return true;
                        });
        assertEquals(exitCode, tcprt(arguments.toArray(String[]::new)));
        assertTrue(signal.get());
        signals.shutdown();
        assertEquals(
                (follow ? "" : "interrupted before the end of the capture\n")
                        + "0 lines to "
                        + out.resolve("rt-network-log0")
                        + ": 0 R, 0 E, 0 N, 0 W, 0 P\n"
                        + "  0 frames over 0.000 s of capture: 0 TCP, of these 0 on 0 traced"
                        + " connections\n",
                stderr.toString(UTF_8));
        assertEquals("earlier", read("rt-network-log0"));
    }

    @Test
    void readerThatHasSeenEnoughEndsTheCommandQuietly() throws IOException {
        OutputStream pipe = failing("Broken pipe");
        assertEquals(
                0, tcprt(pipe, "replay", "--lports=80", "-o", "-", capture(twoRequests(40000))));
        assertEquals("", stderr.toString(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fullDiskIsAFailure(int shards) throws IOException {
        OutputStream full = failing("No space left on device");
        String capture = capture(twoRequests(40000));
        assertEquals(
                1, tcprt(full, "replay", "--lports=80", "--shards=" + shards, "-o", "-", capture));
        assertEquals(
                "standard output: cannot be written: No space left on device\n",
                stderr.toString(UTF_8));
    }

    @Test
    void missingCaptureIsAFailureAndLeavesNothingBehind() throws IOException {
        String missing = directory.resolve("missing.pcap").toString();
        assertEquals(1, tcprt("replay", "--lports=80", "-o", out(), missing));
        assertTrue(stderr.toString(UTF_8).startsWith(missing + ": no such file"));
        assertFalse(Files.exists(out));
    }

    @Test
    void nothingIsSaidOfTracingBeforeTheCaptureIsOpen() {
        String missing = directory.resolve("missing.pcap").toString();
        assertEquals(1, tcprt("replay", "--stats", "-o", "-", missing));
        assertTrue(
                stderr.toString(UTF_8).startsWith(missing + ": no such file"),
                stderr.toString(UTF_8));
    }

    @Test
    void placeThatCannotBeMadeIsRefusedWithTheReason() throws IOException {
        String capture = capture(twoRequests(40000));
        String place = capture + "/out";
        assertEquals(1, tcprt("replay", "--lports=80", "-o", place, capture));
        assertEquals(
                place
                        + ": cannot be created: Not a directory; choose another place with -o DIR,"
                        + " or -o - for standard output\n",
                stderr.toString(UTF_8));
    }

    @Test
    void fileIsNoPlaceForFiles() throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(1, tcprt("replay", "--lports=80", "-o", capture, capture));
        assertEquals(
                capture
                        + ": is not a directory; choose one with -o DIR, or -o - for standard"
                        + " output\n",
                stderr.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "--stats, 1",
        "--stats=enable, 1",
        "--stats=true, 1",
        "--no-stats, 0",
        "--stats=disable, 0",
        "--stats=false, 0"
    })
    void statsTakesTheWordsOfItsKey(String option, int rows) throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(0, tcprt("replay", "--lports=80", option, "-o", out(), capture));
        assertEquals(rows, read("rt-network-stats").lines().count());
    }

    @Test
    void wordBehindStatsIsNotMistakenForAFileInSilence() throws IOException {
        String capture = capture(twoRequests(40000));
        assertEquals(2, tcprt("replay", "--stats", "enable", "-o", "-", capture));
        assertEquals(
                "enable: no such file; as the value of --stats write --stats=enable\n",
                stderr.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay | FILE is missing; name a capture, or - for standard input",
                "replay --lportz 80 x | --lportz is not an option of tcprt replay; did you mean"
                        + " --lports?",
                "replay --colour=red x | --colour is not an option of tcprt replay",
                "replay --lports | --lports has no value; it takes PORT,...",
                "replay --stats=yes x | --stats is yes; allowed are enable, disable",
                "replay --hz 100 x | --hz is 100; allowed are 1000, 250: the timer ticks per second"
                        + " of the traced kernel",
                "replay --shards 0 x | --shards is 0; a number of shards is 1..64",
                "replay -c no-such.yaml x | no-such.yaml: no such file",
                "replay -c . x | .: is a directory; name the file in it, as in ./tcprt.yaml",
                "replay -o= x | --out is empty; give it a name",
                "replay --lports 80 --lports 81 x | --lports is given twice; keep one",
                "rplay x | rplay is not a subcommand; did you mean replay?",
                "web.pcap | web.pcap is not a subcommand; allowed are replay, run, ctl, validate, devices, help",
                "--lports 80 x | --lports is not an option of tcprt; options come behind the"
                        + " subcommand",
            })
    void wrongUsageIsSaidInTheFirstLine(String arguments, String message) {
        assertEquals(2, tcprt(arguments.split(" ")));
        assertEquals(message, stderr.toString(UTF_8).lines().findFirst().orElse(""));
        assertEquals("", stdout.toString(US_ASCII));
    }

    @Test
    void withoutArgumentsTheUsageIsShown() {
        assertEquals(2, tcprt());
        List<String> said = stderr.toString(UTF_8).lines().toList();
        assertEquals("Usage: tcprt [-hV] [COMMAND]", said.get(0));
        assertTrue(
                said.contains(
                        "  replay    Traces captures and writes the lines TCP-RT would have written."),
                stderr.toString(UTF_8));
        assertEquals(List.of(), said.stream().filter(line -> line.length() > 80).toList());
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help replay, replay --help"})
    void helpIsASubcommandToo(String subcommand, String option) {
        assertEquals(0, tcprt(option.split(" ")));
        String help = stdout.toString(UTF_8);
        assertTrue(help.contains("Usage: tcprt"), help);
        stdout.reset();
        assertEquals(0, tcprt(subcommand.split(" ")));
        assertEquals(help, stdout.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lports=81 | no connection matches; look at the ports, or leave them out to trace"
                        + " every server",
                "--local-addresses=10.0.0.9 | no server has one of --local-addresses; look at them,"
                        + " or leave them out to trace every server",
                "--lports=80 --local-addresses=10.0.0.9 | no connection matches; look at the ports"
                        + " and at --local-addresses, or leave them out to trace every server",
            })
    void whatKeptEverythingFromBeingTracedIsNamed(String options, String hint) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("replay", "-o", "-"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.add(capture(twoRequests(40000)));
        assertEquals(0, tcprt(arguments.toArray(String[]::new)));
        assertTrue(stderr.toString(UTF_8).endsWith("  " + hint + "\n"), stderr.toString(UTF_8));
    }

    @Test
    void captureWithoutHandshakeAndDataHasNothingToTrace() throws IOException {
        byte[] ack = client(40000, ACK, 1, 1, 0);
        assertEquals(
                0, tcprt("replay", "-o", "-", capture(List.of(new Frames.Frame(1_000_000, ack)))));
        assertTrue(
                stderr.toString(UTF_8).endsWith("  no connection shows its handshake or data\n"),
                stderr.toString(UTF_8));
    }

    @Test
    void taskUnderWayAtTheStartIsSaidToBeMissing() throws IOException {
        List<Frames.Frame> frames = twoRequests(40000);
        // From the first request's second segment on: only the second task and the end are known.
        assertEquals(
                0,
                tcprt(
                        "replay",
                        "--lports=80",
                        "-o",
                        "-",
                        capture(frames.subList(4, frames.size()))));
        assertEquals(
                List.of("R", "E"),
                stdout.toString(US_ASCII).lines().map(line -> line.substring(3, 4)).toList());
        assertTrue(
                stderr.toString(UTF_8)
                        .contains(
                                "  1 connection from before the capture, traced from the next"
                                        + " request on; the task under way is not written\n"),
                stderr.toString(UTF_8));
    }

    @Test
    void whatIsSetAsideIsCountedWithItsFirstFrame() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>(twoRequests(40000));
        frames.add(new Frames.Frame(1_700_000_001_000_000_000L, Frames.arp()));
        frames.add(new Frames.Frame(1_700_000_002_000_000_000L, Frames.arp()));
        for (String shards : List.of("1", "3")) {
            stderr.reset();
            assertEquals(
                    0,
                    tcprt("replay", "--lports=81", "--shards", shards, "-o", "-", capture(frames)));
            assertEquals(
                    """
                    0 lines to standard output: 0 R, 0 E, 0 N, 0 W, 0 P
                      16 frames over 2.000 s of capture: 14 TCP, of these 0 on 0 traced connections
                      no connection matches; look at the ports, or leave them out to trace every server
                      2 not traced: not IP, first in frame 15 at 2023-11-14T22:13:21Z
                    """,
                    stderr.toString(UTF_8));
        }
    }

    @Test
    void recordsAreObjectsIfAskedFor() throws IOException {
        assertEquals(
                0, tcprt("replay", "--format", "json", "-o", "-", capture(twoRequests(40000))));
        List<String> objects = stdout.toString(US_ASCII).lines().toList();
        assertEquals(3, objects.size());
        assertEquals(
                "{\"type\":\"R\",\"start\":\"1700000000.010120\","
                        + "\"startEpochMicros\":1700000000010120,"
                        + "\"remoteAddress\":\"10.0.0.1\",\"remotePort\":40000,"
                        + "\"localAddress\":\"10.0.0.2\",\"localPort\":80,\"task\":1,"
                        + "\"sentBytes\":1000,\"totalMicros\":12850,\"minRttMicros\":10000,"
                        + "\"smoothedRttMicros\":10062,\"retransmits\":0,"
                        + "\"serverTimeMicros\":2050,\"uploadMicros\":300,"
                        + "\"receivedBytes\":150,\"reordered\":false,\"mssBytes\":1460,"
                        + "\"midStream\":false,\"tapToHostMicros\":20,"
                        + "\"tapToRemoteMicros\":10000,\"captureHoles\":0,"
                        + "\"captureHoleBytes\":0,\"inferred\":[]}",
                objects.get(0));
    }

    @Test
    void formatsThatAreNoneAreRefused() {
        assertEquals(2, tcprt("replay", "--format", "csv", "x"));
        assertEquals(
                "--format is csv; allowed are line, json",
                stderr.toString(UTF_8).lines().findFirst().orElse(""));
    }

    @Test
    void whatTheCaptureMissesIsTheFirstThingSaidOfIt() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>(twoRequests(40000));
        frames.remove(6); // the first response, 1000 of 1100 + 250 bytes and two FINs
        frames.add(new Frames.Frame(1_700_000_002_000_000_000L, Frames.arp()));
        for (String shards : List.of("1", "2")) {
            stderr.reset();
            assertEquals(
                    0,
                    tcprt("replay", "--lports=80", "--shards", shards, "-o", "-", capture(frames)));
            assertEquals(
                    """
                    3 lines to standard output: 2 R, 1 E, 0 N, 0 W, 0 P
                      14 frames over 2.000 s of capture: 13 TCP, of these 13 on 1 traced connection
                      about 740 per mille of the traced data is not in the capture: 1,000 of 1,352 bytes in 1 hole; tasks over them are estimates
                      1 not traced: not IP, first in frame 14 at 2023-11-14T22:13:22Z
                    """,
                    stderr.toString(UTF_8));
        }
    }

    @Test
    void summaryIsAnObjectToo() throws IOException {
        List<Frames.Frame> frames = new ArrayList<>(twoRequests(40000));
        frames.remove(6);
        frames.add(new Frames.Frame(1_700_000_002_000_000_000L, Frames.arp()));
        Path file = directory.resolve("summary.json");
        assertEquals(
                0,
                tcprt(
                        "replay",
                        "--lports=80",
                        "--summary-json",
                        file.toString(),
                        "-o",
                        "-",
                        capture(frames)));
        assertEquals(
                "{\"records\":{\"R\":2,\"E\":1,\"N\":0,\"W\":0,\"P\":0},"
                        + "\"captureMicros\":2000000,\"frames\":14,\"tcpSegments\":13,"
                        + "\"tracedSegments\":13,\"tracedConnections\":1,"
                        + "\"openConnections\":0,\"midStreamConnections\":0,"
                        + "\"oneWayConnections\":0,\"evictedConnections\":0,"
                        + "\"refusedSegments\":0,\"segmentLimitHits\":0,\"parsedConnections\":0,\"parsersLost\":0,\"payloadLimitHits\":0,"
                        + "\"captureHoles\":1,\"captureHoleBytes\":1000,"
                        + "\"sequenceBytes\":1352,\"estimatedLossPerMille\":740,"
                        + "\"framesDroppedByCapture\":0,\"duplicatesByIpId\":0,"
                        + "\"duplicatesByPath\":0,\"duplicatesAllEqual\":0,"
                        + "\"outOfStepConnections\":0,\"reorderedSegments\":0,"
                        + "\"timeWentBackwardsFrames\":0,\"truncatedFrames\":0,"
                        + "\"waitingFragments\":0,\"reassembledPackets\":0,"
                        + "\"defects\":[{\"name\":\"NOT_IP\","
                        + "\"description\":\"not IP\",\"malformed\":false,\"frames\":1,"
                        + "\"firstFrame\":14,\"firstEpochMicros\":1700000002000000}]}\n",
                Files.readString(file));
    }

    @Test
    void summaryThatCannotBeWrittenIsAFailure() throws IOException {
        String file = directory.resolve("missing").resolve("summary.json").toString();
        assertEquals(
                1,
                tcprt(
                        "replay",
                        "--lports=80",
                        "--summary-json",
                        file,
                        "-o",
                        "-",
                        capture(twoRequests(40000))));
        assertTrue(
                stderr.toString(UTF_8).contains(file + ": cannot be written: "),
                stderr.toString(UTF_8));
    }

    @Test
    void progressIsOneLineThatGoesAway() {
        terminal = true;
        assertEquals("  50 %  1,000,000 frames  2,345 lines", Progress.text(5, 10, 1000000, 2345));
        assertEquals(" 3 MiB  0 frames  0 lines", Progress.text(3 << 20, -1, 0, 0));
    }

    /** The connection of HOUSE.md's example, at the client's given port. */
    private static List<Frames.Frame> twoRequests(int clientPort) {
        List<Frames.Frame> frames = new ArrayList<>();
        long[] nowUs = {1_700_000_000_000_000L};
        Object[][] segments = {
            {0, Frames.syn(1, clientPort, 2, 80, 0, 0, 1460)},
            {20, Frames.syn(2, 80, 1, clientPort, ACK, 1, 1460)},
            {10_000, client(clientPort, ACK, 1, 1, 0)},
            {100, client(clientPort, ACK, 1, 1, 100)},
            {300, client(clientPort, ACK, 101, 1, 50)},
            {50, server(clientPort, ACK, 1, 151, 0)},
            {2_000, server(clientPort, ACK, 1, 151, 1000)},
            {10_500, client(clientPort, ACK, 151, 1001, 0)},
            {100_000, client(clientPort, ACK, 151, 1001, 100)},
            {400, server(clientPort, ACK, 1001, 251, 100)},
            {10_200, client(clientPort, ACK, 251, 1101, 0)},
            {5_000, client(clientPort, FIN_ACK, 251, 1101, 0)},
            {10, server(clientPort, FIN_ACK, 1101, 252, 0)},
            {10_100, client(clientPort, ACK, 252, 1102, 0)},
        };
        for (Object[] segment : segments) {
            nowUs[0] += (Integer) segment[0];
            frames.add(new Frames.Frame(nowUs[0] * 1000, (byte[]) segment[1]));
        }
        return frames;
    }

    private static byte[] client(int port, int flags, int seq, int ack, int payload) {
        return Frames.tcp(1, port, 2, 80, flags, seq, ack, payload);
    }

    private static byte[] server(int port, int flags, int seq, int ack, int payload) {
        return Frames.tcp(2, 80, 1, port, flags, seq, ack, payload);
    }

    private static String lines(int clientPort) {
        return LINES.formatted(clientPort, " ");
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    /** Standard output that asks for the end as soon as it gets lines. */
    private OutputStream stopping() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("lines are written in one piece");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stdout.write(bytes, offset, length);
                stop.request();
            }
        };
    }

    private String pipe() throws IOException, InterruptedException {
        String pipe = directory.resolve("pipe").toString();
        assumeTrue(new ProcessBuilder("mkfifo", pipe).start().waitFor() == 0, "needs mkfifo");
        return pipe;
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private int tcprt(String... arguments) {
        return tcprt(stdout, arguments);
    }

    private int tcprt(OutputStream target, String... arguments) {
        PrintStream err = new PrintStream(stderr, true, UTF_8);
        return Main.run(
                new Surroundings(new ByteArrayInputStream(stdin), target, err, terminal, stop),
                arguments);
    }

    private String capture(List<Frames.Frame> frames) throws IOException {
        return Files.write(directory.resolve("capture.pcap"), Frames.pcap(frames)).toString();
    }

    private String out() {
        return out.toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(out.resolve(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> entries = Files.list(out)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
