package tcprt.pcaps.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import tcprt.pcaps.Shared;

/**
 * All pairs with what replaying them gave. Every capture is replayed once per test run, however
 * many tests ask.
 *
 * @param tolerances that the pairs are judged by
 */
record GoldenPairs(List<GoldenPair> pairs, Tolerance.Table tolerances) {
    /** The pair that outweighs all others together: one kind of request, 110,000 times. */
    static final String SOAK = "soak-http";

    private record Capture(GoldenPair pair, View view) {}

    private static final Map<Capture, Result> RESULTS = new ConcurrentHashMap<>();

    /**
     * What a replay gave.
     *
     * @param comparison of the records
     * @param statsFailures what differs in the statistics
     */
    record Result(Comparison comparison, List<String> statsFailures) {}

    /** The pairs of the shared directory; the calling test is skipped if it is not there. */
    static GoldenPairs find() throws IOException {
        return new GoldenPairs(
                GoldenPair.all(Shared.path("golden/pairs")),
                Tolerance.Table.read(Shared.path("golden/tolerances.json")));
    }

    /** Pairs that have a capture and traced sockets there. */
    List<GoldenPair> with(View view) throws IOException {
        List<GoldenPair> found = new ArrayList<>();
        for (GoldenPair pair : pairs) {
            if (pair.has(view)) {
                found.add(pair);
            }
        }
        return found;
    }

    /** What one capture gave, from an earlier call or a replay now. */
    Result result(GoldenPair pair, View view) {
        return RESULTS.computeIfAbsent(new Capture(pair, view), this::replay);
    }

    /**
     * What all captures of a view gave together.
     *
     * @param chosen by the name of the pair
     */
    Comparison total(View view, Predicate<String> chosen) throws IOException {
        Comparison total = new Comparison();
        for (GoldenPair pair : with(view)) {
            if (chosen.test(pair.name())) {
                total.addAll(result(pair, view).comparison);
            }
        }
        return total;
    }

    private Result replay(Capture capture) {
        GoldenPair pair = capture.pair;
        View view = capture.view;
        try {
            List<RecordLine> kernel = pair.kernel(view);
            Replayed replayed = Replayed.cleanly(pair.capture(view), pair.options(view, kernel));
            Comparison comparison =
                    Comparison.of(
                            kernel,
                            replayed.records(),
                            tolerances,
                            KnownInvisible.in(pair.name(), view));
            return new Result(
                    comparison,
                    StatsComparison.failures(
                            pair.kernelStats(view), replayed.statsRows(), tolerances));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
