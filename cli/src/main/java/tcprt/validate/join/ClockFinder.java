package tcprt.validate.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/**
 * Finds how the kernel's clock and the capture's differ, from tasks that both sides know: same
 * connection, type, number and bytes. What most of them agree on holds, so that 4-tuples that were
 * used again, and numbers that shifted, do no harm; medians and Theil and Sen's slope keep delays
 * of single records out.
 */
final class ClockFinder {
    private static final int SAMPLES = 32_768;

    /** Fewer than this many numbered pairs are too few to trust if there are others. */
    private static final int ENOUGH = 8;

    private static final int MAX_BLOCKS = 256;
    private static final int BLOCK_SAMPLES = 5;

    /** Pairs that agree to this are taken to be about the same clocks. */
    private static final long AGREEMENT_MICROS = 50_000;

    /** What clocks may drift, and what is allowed for on top. */
    private static final double MAX_DRIFT = 1e-3;

    private static final long NEAR_MICROS = 2_000_000;

    /** A clock that is set is set by more than this; less is slewed. */
    private static final long STEP_MICROS = 100_000;

    /** Less than this is the way from the tap to the socket, not a difference of clocks. */
    private static final long SAME_MICROS = 100;

    private final Side kernel = new Side();
    private final Side ours = new Side();

    private static final class Side {
        final ClockSamples numbered = new ClockSamples(SAMPLES);
        final ClockSamples unnumbered = new ClockSamples(SAMPLES);
    }

    /** A task on both sides, or what may be one: capture's start, and the kernel's less that. */
    private record Pair(long captureMicros, long offsetMicros, boolean sure) {}

    /** Takes a record of either side. */
    void add(Entry entry) {
        Side side = entry.kernel ? kernel : ours;
        long key =
                Connection.mix(
                        Connection.of(entry).hash()
                                ^ Connection.mix(
                                        entry.values[Field.SENT.ordinal()] << 3
                                                ^ entry.type().ordinal()));
        // The numbers of a connection from before the capture are not the kernel's.
        if (!entry.midStream) {
            side.numbered.add(Connection.mix(key ^ entry.taskNumber()), entry.startMicros);
        }
        side.unnumbered.add(
                Connection.mix(key + entry.values[Field.UPLOAD_DATA.ordinal()]), entry.startMicros);
    }

    /** What the records taken so far agree on. */
    Clock find() {
        List<Pair> pairs = pairs(kernel.numbered, ours.numbered);
        if (pairs.size() < ENOUGH) {
            List<Pair> more = pairs(kernel.unnumbered, ours.unnumbered);
            pairs = more.size() > pairs.size() ? more : pairs;
        }
        if (pairs.isEmpty()) {
            return Clock.same(0);
        }
        return fit(agreeing(pairs));
    }

    private static List<Pair> pairs(ClockSamples kernel, ClockSamples ours) {
        kernel.finish();
        ours.finish();
        List<Pair> pairs = new ArrayList<>();
        int k = 0;
        int o = 0;
        while (k < kernel.count() && o < ours.count()) {
            int compared = Long.compareUnsigned(kernel.key(k), ours.key(o));
            if (compared != 0) {
                k += compared < 0 ? 1 : 0;
                o += compared > 0 ? 1 : 0;
                continue;
            }
            int kernelEnd = endOfKey(kernel, k);
            int oursEnd = endOfKey(ours, o);
            boolean sure = kernelEnd - k == 1 && oursEnd - o == 1;
            for (int i = k; i < kernelEnd; i++) {
                for (int j = o; j < oursEnd; j++) {
                    pairs.add(new Pair(ours.start(j), kernel.start(i) - ours.start(j), sure));
                }
            }
            k = kernelEnd;
            o = oursEnd;
        }
        return pairs;
    }

    private static int endOfKey(ClockSamples samples, int from) {
        int end = from + 1;
        while (end < samples.count() && samples.key(end) == samples.key(from)) {
            end++;
        }
        return end;
    }

    /** Those that are sure, and of the others those that say what most say. */
    private static List<Pair> agreeing(List<Pair> pairs) {
        Pair center = center(pairs);
        return pairs.stream()
                .filter(
                        pair ->
                                pair.sure
                                        || Math.abs(pair.offsetMicros - center.offsetMicros)
                                                <= NEAR_MICROS
                                                        + MAX_DRIFT
                                                                * Math.abs(
                                                                        pair.captureMicros
                                                                                - center.captureMicros))
                .sorted(Comparator.comparingLong(Pair::captureMicros))
                .toList();
    }

