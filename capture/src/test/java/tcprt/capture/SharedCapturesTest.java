package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real captures, counted by tshark. They lie outside the repository, in {@code ../shared} next to
 * it, or where the system property {@code tcprt.shared} says.
 */
class SharedCapturesTest {
    /**
     * Custom Blocks of vendors, which tshark counts as packets. Counted by hand from the blocks.
     */
    private static final Map<String, Integer> CUSTOM_BLOCKS =
            Map.of(
                    "pcapngtest/test017.pcapng", 4,
                    "pcapngtest/test018.pcapng", 4,
                    "pcapngtest/test102.pcapng", 3,
                    "pcapngtest/test202.pcapng", 3,
                    "pcapngtest/2_test017.pcapng", 4,
                    "pcapngtest/2_test018.pcapng", 4,
                    "pcapngtest/2_test202.pcapng", 3);

    /**
     * Packets of fuzzed files that tshark did not count: it stops at link types it does not know,
     * and in the last file guesses a vendor's layout that has the same magic. Counted by hand from
     * the record headers.
     */
    private static final Map<String, Integer> NOT_COUNTED = new HashMap<>();

    static {
        String fuzzed = "pcpp/clusterfuzz-testcase-minimized-FuzzTarget-";
        NOT_COUNTED.put(fuzzed + "5631583764873216", 1);
        NOT_COUNTED.put(fuzzed + "5685520970809344", 1);
        NOT_COUNTED.put(fuzzed + "5752969003008000", 1);
        NOT_COUNTED.put(fuzzed + "5766899836387328", 1);
        NOT_COUNTED.put("tcpdump/frf16_magic_ie-oobr.pcap", 1);
        NOT_COUNTED.put("tcpdump/hoobr_juniper3.pcap", 1);
        NOT_COUNTED.put("tcpdump/juniper_es_oobr.pcap", 1);
        NOT_COUNTED.put("tcpdump/vtp_asan-2.pcap", 1);
        NOT_COUNTED.put("tcpdump/vtp_asan-3.pcap", 1);
        NOT_COUNTED.put("tcpdump/vtp_asan.pcap", 5);
        NOT_COUNTED.put("pcpp/crash-exception-cast-constructed-record", 1);
    }

    /** A file or directory outside the repository, or the test is skipped. */
    static Path shared(String part) {
        String given = System.getProperty("tcprt.shared");
        // Tests run in the module's directory, so the repository's neighbour is two levels up.
        Path shared = given != null ? Path.of(given) : Path.of("..", "..", "shared");
        Path path = shared.resolve(part);
        assumeTrue(Files.exists(path), () -> "needs " + path + ", or -Dtcprt.shared=DIRECTORY");
        return path;
    }

    @Test
    void everyCaptureOfTheCatalogueGivesThePacketsThatTsharkCounted() throws IOException {
        List<String> rows = Files.readAllLines(shared("pcaps/catalogue.tsv"));
        List<String> header = List.of(rows.get(0).split("\t", -1));
        List<String> differences = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] fields = row.split("\t", -1);
            String file = fields[header.indexOf("file")];
            Reading reading = Reading.of(shared("pcaps/files/" + file));
            int expected =
                    Integer.parseInt(fields[header.indexOf("packets")])
                            - CUSTOM_BLOCKS.getOrDefault(file, 0)
                            + NOT_COUNTED.getOrDefault(file, 0);
            boolean mayBeDamaged =
                    fields[header.indexOf("category")].startsWith("malformed")
                            && !fields[header.indexOf("reader_note")].isEmpty();
            boolean damaged = reading.failure() instanceof DamagedCaptureException;
            if (reading.frames().size() != expected
                    || (reading.failure() != null && !(damaged && mayBeDamaged))) {
                differences.add(
                        "%s: expected %d packets but found %d, %s"
                                .formatted(
                                        file,
                                        expected,
                                        reading.frames().size(),
                                        reading.message()));
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void everyGoldenCaptureIsReadToItsEnd() throws IOException {
        int captures = 0;
        try (Stream<Path> files = Files.walk(shared("golden/pairs"))) {
            for (Path file : files.filter(SharedCapturesTest::isCapture).sorted().toList()) {
                assertFalse(Reading.of(file).complete().isEmpty(), file.toString());
                captures++;
            }
        }
        assertTrue(captures > 0);
    }

    @Test
    void theThreeViewsOfAPairAreOneCapture() throws IOException {
        Path pair = shared("golden/pairs/fmt-pcapng");
        List<Path> views;
        try (Stream<Path> files = Files.list(pair)) {
            views = files.filter(SharedCapturesTest::isCapture).sorted().toList();
        }
        // A view's own times may go backwards, so the merge is held against each view's own order.
        List<Reading.Frame> merged = Reading.of(views.toArray(Path[]::new)).complete();
        Set<List<Long>> timesOfViews = new HashSet<>();
        Set<List<Long>> timesOfInterfaces = new HashSet<>();
        for (int i = 0; i < views.size(); i++) {
            int interfaceId = i;
            timesOfViews.add(Reading.of(views.get(i)).timesNs());
            timesOfInterfaces.add(
                    merged.stream()
                            .filter(frame -> frame.interfaceId() == interfaceId)
                            .map(Reading.Frame::timeNs)
                            .toList());
        }
        assertEquals(timesOfViews, timesOfInterfaces);
        // Its README: 473 packets captured in each of the three places.
        assertEquals(3 * 473, merged.size());
    }

    private static boolean isCapture(Path file) {
        return file.getFileName()
                .toString()
                .matches("(server|client|middle)\\.pcap(ng)?(\\.(gz|zst))?");
    }
}
