package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every golden pair, replayed through the command, against the records of its kernel sockets. At
 * the server and at the client everything is judged. In the middle the path between tap and server
 * is in every time, so only what does not depend on it is; docs/ACCURACY.md has the rest.
 */
class GoldenPairsTest {
    private GoldenPairs golden = new GoldenPairs(List.of(), new Tolerance.Table());

    @BeforeEach
    void findPairs() throws IOException {
        golden = GoldenPairs.find();
    }

    @TestFactory
    Stream<DynamicTest> serverViewIsTheKernels() throws IOException {
        return eachPair(View.SERVER, field -> true);
    }

    @TestFactory
    Stream<DynamicTest> clientViewIsTheKernels() throws IOException {
        return eachPair(View.CLIENT, field -> true);
    }

    @TestFactory
    Stream<DynamicTest> middleViewHasTheKernelsRecordsBytesAndCounts() throws IOException {
        return eachPair(View.MIDDLE, this::isExact);
    }

    @TestFactory
    Stream<DynamicTest> mirrorVantageHasTheKernelsRecordsBytesAndCounts() throws IOException {
        return eachPair(View.MIRROR, this::isExact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"span-middle-delay", "span-middle-loss-server-side"})
    void mirrorVantageIsCloserToTheHostThanTheTap(String pair) throws IOException {
        GoldenPairs golden = GoldenPairs.find();
        Comparison tap = golden.total(View.MIDDLE, pair::equals);
        Comparison host = golden.total(View.MIRROR, pair::equals);
        for (String field : List.of("R.start", "R.server_time", "R.mrtt")) {
            for (double quantile : List.of(0.5, 0.9, 0.99)) {
                assertTrue(
                        host.errors(field).distance(quantile)
                                < tap.errors(field).distance(quantile),
                        () -> pair + ": " + field + " at " + quantile);
            }
        }
        assertTrue(host.errors("R.rt").distance(0.99) <= tap.errors("R.rt").distance(0.99) + 20);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER", "CLIENT"})
    void allPairsTogetherMeetTheDemand(View view) throws IOException {
        Comparison total = golden.total(view, pair -> true);
        assertNone(GoldenJudge.ofAllPairs(golden.tolerances()).failures(total));
        assertTrue(total.pairedCount('E') > 200, "hardly anything was compared");
    }

    @TestFactory
    Stream<DynamicTest> statisticsSumUpToTheKernels() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (View view : List.of(View.SERVER, View.CLIENT)) {
            for (GoldenPair pair : golden.with(view)) {
                if (!KnownInvisible.excusesStats(pair.name(), view)) {
                    tests.add(
                            dynamicTest(
                                    pair.name() + ", " + view,
                                    () -> assertNone(golden.result(pair, view).statsFailures())));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void everyKnownExceptionStillOccurs() throws IOException {
        List<String> idle = new ArrayList<>();
        for (KnownInvisible known : KnownInvisible.TABLE) {
            for (View view : known.views()) {
                for (GoldenPair pair : golden.with(view)) {
                    if (pair.name().equals(known.pair()) && !occurs(known, pair, view)) {
                        idle.add(known.pair() + ", " + view + ": " + known.field());
                    }
                }
            }
        }
        assertTrue(idle.isEmpty(), () -> "take out of KnownInvisible.TABLE: " + idle);
    }

    private boolean occurs(KnownInvisible known, GoldenPair pair, View view) {
        GoldenPairs.Result result = golden.result(pair, view);
        if (known.field().equals(KnownInvisible.STATS)) {
            return !result.statsFailures().isEmpty();
        }
        if (known.field().endsWith("." + Comparison.Excuses.RECORD)) {
            return !result.comparison().excusedMissing().isEmpty();
        }
        return result.comparison().errors(known.field()).excusedCount() > 0;
    }

    private Stream<DynamicTest> eachPair(View view, Predicate<String> judged) throws IOException {
        GoldenJudge judge = GoldenJudge.ofOnePair(golden.tolerances());
        return golden.with(view).stream()
                .map(
                        pair ->
                                dynamicTest(
                                        pair.name(),
                                        () ->
                                                assertNone(
                                                        judge.failures(
                                                                golden.result(pair, view)
                                                                        .comparison(),
                                                                judged))));
    }

    private boolean isExact(String name) {
        return golden.tolerances().of(name.substring(name.indexOf('.') + 1)).isExact();
    }

    private static void assertNone(List<String> failures) {
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }
}