    /** The middle of the largest group that agrees; of equally large ones, the smallest offset. */
    private static Pair center(List<Pair> pairs) {
        List<Pair> sorted =
                pairs.stream().sorted(Comparator.comparingLong(Pair::offsetMicros)).toList();
        Pair best = sorted.get(0);
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to).offsetMicros - sorted.get(from).offsetMicros > AGREEMENT_MICROS) {
                from++;
            }
            Pair middle = sorted.get((from + to) / 2);
            int size = to - from + 1;
            if (size > most
                    || (size == most
                            && Math.abs(middle.offsetMicros) < Math.abs(best.offsetMicros))) {
                most = size;
                best = middle;
            }
        }
        return best;
    }

    private static Clock fit(List<Pair> pairs) {
        int blocks = Math.max(1, Math.min(MAX_BLOCKS, pairs.size() / BLOCK_SAMPLES));
        long[] at = new long[blocks];
        long[] offset = new long[blocks];
        for (int i = 0; i < blocks; i++) {
            List<Pair> block =
                    pairs.subList(
                            (int) ((long) i * pairs.size() / blocks),
                            (int) ((long) (i + 1) * pairs.size() / blocks));
            at[i] = median(block.stream().mapToLong(Pair::captureMicros).toArray());
            offset[i] = median(block.stream().mapToLong(Pair::offsetMicros).toArray());
        }
        List<Clock.Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= blocks; i++) {
            if (i == blocks || isStep(at, offset, i)) {
                // One block that stands alone among others is a coincidence, not a time.
                if (i - from > 1 || blocks == 1) {
                    Clock.Piece piece = piece(at, offset, from, i);
                    addPiece(pieces, piece, pairs);
                }
                from = i;
            }
        }
        boolean same =
                pieces.isEmpty()
                        || (pieces.size() == 1
                                && pieces.get(0).drift() == 0
                                && Math.abs(pieces.get(0).offsetMicros()) < SAME_MICROS);
        return same ? Clock.same(pairs.size()) : new Clock(pieces, pairs.size());
    }

    private static boolean isStep(long[] at, long[] offset, int i) {
        return Math.abs(offset[i] - offset[i - 1]) > STEP_MICROS + MAX_DRIFT * (at[i] - at[i - 1]);
    }

    /** A piece that only goes on with the one before, behind a coincidence, is not another. */
    private static void addPiece(List<Clock.Piece> pieces, Clock.Piece piece, List<Pair> pairs) {
        if (pieces.isEmpty()) {
            pieces.add(piece);
            return;
        }
        Clock.Piece before = pieces.get(pieces.size() - 1);
        if (Math.abs(before.offsetAt(piece.atMicros()) - piece.offsetMicros())
                <= STEP_MICROS + MAX_DRIFT * (piece.atMicros() - before.atMicros())) {
            return;
        }
        long from = piece.atMicros();
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            long toBefore = Math.abs(pair.offsetMicros - before.offsetAt(pair.captureMicros));
            long toPiece = Math.abs(pair.offsetMicros - piece.offsetAt(pair.captureMicros));
            if (pair.captureMicros < before.atMicros()
                    || (pair.captureMicros < piece.atMicros()
                            && toBefore < toPiece
                            && toBefore < STEP_MICROS)) {
                break;
            }
            if (toPiece < STEP_MICROS) {
                from = Math.min(from, pair.captureMicros);
            }
        }
        pieces.add(new Clock.Piece(from, piece.atMicros(), piece.offsetMicros(), piece.drift()));
    }

    /** A line through some blocks; level, unless a slope explains them much better. */
    private static Clock.Piece piece(long[] at, long[] offset, int from, int to) {
        int count = to - from;
        long middle = at[from + count / 2];
        long[] level = Arrays.copyOfRange(offset, from, to);
        long levelOffset = median(level.clone());
        double slope = count < 4 ? 0 : slope(at, offset, from, to);
        long[] sloped = new long[count];
        for (int i = 0; i < count; i++) {
            sloped[i] = offset[from + i] - Math.round(slope * (at[from + i] - middle));
        }
        long slopedOffset = median(sloped.clone());
        boolean drifts =
                Math.abs(slope * (at[to - 1] - at[from])) > SAME_MICROS
                        && 2 * distance(sloped, slopedOffset) < distance(level, levelOffset);
        return drifts
                ? new Clock.Piece(at[from], middle, slopedOffset, slope)
                : new Clock.Piece(at[from], middle, levelOffset, 0);
    }

    /** The median of the slopes between any two blocks (Theil and Sen). */
    private static double slope(long[] at, long[] offset, int from, int to) {
        double[] slopes = new double[(to - from) * (to - from - 1) / 2];
        int count = 0;
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                if (at[j] > at[i]) {
                    slopes[count++] = (double) (offset[j] - offset[i]) / (at[j] - at[i]);
                }
            }
        }
        double[] used = Arrays.copyOf(slopes, count);
        Arrays.sort(used);
        return count == 0 ? 0 : used[count / 2];
    }

    /** The median distance from a value. */
    private static long distance(long[] values, long from) {
        return median(Arrays.stream(values).map(value -> Math.abs(value - from)).toArray());
    }

    /** The middle of the values, which are sorted in place. */
    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
