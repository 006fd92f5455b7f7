package tcprt.task;

/**
 * What a {@link MessageParser} concludes from a segment's bytes, as bits of a {@code long}.
 *
 * <p>Several segments may be judged at once (a gap was filled): effects are joined with {@code |}.
 * The order in which a task applies them is fixed: {@link #HANDSHAKE_ENDS}, {@link #EARLY_DATA} and
 * {@link #ALERT_WAS_DATA} to the task that was open; then what {@link #TASK_DATA} does; then
 * everything else, to the task that is open now.
 */
public final class Effects {
    /**
     * There are bytes that count as V6 counts all bytes: received, they begin or continue a
     * request; sent, a response. Without it the segment opens no task and begins no response (TLS
     * 1.3 Finished and session tickets, alerts).
     */
    public static final long TASK_DATA = 1;

    /**
     * Received: the bytes continue the open task's request although its response has begun (the
     * second ClientHello after a HelloRetryRequest). Only with {@link #TASK_DATA}.
     */
    public static final long SAME_TASK = 1 << 1;

    /** Letter C: so far the response is an interim one to {@code Expect: 100-continue}. */
    public static final long CONTINUE = 1 << 2;

    /**
     * No letter C after all: the task's response goes on with a final status. Next to {@link
     * #CONTINUE} it wins.
     */
    public static final long NOT_CONTINUE = 1 << 3;

    /** Letter Z: the task holds early data, and the server accepted it. */
    public static final long EARLY_DATA = 1 << 4;

    /** Letter H: the task belongs to a TLS handshake. */
    public static final long HANDSHAKE = 1 << 5;

    /**
     * The first byte of what may be the connection's first ClientHello arrived. Comes again if it
     * was none: the last one counts.
     */
    public static final long HANDSHAKE_BEGINS = 1 << 6;

    /**
     * The last byte of a TLS 1.3 client's Finished arrived. Comes again if more of that flight
     * follows (client certificates): the last one counts.
     */
    public static final long HANDSHAKE_ENDS = 1 << 7;

    /** Letter A: a close_notify alert. The task's end time stays what it was before. */
    public static final long ALERT = 1 << 8;

    /**
     * Perhaps a close_notify alert: it is one if nothing but a FIN follows in its direction. Until
     * then the bytes open no task; the end time before them is remembered.
     */
    public static final long MAYBE_ALERT = 1 << 9;

    /** What was {@link #MAYBE_ALERT} is an alert: its direction ended. */
    public static final long ALERT_CONFIRMED = 1 << 10;

    /**
     * What was {@link #MAYBE_ALERT} was ordinary data, with the time it had. Sent: what the host
     * sent; received: what either side sent, since a request follows.
     */
    public static final long ALERT_WAS_DATA = 1 << 11;

    /** The effect of all bytes where nothing is parsed. */
    public static final long PLAIN = TASK_DATA;

    private Effects() {}
}
