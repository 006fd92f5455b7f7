package tcprt.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Flows that wait for something until a time, soonest first.
 *
 * <p>All waits of one list are equally long, so a flow that starts or renews its wait goes to the
 * end and the list stays sorted without any work.
 */
public final class Deadlines {
    private @Nullable HostOrder first;
    private @Nullable HostOrder last;

    Deadlines() {}

    void add(HostOrder flow) {
        flow.previousWaiting = last;
        flow.nextWaiting = null;
        if (last == null) {
            first = flow;
        } else {
            last.nextWaiting = flow;
        }
        last = flow;
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
        first.endOfCapture();
        return true;
    }
}
