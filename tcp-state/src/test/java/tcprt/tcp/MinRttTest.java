package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinRttTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void withoutASampleItIsAllOnes() {
        assertEquals(4294967295L, new MinRtt(1000).micros());
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "250, 4000"})
    void zeroCountsAsOneJiffy(int hz, long micros) {
        MinRtt min = new MinRtt(hz);
        min.update(0, SECOND);
        assertEquals(micros, min.micros());
    }

    @Test
    void aSmallerSampleIsTakenAtOnce() {
        MinRtt min = new MinRtt(1000);
        min.update(500, SECOND);
        min.update(400, SECOND);
        min.update(450, 2 * SECOND);
        assertEquals(400, min.micros());
    }

    @Test
    void timeThatGoesBackDoesNotAgeTheBest() {
        MinRtt min = new MinRtt(1000);
        min.update(20_000, 10 * SECOND);
        min.update(30_000, 9 * SECOND);
        assertEquals(20_000, min.micros());
    }

    @Test
    void jiffiesMayWrapBetweenTwoSamples() {
        long wrapNs = (1L << 32) * 1_000_000; // at 1000 a second
        MinRtt min = new MinRtt(1000);
        min.update(100, wrapNs - SECOND);
        min.update(900, wrapNs + SECOND);
        assertEquals(100, min.micros());
        min.update(900, wrapNs + 400 * SECOND);
        assertEquals(900, min.micros());
    }

    @Test
    void theBestIsForgottenAfter300Seconds() {
        MinRtt min = new MinRtt(1000);
        min.update(100, 0);
        min.update(900, 10 * SECOND); // second and third best
        min.update(800, 200 * SECOND); // better than both
        min.update(5000, 300 * SECOND); // exactly the window: still 100
        assertEquals(100, min.micros());
        min.update(5000, 300 * SECOND + 1_000_000); // one jiffy more
        assertEquals(800, min.micros());
    }

    @Test
    void afterALongSilenceTheFirstSampleReplacesAll() {
        MinRtt min = new MinRtt(1000);
        min.update(100, 0);
        min.update(200, SECOND);
        min.update(7000, 302 * SECOND); // the third best is older than the window, too
        assertEquals(7000, min.micros());
    }

    @Test
    void whenTheSecondBestIsTooOldAsWellTheThirdServes() {
        MinRtt min = new MinRtt(1000);
        min.update(100, 0);
        min.update(200, 10 * SECOND);
        min.update(300, 250 * SECOND); // more than half a window after: third best
        min.update(9000, 320 * SECOND);
        assertEquals(300, min.micros());
    }

    /** The filter against a plain transcription of what SEMANTICS 4.1 says about it. */
    @ParameterizedTest
    @ValueSource(ints = {250, 1000})
    void followsTheModelThroughRandomSamples(int hz) {
        Random random = new Random(41);
        for (int run = 0; run < 300; run++) {
            MinRtt min = new MinRtt(hz);
            Model model = new Model(300L * hz);
            long jiffyNs = SECOND / hz;
            long timeNs = 1_700_000_000L * SECOND + random.nextInt(1_000_000_000);
            int longestStep = 1 << (4 + random.nextInt(14));
            for (int i = 0; i < 300; i++) {
                timeNs += random.nextInt(longestStep) * jiffyNs / 3;
                long micros = 1L + random.nextInt(1 + random.nextInt(2000));
                min.update(micros, timeNs);
                model.update(timeNs / jiffyNs, micros);
                assertEquals(model.result(), min.micros(), "run " + run + ", sample " + i);
            }
        }
    }

    /** Slots as a list, best first. */
    private static final class Model {
        private record Slot(long t, long v) {}

        private final long win;
        private List<Slot> s = slots(new Slot(Long.MIN_VALUE / 2, 0xffff_ffffL));

        Model(long win) {
            this.win = win;
        }

        private static List<Slot> slots(Slot all) {
            return new ArrayList<>(List.of(all, all, all));
        }

        long result() {
            return s.get(0).v;
        }

        void update(long t, long v) {
            Slot sample = new Slot(t, v);
            if (v <= s.get(0).v || t - s.get(2).t > win) {
                s = slots(sample);
                return;
            }
            if (v <= s.get(1).v) {
                s = new ArrayList<>(Arrays.asList(s.get(0), sample, sample));
            } else if (v <= s.get(2).v) {
                s.set(2, sample);
            }
            long dt = t - s.get(0).t;
            if (dt > win) {
                for (int i = 0; i < 2 && t - s.get(0).t > win; i++) {
                    s.remove(0);
                    s.add(sample);
                }
            } else if (s.get(1).t == s.get(0).t && dt > win / 4) {
                s = new ArrayList<>(Arrays.asList(s.get(0), sample, sample));
            } else if (s.get(2).t == s.get(1).t && dt > win / 2) {
                s.set(2, sample);
            }
        }
    }
}
