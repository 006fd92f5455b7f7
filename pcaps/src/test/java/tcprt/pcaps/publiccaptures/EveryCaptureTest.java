package tcprt.pcaps.publiccaptures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tcprt.cli.CommandInProcess;

/**
 * Every capture of the catalogue, sound, damaged or fuzzed, runs through the command to its end.
 */
final class EveryCaptureTest {
    private static final int DONE = 0;
    private static final int DAMAGED = 3;

    /** Only against hanging; the slowest takes a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern FRAMES =
            Pattern.compile("\n {2}([0-9,]+) frames? over [^:]*: ([0-9,]+) TCP");

    /**
     * Where the summary differs from the packets that tshark counted. Custom Blocks of vendors are
     * packets for tshark; and it does not count a packet of a link type that it does not know. Each
     * was counted by hand from the blocks or record headers.
     */
    private static final Map<String, Integer> NOT_AS_TSHARK_COUNTS = new HashMap<>();

    static {
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/test017.pcapng", -4);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/test018.pcapng", -4);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/test102.pcapng", -3);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/test202.pcapng", -3);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/2_test017.pcapng", -4);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/2_test018.pcapng", -4);
        NOT_AS_TSHARK_COUNTS.put("pcapngtest/2_test202.pcapng", -3);
        NOT_AS_TSHARK_COUNTS.put(fuzzed("5631583764873216"), 1);
        NOT_AS_TSHARK_COUNTS.put(fuzzed("5685520970809344"), 1);
        NOT_AS_TSHARK_COUNTS.put(fuzzed("5752969003008000"), 1);
        NOT_AS_TSHARK_COUNTS.put(fuzzed("5766899836387328"), 1);
        NOT_AS_TSHARK_COUNTS.put("pcpp/crash-exception-cast-constructed-record", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/frf16_magic_ie-oobr.pcap", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/hoobr_juniper3.pcap", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/juniper_es_oobr.pcap", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/vtp_asan-2.pcap", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/vtp_asan-3.pcap", 1);
        NOT_AS_TSHARK_COUNTS.put("tcpdump/vtp_asan.pcap", 5);
    }

    /** Sound files of which tshark does not know the link type, hence its note. */
    private static final Set<String> SOUND_IN_SPITE_OF_NOTE =
            Set.of(
                    fuzzed("5631583764873216"),
                    fuzzed("5766899836387328"),
                    "tcpdump/frf16_magic_ie-oobr.pcap",
                    "tcpdump/hoobr_juniper3.pcap",
                    "tcpdump/juniper_es_oobr.pcap",
                    "tcpdump/vtp_asan-2.pcap",
                    "tcpdump/vtp_asan-3.pcap",
                    "tcpdump/vtp_asan.pcap");

    /** Frames whose segments are only samples that a switch reports (sFlow); tshark counts them. */
    private static final Map<String, Integer> SAMPLED_SEGMENTS =
            Map.of("pcpp/tcp-reassembly.pcap", 1);

    @TempDir private Path directory = Path.of("");

    private static String fuzzed(String number) {
        return "pcpp/clusterfuzz-testcase-minimized-FuzzTarget-" + number;
    }

    @TestFactory
    Stream<DynamicTest> runsToItsEnd() throws IOException {
        return PublicCapture.all().stream()
                .map(
                        capture ->
                                DynamicTest.dynamicTest(
                                        capture.name(),
                                        () ->
                                                assertTimeoutPreemptively(
                                                        PATIENCE, () -> check(capture))));
    }

    private void check(PublicCapture capture) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode =
                CommandInProcess.run(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        "replay",
                        "-o",
                        directory.resolve(capture.name().replace('/', '_')).toString(),
                        capture.path().toString());
        String text = said.toString(StandardCharsets.UTF_8);
        assertEquals(expectedExitCode(capture), exitCode, text);
        Matcher frames = FRAMES.matcher("\n" + text);
        assertTrue(frames.find(), text);
        int expected = capture.packets() + NOT_AS_TSHARK_COUNTS.getOrDefault(capture.name(), 0);
        assertEquals(expected, number(frames.group(1)), text);
        if (capture.hasFlowFigures() && capture.isDecoded()) {
            int sampled = SAMPLED_SEGMENTS.getOrDefault(capture.name(), 0);
            assertEquals(capture.tcpSegments() - sampled, number(frames.group(2)), text);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    /** Damage is where tshark found some. */
    private static int expectedExitCode(PublicCapture capture) {
        boolean damaged =
                capture.hasReaderNote() && !SOUND_IN_SPITE_OF_NOTE.contains(capture.name());
        return damaged ? DAMAGED : DONE;
    }
}
