package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge itself, with lines made by hand: it must notice everything it is there for. */
class GoldenJudgeTest {
    private static final String KERNEL =
            "V6 R 1700000000 500000 192.0.2.1:40000 198.51.100.1:80 1000 12850 10000 0 1 2050 300"
                    + " 150 0 1460 ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Tolerance.Table tolerances = new Tolerance.Table();

    @BeforeEach
    void readTolerances() throws IOException {
        Path file = directory.resolve("tolerances.json");
        Files.writeString(
                file,
                "{\"_comment\": \"rt is a time\",\n \"start\": [100, 0], \"rt\": [250, 0.01],"
                        + " \"sent\": [0, 0]}");
        tolerances = Tolerance.Table.read(file);
    }

    @Test
    void equalLinesAreNoFailure() {
        assertEquals(List.of(), failures(List.of(KERNEL), List.of(KERNEL)));
    }

    @Test
    void oneByteIsAFailureThatShowsBothLines() {
        String ours = KERNEL.replace(" 1000 ", " 1001 ");
        assertEquals(
                List.of(
                        "R.sent must be exact and is not in 1 of 1 records\n"
                                + "  R.sent differs by 1\n    kernel |"
                                + KERNEL
                                + "|\n    ours   |"
                                + ours
                                + "|"),
                failures(List.of(KERNEL), List.of(ours)));
    }

    @Test
    void fieldWithoutToleranceIsExact() {
        String ours = KERNEL.replace(" 1460 ", " 1448 ");
        assertTrue(
                failures(List.of(KERNEL), List.of(ours)).get(0).startsWith("R.mss must be exact"));
    }

    @Test
    void toleranceIsAbsolutePlusRelative() {
        // 250 us and 1 % of 12850 us are 378.5 us.
        assertEquals(List.of(), failures(twenty(KERNEL), twenty(KERNEL.replace("12850", "13228"))));
        assertEquals(1, failures(twenty(KERNEL), twenty(KERNEL.replace("12850", "13229"))).size());
        assertEquals(List.of(), failures(twenty(KERNEL), twenty(KERNEL.replace("12850", "12472"))));
        assertEquals(1, failures(twenty(KERNEL), twenty(KERNEL.replace("12850", "12471"))).size());
    }

    @Test
    void demandedPartIsOfTheRecords() {
        List<String> kernel = twenty(KERNEL);
        List<String> ours = new ArrayList<>(kernel);
        ours.set(3, ours.get(3).replace("12850", "99999"));
        assertEquals(List.of(), failures(kernel, ours));
        ours.set(4, ours.get(4).replace("12850", "99999"));
        assertTrue(
                failures(kernel, ours)
                        .get(0)
                        .startsWith("R.rt is within tolerance in 90.00 % of 20 records, demanded"));
        assertEquals(
                List.of(),
                failures(kernel.subList(0, 19), ours.subList(0, 19)),
                "fewer than 20 records are not judged by a part");
    }

    @Test
    void missingAndExtraRecordsAreFailures() {
        String other = KERNEL.replace(" 0 1 2050", " 0 2 2050");
        assertEquals(
                List.of(
                        "1 records written by the kernel, missing here\n    |" + other + "|",
                        "1 records written here, not by the kernel\n    |"
                                + KERNEL.replace(":40000", ":40001")
                                + "|"),
                failures(
                        List.of(KERNEL, other),
                        List.of(KERNEL, KERNEL.replace(":40000", ":40001"))));
    }

    @Test
    void orderWithinAConnectionIsTheKernels() {
        String second = KERNEL.replace(" 0 1 2050", " 0 2 2050");
        String other = KERNEL.replace(":40000", ":40001");
        assertEquals(
                List.of(),
                failures(List.of(KERNEL, second, other), List.of(other, KERNEL, second)));
        assertEquals(
                List.of("1 records in another order than the kernel's\n    |" + second + "|"),
                failures(List.of(KERNEL, second), List.of(second, KERNEL)));
    }

    @Test
    void excusedRecordsAndFieldsAreNoFailures() {
        Comparison comparison =
                compare(
                        List.of(KERNEL, KERNEL.replace(" 0 1 2050", " 0 2 2050")),
                        List.of(KERNEL.replace(" 1000 ", " 1001 ")),
                        (type, field) -> field.equals("sent") || field.equals("record"));
        assertEquals(List.of(), GoldenJudge.ofOnePair(tolerances).failures(comparison));
        assertEquals(1, comparison.excusedMissing().size());
        assertEquals(0.0, comparison.errors("R.sent").withinPart());
    }

