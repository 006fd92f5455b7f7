package tcprt.validate.judge;

import org.HdrHistogram.Histogram;

/** How well one field of one type of record agrees, over all pairs. */
public final class FieldTally {
    /** Larger errors count as this large. */
    private static final long MAX_ERROR = 1L << 40;

    private static final int DIGITS = 2;

    private final boolean exactDemanded;
    private final Histogram errors = new Histogram(DIGITS);
    private final Histogram tooSmall = new Histogram(DIGITS);
    private final Histogram tooLarge = new Histogram(DIGITS);
    private long count;
    private long exact;
    private long within;
    private long excused;
    private long largest;

    FieldTally(boolean exactDemanded) {
        this.exactDemanded = exactDemanded;
    }

    /**
     * Counts one pair.
     *
     * @param error ours less the kernel's
     * @param cause null if it is within tolerance
     */
    void add(long error, @org.jspecify.annotations.Nullable Cause cause) {
        count++;
        long size = Math.min(Math.abs(error), MAX_ERROR);
        errors.recordValue(size);
        largest = Math.max(largest, Math.abs(error));
        if (error == 0) {
            exact++;
        } else {
            (error < 0 ? tooSmall : tooLarge).recordValue(size);
        }
        if (cause == null) {
            within++;
        } else if (cause.isExcuse()) {
            excused++;
        }
    }

    /** Pairs compared. */
    public long count() {
        return count;
    }

    /** Those that are equal. */
    public long exact() {
        return exact;
    }

    /** Those that are equal or within tolerance. */
    public long within() {
        return within;
    }

    /** Those beyond tolerance. */
    public long off() {
        return count - within;
    }

    /** Those of them whose cause is an excuse. */
    public long excused() {
        return excused;
    }

    /** Absolute error that so many per cent of the pairs do not exceed. */
    public long errorAt(double percentile) {
        // Its buckets are 1 % wide, so it may say a little more than there was.
        return Math.min(largest, errors.getValueAtPercentile(percentile));
    }

    public long largestError() {
        return largest;
    }

    /** Whether nothing but the same number will do. */
    public boolean isExactDemanded() {
        return exactDemanded;
    }

    /** Whether it is good enough. */
    public boolean isGood() {
        long bad = off() - excused;
        return exactDemanded ? bad == 0 : bad <= count * (1 - Findings.DEMANDED_WITHIN);
    }

    /** Pairs whose error lies between two bounds, both included. */
    public long countBetween(long from, long to) {
        if (to < 0) {
            return tooSmall.getCountBetweenValues(-to, Math.min(-from, MAX_ERROR));
        }
        if (from > 0) {
            return tooLarge.getCountBetweenValues(from, Math.min(to, MAX_ERROR));
        }
        return exact;
    }
}
