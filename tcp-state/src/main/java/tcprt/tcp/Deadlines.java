package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What waits for something until a time, soonest first.
 *
 * <p>All waits of one list are equally long, so one that begins to wait belongs at the end, or near
 * it if what it waits with had been waiting behind something else.
 */
public final class Deadlines {
    /** A capture whose time jumps back and forth may let some wait longer, but costs no more. */
    private static final int FARTHEST_STEPS = 64;

    private @Nullable Waiter first;
    private @Nullable Waiter last;

    /** Starts with nothing that waits. */
    public Deadlines() {}

    /** Takes one that is on no list. */
    public void add(Waiter waiter) {
        Waiter before = last;
        for (int steps = 0; steps < FARTHEST_STEPS; steps++) {
            if (before == null || before.deadlineNs() <= waiter.deadlineNs()) {
                break;
            }
            before = before.previousWaiting;
        }
        Waiter after = before == null ? first : before.nextWaiting;
        waiter.previousWaiting = before;
        waiter.nextWaiting = after;
        if (before == null) {
            first = waiter;
        } else {
            before.nextWaiting = waiter;
        }
        if (after == null) {
            last = waiter;
        } else {
            after.previousWaiting = waiter;
        }
    }

    /** Forgets one that is on this list. */
    public void remove(Waiter waiter) {
        Waiter before = waiter.previousWaiting;
        Waiter after = waiter.nextWaiting;
        if (before == null) {
            first = after;
        } else {
            before.nextWaiting = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previousWaiting = before;
        }
        waiter.previousWaiting = null;
        waiter.nextWaiting = null;
    }

    /** Time has come to {@code timeNs}. */
    public void expire(long timeNs) {
        while (first != null && first.deadlineNs() <= timeNs) {
            first.expire(timeNs);
        }
    }

    /** Nothing is left to wait for. */
    public void endOfCapture() {
        while (first != null) {
            first.endOfCapture();
        }
    }

    /** Lets what has waited longest stop waiting. @return false if none waits */
    public boolean expireFirst() {
        if (first == null) {
            return false;
        }
        first.decideNow();
        return true;
    }
}