    @Test
    void portUsedAgainIsJoinedByTheNearestStart() {
        String later = KERNEL.replace("1700000000", "1700000060").replace(" 1000 ", " 2000 ");
        assertEquals(List.of(), failures(List.of(KERNEL, later), List.of(KERNEL, later)));
        List<String> failures = failures(List.of(KERNEL, later), List.of(later));
        assertEquals(
                List.of("1 records written by the kernel, missing here\n    |" + KERNEL + "|"),
                failures);
    }

    @Test
    void addressesOfJsonWinOverTheClearedOnesOfItsLine() {
        String json =
                "{\"type\":\"R\",\"conn\":[\"fd77::2\",40000,\"fd77::1\",80],\"x\":{},\"line\":\""
                        + KERNEL.replace("192.0.2.1:40000", "127.0.0.6:0")
                        + "\"}";
        RecordLine ours =
                RecordLine.parse(
                        KERNEL.replace("192.0.2.1:40000", "[fd77::2]:40000")
                                .replace("198.51.100.1:80", "[fd77::1]:80"));
        assertEquals(ours.connection(), RecordLine.parse(json).connection());
    }

    @Test
    void whatIsNoLineIsRefused() {
        assertThrows(AssertionError.class, () -> RecordLine.parse(KERNEL + "7 "));
        assertThrows(AssertionError.class, () -> RecordLine.parse("V6 X" + KERNEL.substring(4)));
        assertThrows(AssertionError.class, () -> RecordLine.parse(""));
    }

    @Test
    void numbersAreUnsigned64BitWords() {
        RecordLine line = RecordLine.parse(KERNEL.replace(" 2050 ", " 18446744072414584320 "));
        assertEquals(-1_294_967_296L, line.value("server_time"));
    }

    @Test
    void percentilesAreOfTheDistances() {
        FieldErrors errors = new FieldErrors();
        RecordLine line = RecordLine.parse(KERNEL);
        RecordJoin.Pair pair = new RecordJoin.Pair(line, line);
        for (int distance = 0; distance < 100; distance++) {
            int ours = distance % 2 == 0 ? 500 + distance : 500 - distance;
            errors.add(500, ours, tolerances.of("sent"), false, pair);
        }
        assertEquals(50, errors.distance(0.5));
        assertEquals(99, errors.distance(0.99));
        assertEquals(99, errors.distance(1));
        assertEquals(0.01, errors.exactPart());
        assertEquals(0, errors.bias(), "half of them are above, half below");
    }

    @Test
    void statisticsOfSeveralRowsAreSummedAgain() {
        // 5 tasks of 1003 bytes in all: 2 of 401 (average 200) and 3 of 602 (average 200).
        List<String> kernel =
                List.of(
                        "1700000000 all 80 30 20 0 10 0 200 0 50 5",
                        "# sums {\"number\": 5, \"rt\": 150, \"bytes\": 1003, \"drop\": 0,"
                                + " \"packets\": 5, \"server_time\": 100, \"upload_time\": 0,"
                                + " \"upload_data\": 250, \"rtt\": 50, \"fail\": 0}");
        String first = "1699999990 all 80 30 20 0 10 0 200 0 50 2";
        String second = "1700000050 all 80 30 20 0 10 0 200 0 50 3";
        assertEquals(
                List.of(), StatsComparison.failures(kernel, List.of(first, second), exactTimes()));
        assertEquals(
                List.of("80.bytes sums up to 1006..1009, the kernel's sum is 1003 of 5 tasks"),
                StatsComparison.failures(
                        kernel,
                        List.of(first, second.replace(" 0 200 ", " 0 202 ")),
                        exactTimes()));
        assertEquals(
                List.of("80: 2 tasks in 1 rows, the kernel has 5"),
                StatsComparison.failures(kernel, List.of(first), exactTimes()));
        assertEquals(
                List.of("80.fail means 1..1 in all, the kernel counted 0"),
                StatsComparison.failures(
                        kernel,
                        List.of(first.replace(" 0 200 ", " 500 200 "), second),
                        exactTimes()));
    }

    private static Tolerance.Table exactTimes() {
        return new Tolerance.Table();
    }

    private static List<String> twenty(String line) {
        String[] lines = new String[20];
        Arrays.setAll(lines, i -> line.replace(" 0 1 2050", " 0 " + (i + 1) + " 2050"));
        return List.of(lines);
    }

    private List<String> failures(List<String> kernel, List<String> ours) {
        return GoldenJudge.ofOnePair(tolerances)
                .failures(compare(kernel, ours, Comparison.Excuses.NONE));
    }

    private Comparison compare(List<String> kernel, List<String> ours, Comparison.Excuses excuses) {
        return Comparison.of(
                kernel.stream().map(RecordLine::parse).toList(),
                ours.stream().map(RecordLine::parse).toList(),
                tolerances,
                excuses);
    }
}
