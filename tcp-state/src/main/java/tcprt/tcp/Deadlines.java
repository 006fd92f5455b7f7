package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Flows that wait for something until a time, soonest first.
 *
 * <p>All waits of one list are equally long, so a flow that begins to wait belongs at the end, or
 * near it if what it waits with had been waiting behind something else.
 */
public final class Deadlines {
    /** A capture whose time jumps back and forth may let some wait longer, but costs no more. */
    private static final int FARTHEST_STEPS = 64;

    private @Nullable HostOrder first;
    private @Nullable HostOrder last;

    Deadlines() {}

    void add(HostOrder flow) {
        HostOrder before = last;
        for (int steps = 0; steps < FARTHEST_STEPS; steps++) {
            if (before == null || before.deadlineNs() <= flow.deadlineNs()) {
                break;
            }
            before = before.previousWaiting;
        }
        HostOrder after = before == null ? first : before.nextWaiting;
        flow.previousWaiting = before;
        flow.nextWaiting = after;
        if (before == null) {
            first = flow;
        } else {
            before.nextWaiting = flow;
        }
        if (after == null) {
            last = flow;
        } else {
            after.previousWaiting = flow;
        }
    }

    void remove(HostOrder flow) {
        HostOrder before = flow.previousWaiting;
        HostOrder after = flow.nextWaiting;
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
        flow.previousWaiting = null;
        flow.nextWaiting = null;
    }

    void expire(long timeNs) {
        while (first != null && first.deadlineNs() <= timeNs) {
            first.expire(timeNs);
        }
    }

    void endOfCapture() {
        while (first != null) {
            first.endOfCapture();
        }
    }

    /** Lets the flow that has waited longest stop waiting. @return false if none waits */
    public boolean expireFirst() {
        if (first == null) {
            return false;
        }
        first.decideNow();
        return true;
    }
}
