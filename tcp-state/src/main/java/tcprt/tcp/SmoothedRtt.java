package tcprt.tcp;

import tcprt.wire.Seq;

/**
 * The smoothed round trip time of RFC 6298, in the kernel's integer arithmetic ({@code
 * tcp_rtt_estimator}): srtt is held times 8, mdev times 4.
 */
final class SmoothedRtt {
    private static final long RTO_MIN_MICROS = 200_000;

    private long srtt8;
    private long mdev4;
    private long mdevMax4;
    private long rttvar4;
    private int rttSeq;

    /** Smoothed round trip time in whole microseconds, 0 before the first sample. */
    long micros() {
        return srtt8 >> 3;
    }

    /**
     * Takes a sample.
     *
     * @param sampleMicros round trip time, at least 0
     * @param sndUna SND.UNA after the ACK that gave the sample
     * @param sndNxt SND.NXT at the same time
     */
    void update(long sampleMicros, int sndUna, int sndNxt) {
        long error = sampleMicros;
        long srtt = srtt8;
        if (srtt == 0) {
            srtt = error << 3;
            mdev4 = error << 1;
            rttvar4 = Math.max(mdev4, RTO_MIN_MICROS);
            mdevMax4 = rttvar4;
            rttSeq = sndNxt;
        } else {
            error -= srtt >> 3;
            srtt += error;
            if (error < 0) {
                error = -error - (mdev4 >> 2);
                // A falling RTT widens the deviation eight times more slowly.
                if (error > 0) {
                    error >>= 3;
                }
            } else {
                error -= mdev4 >> 2;
            }
            mdev4 += error;
            if (mdev4 > mdevMax4) {
                mdevMax4 = mdev4;
                rttvar4 = Math.max(rttvar4, mdevMax4);
            }
            if (Seq.after(sndUna, rttSeq)) {
                if (mdevMax4 < rttvar4) {
                    rttvar4 -= (rttvar4 - mdevMax4) >> 2;
                }
                rttSeq = sndNxt;
                mdevMax4 = RTO_MIN_MICROS;
            }
        }
        srtt8 = Math.max(1, srtt);
    }
}
