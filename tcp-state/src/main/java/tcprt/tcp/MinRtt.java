package tcprt.tcp;

/**
 * The smallest round trip time of the last 300 seconds, as the kernel's windowed filter estimates
 * it (lib/win_minmax.c).
 *
 * <p>Three samples are kept: the best, the best since the best, and the best since that. Time is in
 * jiffies of the emulated kernel. Both are 32 bits wide and unsigned, as the kernel's are: jiffies
 * wrap.
 */
final class MinRtt {
    /** What {@code tcp_min_rtt} says before the first sample, microseconds. */
    static final long NO_SAMPLE_MICROS = 0xFFFF_FFFFL;

    private static final int NO_SAMPLE = (int) NO_SAMPLE_MICROS;

    /** {@code sysctl_tcp_min_rtt_wlen}. */
    private static final int WINDOW_SECONDS = 300;

    /** Jiffies that a capture's clock may go back; further back is taken for long ago. */
    private static final int MOST_BACKWARDS = 1 << 24;

    private final int hz;
    private int jiffies0;
    private int jiffies1;
    private int jiffies2;
    private int micros0 = NO_SAMPLE;
    private int micros1 = NO_SAMPLE;
    private int micros2 = NO_SAMPLE;

    MinRtt(int hz) {
        this.hz = hz;
    }

    /** Back to before the first sample. */
    void forget() {
        set(0, 0, NO_SAMPLE);
    }

    /** Result in microseconds, {@link #NO_SAMPLE_MICROS} before the first sample. */
    long micros() {
        return Integer.toUnsignedLong(micros0);
    }

    /**
     * Takes a sample. Zero counts as one jiffy ({@code tcp_update_rtt_min}).
     *
     * @param sampleMicros round trip time, at least 0
     * @param timeNs when it was measured
     */
    void update(long sampleMicros, long timeNs) {
        int micros = (int) (sampleMicros == 0 ? 1_000_000L / hz : sampleMicros);
        int now = jiffies(timeNs);
        int window = WINDOW_SECONDS * hz;
        if (atMost(micros, micros0) || isOlder(now - jiffies2, window)) {
            set(0, now, micros);
            return;
        }
        if (atMost(micros, micros1)) {
            set(1, now, micros);
        } else if (atMost(micros, micros2)) {
            set(2, now, micros);
        }
        ageOut(now, micros, window);
    }

    /** A division by a number that the compiler knows costs a tenth of any other. */
    private int jiffies(long timeNs) {
        return (int) (hz == 1000 ? timeNs / 1_000_000 : timeNs / (1_000_000_000L / hz));
    }

    private static boolean atMost(int micros, int most) {
        return Integer.compareUnsigned(micros, most) <= 0;
    }

    /** Time that went back a little is not old. */
    private static boolean isOlder(int age, int limit) {
        return age > limit || age < -MOST_BACKWARDS;
    }

    /** As time passes the second and third best are promoted ({@code minmax_subwin_update}). */
    private void ageOut(int now, int micros, int window) {
        int age = now - jiffies0;
        if (isOlder(age, window)) {
            shift(now, micros);
            if (isOlder(now - jiffies0, window)) {
                shift(now, micros);
            }
        } else if (jiffies1 == jiffies0 && isOlder(age, window / 4)) {
            set(1, now, micros);
        } else if (jiffies2 == jiffies1 && isOlder(age, window / 2)) {
            set(2, now, micros);
        }
    }

    private void shift(int now, int micros) {
        jiffies0 = jiffies1;
        micros0 = micros1;
        jiffies1 = jiffies2;
        micros1 = micros2;
        jiffies2 = now;
        micros2 = micros;
    }

    /** Overwrites the samples from {@code first} to the third. */
    private void set(int first, int now, int micros) {
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
