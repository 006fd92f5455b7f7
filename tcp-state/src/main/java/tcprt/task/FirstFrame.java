package tcprt.task;

import java.util.List;

/**
 * How soon the first bytes of a response were acknowledged: for each threshold the first ACK that
 * reached it, as bytes acknowledged by then and time since the response began.
 *
 * <p>One per connection, for its open task.
 */
final class FirstFrame {
    /** Thresholds there can be, as in the service's file. */
    static final int MAX_THRESHOLDS = TcpRtRecord.MAX_FIRST_FRAMES;

    private final long[] thresholds;
    private final long[] ackedBytes;
    private final long[] micros;
    private int reached;
    private long beganMicros;
    private boolean began;

    /**
     * Makes one that has measured nothing.
     *
     * @param thresholds bytes of a response, each at least 1
     */
    FirstFrame(List<Integer> thresholds) {
        this.thresholds = new long[Math.min(thresholds.size(), MAX_THRESHOLDS)];
        for (int i = 0; i < this.thresholds.length; i++) {
            this.thresholds[i] = thresholds.get(i);
        }
        ackedBytes = new long[this.thresholds.length];
        micros = new long[this.thresholds.length];
    }

    /** A task begins. */
    void reset() {
        reached = 0;
        began = false;
    }

    /** The first segment of the response leaves. */
    void onResponse(long timeMicros) {
        began = true;
        beganMicros = timeMicros;
    }

    /** Response bytes are acknowledged, {@code bytes} of them so far. */
    void onAck(long bytes, long timeMicros) {
        while (began && reached < thresholds.length && bytes >= thresholds[reached]) {
            ackedBytes[reached] = bytes;
            micros[reached] = timeMicros - beganMicros;
            reached++;
        }
    }

    /** Writes what was reached, and the letter if there is something. */
    void describe(TcpRtRecord record) {
        record.firstFrames = reached;
        System.arraycopy(ackedBytes, 0, record.firstFrameBytes, 0, reached);
        System.arraycopy(micros, 0, record.firstFrameMicros, 0, reached);
        if (reached > 0) {
            record.letters |= Letter.F.bit();
        }
    }

    /** Becomes what another one of the same thresholds is. */
    void copy(FirstFrame other) {
        reached = other.reached;
        began = other.began;
        beganMicros = other.beganMicros;
        System.arraycopy(other.ackedBytes, 0, ackedBytes, 0, reached);
        System.arraycopy(other.micros, 0, micros, 0, reached);
    }
}
