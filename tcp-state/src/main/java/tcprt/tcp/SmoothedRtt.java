package tcprt.tcp;

/**
 * The smoothed round trip time of RFC 6298 in the kernel's integer arithmetic ({@code
 * tcp_rtt_estimator}), held times 8.
 *
 * <p>The kernel keeps the variation as well, for its retransmission timer; it does not flow back
 * into this value.
 */
final class SmoothedRtt {
    private long srtt8;

    /** Back to before the first sample. */
    void forget() {
        srtt8 = 0;
    }

    /** Smoothed round trip time in whole microseconds, 0 before the first sample. */
    long micros() {
        return srtt8 >> 3;
    }

    /**
     * Takes a sample.
     *
     * @param sampleMicros round trip time, at least 0
     */
    void update(long sampleMicros) {
        long srtt = srtt8 == 0 ? sampleMicros << 3 : srtt8 + sampleMicros - (srtt8 >> 3);
        srtt8 = Math.max(1, srtt); // 0 means that there was no sample
    }
}
