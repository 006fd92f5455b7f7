package tcprt.validate.join;

import java.util.List;

/**
 * How far the kernel's clock is ahead of the capture's, over the time of the capture. A straight
 * line, or several where one of the clocks was set.
 *
 * @param pieces in time order; empty if nothing is known, which is taken as equal clocks
 * @param samples pairs of records it was found from
 */
public record Clock(List<Piece> pieces, int samples) {
    private static final int MICROS_PER_SECOND = 1_000_000;

    /**
     * A time during which the two clocks went steadily.
     *
     * @param fromMicros first moment on the capture's clock; of the first piece it means nothing
     * @param atMicros moment on the capture's clock at which {@code offsetMicros} holds
     * @param offsetMicros kernel's clock less capture's
     * @param drift what the offset grows by per unit of time
     */
    public record Piece(long fromMicros, long atMicros, long offsetMicros, double drift) {
        long offsetAt(long captureMicros) {
            return offsetMicros + Math.round(drift * (captureMicros - atMicros));
        }
    }

    public Clock {
        pieces = List.copyOf(pieces);
    }

    /** Two clocks that are the same. */
    public static Clock same(int samples) {
        return new Clock(List.of(), samples);
    }

    /** A moment of the capture on the kernel's clock. */
    public long toKernel(long captureMicros) {
        return captureMicros + offsetAt(captureMicros);
    }

    /** Kernel's clock less capture's at a moment of the capture, microseconds. */
    public long offsetAt(long captureMicros) {
        Piece at = null;
        for (Piece piece : pieces) {
            if (at == null || captureMicros >= piece.fromMicros) {
                at = piece;
            }
        }
        return at == null ? 0 : at.offsetAt(captureMicros);
    }

    /** Whether one of the clocks was set during the capture. */
    public boolean hasSteps() {
        return pieces.size() > 1;
    }

    /** By how much the clock was set, if it was between two moments of the capture; else 0. */
    public long stepBetween(long fromMicros, long toMicros) {
        long step = 0;
        for (int i = 1; i < pieces.size(); i++) {
            long at = pieces.get(i).fromMicros;
            if (fromMicros < at && at <= toMicros) {
                step += pieces.get(i).offsetAt(at) - pieces.get(i - 1).offsetAt(at);
            }
        }
        return step;
    }

    /** In a few words. */
    public String describe() {
        if (samples == 0) {
            return "not comparable: no record in common, taken as equal";
        }
        if (pieces.isEmpty()) {
            return "the same (%,d records compared)".formatted(samples);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (i > 0) {
                text.append("; set at ").append(seconds(piece.fromMicros)).append(" to ");
            }
            text.append(
                    "the kernel's is %s s %s"
                            .formatted(
                                    seconds(Math.abs(piece.offsetMicros)),
                                    piece.offsetMicros < 0 ? "behind" : "ahead"));
            if (piece.drift != 0) {
                text.append(
                        ", drifting by %.1f us per second"
                                .formatted(piece.drift * MICROS_PER_SECOND));
            }
        }
        return text + " (%,d records compared)".formatted(samples);
    }

    private static String seconds(long micros) {
        return "%d.%06d".formatted(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }
}
