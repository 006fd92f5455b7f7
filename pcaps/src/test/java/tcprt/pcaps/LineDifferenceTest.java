package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.pcaps.Step.ExpectedLine;

/** What a failing script says. */
final class LineDifferenceTest {
    private static final String R =
            "V6 R 1700000000 10120 192.0.2.1:40000 198.51.100.1:80 1000 12850 10000 0 1 2050 300"
                    + " 150 0 1460 ";

    private static String difference(String expected, String actual) {
        return LineDifference.between("r-then-close.pkt", new ExpectedLine(17, expected), actual);
    }

    @Test
    void theFirstFieldThatDiffersIsNamed() {
        String actual = R.replace(" 2050 ", " 2350 ");
        assertEquals(
                "r-then-close.pkt:17: R.server_time expected 2050 but was 2350\n"
                        + "  expected |"
                        + R
                        + "|\n  but was  |"
                        + actual
                        + "|",
                difference(R, actual));
    }

    @Test
    void aMissingTrailingBlankIsAField() {
        assertEquals(
                "r-then-close.pkt:17: R.end of line expected a blank but was nothing",
                difference(R, R.stripTrailing()).lines().findFirst().orElse(""));
    }

    @Test
    void anotherRecordIsADifferenceOfType() {
        assertEquals(
                "r-then-close.pkt:17: R.type expected R but was E",
                difference(R, R.replace("V6 R", "V6 E")).lines().findFirst().orElse(""));
    }

    @Test
    void rowsOfStatisticsHaveNamesToo() {
        assertEquals(
                "r-then-close.pkt:17: stats.fail expected 0 but was 1000",
                difference(
                                "1700000010 all 80 2000 1000 0 1000 0 499 0 100 1",
                                "1700000010 all 80 2000 1000 0 1000 1000 499 0 100 1")
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    @Test
    void missingAndUnexpectedLinesAreSaid() {
        assertEquals(
                List.of("x.pkt:3: expected but not written\n  expected |a|"),
                LineDifference.between(
                        "x.pkt", 9, List.of(new ExpectedLine(3, "a")), List.of(), false));
        assertEquals(
                List.of("x.pkt:9: written but not expected\n  but was  |b|"),
                LineDifference.between("x.pkt", 9, List.of(), List.of("b"), false));
    }

    @Test
    void orderCountsUnlessItIsLeftOpen() {
        List<ExpectedLine> expected = List.of(new ExpectedLine(1, "a"), new ExpectedLine(2, "b"));
        List<String> actual = List.of("b", "a");
        assertEquals(2, LineDifference.between("x.pkt", 1, expected, actual, false).size());
        assertEquals(0, LineDifference.between("x.pkt", 1, expected, actual, true).size());
    }
}
