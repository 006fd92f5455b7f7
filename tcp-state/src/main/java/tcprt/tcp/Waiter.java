package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/** Something that waits for later frames, or until a time: an entry of {@link Deadlines}. */
public abstract class Waiter {
    @Nullable Waiter previousWaiting;
    @Nullable Waiter nextWaiting;

    /** Makes one that does not wait yet. */
    protected Waiter() {}

    /** When it stops waiting, nanoseconds of capture time; constant while it is on a list. */
    protected abstract long deadlineNs();

    /**
     * Time has come to {@code timeNs}: what waited for a time up to then stops waiting. Afterwards
     * the deadline is later, or it is on no list.
     */
    public abstract void expire(long timeNs);

    /** What waits is decided with what is known. Afterwards it is on no list. */
    public abstract void decideNow();

    /** The capture ends: what waits is decided with what is known. */
    protected abstract void endOfCapture();
}
