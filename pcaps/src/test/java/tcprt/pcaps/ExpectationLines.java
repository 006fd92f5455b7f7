package tcprt.pcaps;

import java.util.ArrayList;
import java.util.List;

/** Gathers neighbouring {@code =} lines into one {@link Step.Expectation}. */
final class ExpectationLines {
    private final List<Step.ExpectedLine> log = new ArrayList<>();
    private final List<Step.ExpectedLine> stats = new ArrayList<>();
    private boolean anyOrder;
    private int firstLine;

    /** {@code = nothing}: an expectation without a line is one too. */
    void addNothing(int line) {
        begin(line);
    }

    void addAnyOrder(int line) {
        begin(line);
        anyOrder = true;
    }

    void add(boolean isStats, Step.ExpectedLine expected) {
        begin(expected.line());
        (isStats ? stats : log).add(expected);
    }

    private void begin(int line) {
        if (firstLine == 0) {
            firstLine = line;
        }
    }

    /** Appends what was gathered, if anything was, and starts anew. */
    void addTo(List<Step> steps) {
        if (firstLine != 0) {
            steps.add(
                    new Step.Expectation(
                            firstLine, List.copyOf(log), List.copyOf(stats), anyOrder));
        }
        log.clear();
        stats.clear();
        anyOrder = false;
        firstLine = 0;
    }
}
