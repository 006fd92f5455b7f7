package tcprt.task;

/**
 * What marks an R record, in the order in which the letters are written behind it: {@code R.ZH}.
 * {@link TcpRtRecord#letters} is a set of them.
 */
public enum Letter {
    /** The response is only an interim one to {@code Expect: 100-continue}. */
    C,
    /** A TLS 1.3 handshake with early data that the server accepted. */
    Z,
    /** A close_notify alert belongs to the task; its time ends before the alert. */
    A,
    /** The task belongs to a TLS handshake. */
    H,
    /** The task has first-frame times. */
    F;

    /** Its place in a set. */
    public int bit() {
        return 1 << ordinal();
    }
}
