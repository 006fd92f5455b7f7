package tcprt.validate.report;

import java.util.Locale;
import tcprt.validate.judge.FieldTally;

/**
 * The errors of a field as a small picture (SVG): ours less the kernel's, from too small on the
 * left to too large on the right, in steps of 1, 2, 5, 10, ... so that microseconds and seconds are
 * both seen.
 */
final class ErrorBars {
    private static final long[] STEPS = steps();
    private static final int BAR_WIDTH = 5;
    private static final int HEIGHT = 34;

    private ErrorBars() {}

    /** 1, 2, 5, 10, ... 500,000, and everything above. */
    private static long[] steps() {
        long[] steps = new long[19];
        long power = 1;
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new long[] {1, 2, 5}[i % 3] * power;
            power *= i % 3 == 2 ? 10 : 1;
        }
        return steps;
    }

    /**
     * Draws it.
     *
     * @param toleranceMicros absolute part, shaded; 0 for none
     */
    static String svg(String name, FieldTally tally, long toleranceMicros) {
        int bars = 2 * STEPS.length + 1;
        long most = 1;
        for (int bar = 0; bar < bars; bar++) {
            most = Math.max(most, count(tally, bar));
        }
        StringBuilder svg = new StringBuilder();
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg class=\"bars\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " role=\"img\" aria-label=\"errors of %s: half within %,d, 99 %%"
                                + " within %,d, all within %,d\">",
                        bars * BAR_WIDTH,
                        HEIGHT,
                        bars * BAR_WIDTH,
                        HEIGHT,
                        name,
                        tally.errorAt(50),
                        tally.errorAt(99),
                        tally.largestError()));
        if (toleranceMicros > 0) {
            int reach = 0;
            while (reach < STEPS.length && STEPS[reach] <= toleranceMicros) {
                reach++;
            }
            svg.append(
                    rect(
                            "band",
                            (STEPS.length - reach) * BAR_WIDTH,
                            0,
                            (2 * reach + 1) * BAR_WIDTH,
                            HEIGHT - 1,
                            ""));
        }
        for (int bar = 0; bar < bars; bar++) {
            long count = count(tally, bar);
            if (count > 0) {
                int height = (int) Math.max(2, Math.round((HEIGHT - 2.0) * count / most));
                svg.append(
                        rect(
                                bar == STEPS.length ? "zero" : "bar",
                                bar * BAR_WIDTH,
                                HEIGHT - 1 - height,
                                BAR_WIDTH - 1,
                                height,
                                title(bar, count)));
            }
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/></svg>",
                        HEIGHT - 1,
                        bars * BAR_WIDTH,
                        HEIGHT - 1));
        return svg.toString();
    }

    private static String rect(String kind, int x, int y, int width, int height, String title) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\">%s</rect>",
                kind,
                x,
                y,
                width,
                height,
                title);
    }

    private static long count(FieldTally tally, int bar) {
        int step = Math.abs(bar - STEPS.length) - 1;
        if (step < 0) {
            return tally.exact();
        }
        long from = STEPS[step];
        long to = step + 1 < STEPS.length ? STEPS[step + 1] - 1 : Long.MAX_VALUE;
        return bar < STEPS.length ? tally.countBetween(-to, -from) : tally.countBetween(from, to);
    }

    private static String title(int bar, long count) {
        int step = Math.abs(bar - STEPS.length) - 1;
        String range = "0";
        if (step >= 0) {
            String sign = bar < STEPS.length ? "-" : "+";
            range =
                    step + 1 < STEPS.length
                            ? sign + STEPS[step] + " to " + sign + (STEPS[step + 1] - 1)
                            : sign + STEPS[step] + " and more";
        }
        return String.format(Locale.ROOT, "<title>%s: %,d</title>", range, count);
    }
}
