package tcprt.validate.judge;

import java.util.Locale;

/** Why a record or a number differs. */
public enum Cause {
    UNKNOWN(false, "nothing in the capture or the log explains it"),
    CAPTURE_LOST_PACKETS(
            false, "the capture misses bytes here that acknowledgments prove were sent"),
    NOT_CAPTURED(
            false,
            "the capture does not show the frame this comes from; ours is concluded from others"),
    LOST_BEHIND_TAP(
            false,
            "the tap is away from the host and frames were lost or sent again between them, so they"
                    + " saw different frames"),
    SUPER_SEGMENT(
            false,
            "the capture holds segments larger than the MSS (TSO), and how much of one was sent"
                    + " again is not visible"),
    REPEATED_LINE(false, "the log says the same line twice"),
    LOG_LOST_LINE(false, "the kernel's other lines of the connection prove that it wrote one more"),
    RELAY_WRAPPED(
            false,
            "the log has a torn line at this time: the relay buffer was written over, lines are"
                    + " lost"),
    WRONG_HZ(
            false,
            "an RTT of 0 counts as one timer tick, and the kernel's tick is another: set hz"),
    TAP_DISTANCE(true, "the way between tap and host is in our time; try --vantage mirror"),
    HOST_DELAY(
            true,
            "the host looked at the frame later than it passed; the times beside it moved the"
                    + " other way by as much"),
    SEND_BURST(
            true,
            "the kernel takes its stamp after the whole first burst of the response, we with its"
                    + " first frame"),
    APPLICATION_CLOSED_LATE(
            true, "the socket ended when the application let it go, which is not on the wire"),
    KERNEL_TIMER(true, "the kernel gave the connection up by a timer, without a frame"),
    RELEASE_MOMENT(
            true, "the socket was released at another moment, around the last acknowledgment"),
    SO_LINGER(
            true, "closed with SO_LINGER 0, which clears addresses and counters before the record"),
    OLD_MODULE(true, "an older module, which prints the minimum RTT in units of 1024 us"),
    WINDOW_MODEL(true, "no packet carries the congestion window; ours is a model"),
    CLOCK_STEP(true, "one of the clocks was set at this time"),
    BEFORE_CAPTURE(true, "the connection began before the capture"),
    OUTSIDE_CAPTURE(true, "the task is not wholly inside the time of the capture"),
    OPEN_AT_END(true, "the connection is still open at the end of the capture"),
    OUTSIDE_LOG(true, "the record is not inside the time of the log"),
    NOT_TRACED_HERE(true, "the port is not among those this run traces");

    private final boolean excuse;
    private final String description;

    Cause(boolean excuse, String description) {
        this.excuse = excuse;
        this.description = description;
    }

    /**
     * Whether both sides are right all the same: no capture of this traffic, taken there, could
     * show what the kernel says. Such differences are listed, and do not fail a validation.
     */
    public boolean isExcuse() {
        return excuse;
    }

    /** A sentence without its beginning and end. */
    public String description() {
        return description;
    }

    /** Its name in reports. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
