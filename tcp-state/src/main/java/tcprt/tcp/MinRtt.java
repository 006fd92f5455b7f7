package tcprt.tcp;

/**
 * The smallest round trip time of the last 300 seconds, as the kernel's windowed filter estimates
 * it (lib/win_minmax.c).
 *
 * <p>Three samples are kept: the best, the best since the best, and the best since that. Time is in
 * jiffies of the emulated kernel.
 */
final class MinRtt {
    /** What {@code tcp_min_rtt} says before the first sample, microseconds. */
    static final long NO_SAMPLE_MICROS = 0xFFFF_FFFFL;

    /** {@code sysctl_tcp_min_rtt_wlen}. */
    private static final int WINDOW_SECONDS = 300;

    private final int hz;
    private long jiffies0;
    private long jiffies1;
    private long jiffies2;
    private long micros0 = NO_SAMPLE_MICROS;
    private long micros1 = NO_SAMPLE_MICROS;
    private long micros2 = NO_SAMPLE_MICROS;

    MinRtt(int hz) {
        this.hz = hz;
    }

    /** Back to before the first sample. */
    void forget() {
        set(0, 0, NO_SAMPLE_MICROS);
    }

    /** Result in microseconds, {@link #NO_SAMPLE_MICROS} before the first sample. */
    long micros() {
        return micros0;
    }

    /**
     * Takes a sample. Zero counts as one jiffy ({@code tcp_update_rtt_min}).
     *
     * @param sampleMicros round trip time, at least 0
     * @param timeNs when it was measured
     */
    void update(long sampleMicros, long timeNs) {
        long micros = sampleMicros == 0 ? 1_000_000L / hz : sampleMicros;
        long now = timeNs / (1_000_000_000L / hz);
        long window = (long) WINDOW_SECONDS * hz;
        if (micros <= micros0 || now - jiffies2 > window) {
            set(0, now, micros);
            return;
        }
        if (micros <= micros1) {
            set(1, now, micros);
        } else if (micros <= micros2) {
            set(2, now, micros);
        }
        ageOut(now, micros, window);
    }

    /** As time passes the second and third best are promoted ({@code minmax_subwin_update}). */
    private void ageOut(long now, long micros, long window) {
        long age = now - jiffies0;
        if (age > window) {
            shift(now, micros);
            if (now - jiffies0 > window) {
                shift(now, micros);
            }
        } else if (jiffies1 == jiffies0 && age > window / 4) {
            set(1, now, micros);
        } else if (jiffies2 == jiffies1 && age > window / 2) {
            set(2, now, micros);
        }
    }

    private void shift(long now, long micros) {
        jiffies0 = jiffies1;
        micros0 = micros1;
        jiffies1 = jiffies2;
        micros1 = micros2;
        jiffies2 = now;
        micros2 = micros;
    }

    /** Overwrites the samples from {@code first} to the third. */
    private void set(int first, long now, long micros) {
        if (first == 0) {
            jiffies0 = now;
            micros0 = micros;
        }
        if (first <= 1) {
            jiffies1 = now;
            micros1 = micros;
        }
        jiffies2 = now;
        micros2 = micros;
    }
}
