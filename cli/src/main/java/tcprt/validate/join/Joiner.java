package tcprt.validate.join;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcprt.task.RecordType;
import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;

/**
 * Walks through both sides in the order of their starts and pairs records of the same connection.
 *
 * <p>Most pairs are made on the spot. What is left is looked at again when everything that starts
 * within {@link #NEAR_MICROS} is there: then the nearest start decides, and number and bytes only
 * between near equals, because numbers shift where a capture begins late or lost a request. What is
 * still left after {@link #FAR_MICROS} is paired by its number, by its start alone, or not at all.
 */
final class Joiner {
    /** Two starts of one task that are further apart were delayed between tap and host. */
    private static final long INSTANT_MICROS = 100;

    static final long NEAR_MICROS = 20_000;

    /** Starts of one task are not further apart than this, whatever happened. */
    private static final long FAR_MICROS = 3_000_000;

    /** Neighbours looked at in one direction. */
    private static final int MAX_LOOKED_AT = 512;

    /** Records without partner that may wait for evidence from later in their connection. */
    private static final int MAX_PENDING = 100_000;

    private final EntrySorter kernel;
    private final EntrySorter ours;
    private final JoinHandler handler;
    private final Map<Connection, Conversation> conversations = new HashMap<>();
    private final Deque<Waiting> fresh = new ArrayDeque<>();
    private final Deque<Waiting> alone = new ArrayDeque<>();
    private final Deque<Waiting> recentOurs = new ArrayDeque<>();
    private final Deque<Waiting> pending = new ArrayDeque<>();

    Joiner(EntrySorter kernel, EntrySorter ours, JoinHandler handler) {
        this.kernel = kernel;
        this.ours = ours;
        this.handler = handler;
    }

    /** Joins everything. */
    void run() throws IOException {
        while (true) {
            Entry entry = kernel.nextKey() <= ours.nextKey() ? kernel.next() : ours.next();
            if (entry == null) {
                break;
            }
            long now = entry.alignedMicros;
            advance(now);
            arrive(entry);
        }
        advance(Long.MAX_VALUE);
        for (Waiting waiting : pending) {
            give(waiting);
        }
    }

    private void advance(long now) {
        while (!fresh.isEmpty() && now - fresh.element().at() > NEAR_MICROS) {
            settle(fresh.remove());
        }
        while (!recentOurs.isEmpty() && now - recentOurs.element().at() > 2 * NEAR_MICROS) {
            recentOurs.remove();
        }
        while (!alone.isEmpty() && now - alone.element().at() > FAR_MICROS) {
            finish(alone.remove());
        }
    }

    private void arrive(Entry entry) {
        Conversation conversation =
                conversations.computeIfAbsent(Connection.of(entry), Conversation::new);
        if (entry.kernel && conversation.isRepeated(entry)) {
            handler.onRepeated(entry);
            return;
        }
        Waiting waiting = new Waiting(entry, conversation);
        conversation.arrive(waiting);
        fresh.add(waiting);
        if (!entry.kernel) {
            recentOurs.add(waiting);
        }
        if (conversation.shiftKnown) {
            pairAtOnce(waiting);
        }
    }

    /** The usual case: number and bytes are the same and the start is that of the other. */
    private void pairAtOnce(Waiting waiting) {
        List<Waiting> others = others(waiting);
        for (int i = others.size() - 1; i >= 0; i--) {
            Waiting other = others.get(i);
            if (waiting.at() - other.at() > INSTANT_MICROS) {
                return;
            }
            if (other.entry.type() == waiting.entry.type()
                    && Likeness.hasExpectedNumber(waiting, other)
                    && Likeness.hasSameBytes(waiting.entry, other.entry)) {
                pair(waiting, other, Pairing.How.SAME);
                return;
            }
        }
    }

    private static List<Waiting> others(Waiting waiting) {
        return waiting.entry.kernel ? waiting.conversation.ours : waiting.conversation.kernel;
    }

    /** Everything near is there now: the nearest is the partner, if it says the same of us. */
    private void settle(Waiting waiting) {
        pairWithNearest(waiting);
        if (!waiting.done && waiting.entry.isCleared()) {
            pairCleared(waiting);
        }
        if (!waiting.done) {
            waiting.conversation.noteNeighbours(waiting);
            alone.add(waiting);
        }
        waiting.conversation.forget(waiting);
        dropIfEmpty(waiting.conversation);
    }

    private void dropIfEmpty(Conversation conversation) {
        if (conversation.isEmpty()) {
            conversations.remove(conversation.connection);
        }
    }

    private void pairWithNearest(Waiting waiting) {
        Waiting one = waiting;
        while (!waiting.done) {
            Waiting other = nearest(one);
            Waiting back = other == null ? null : nearest(other);
            if (other == null || back == null) {
                return;
            }
            if (back != one) {
                one = back; // it is nearer, so it comes first; the way gets shorter each time
                continue;
            }
            pair(
                    one,
                    other,
                    Likeness.hasExpectedNumber(one, other) || !one.conversation.shiftKnown
                            ? Pairing.How.SAME
                            : Pairing.How.OTHER_NUMBER);
            one = waiting;
        }
    }

    private static @Nullable Waiting nearest(Waiting waiting) {
        List<Waiting> others = others(waiting);
        int middle = firstFrom(others, waiting.at());
        Waiting nearest = null;
        long least = Long.MAX_VALUE;
        for (int i = middle; i < Math.min(others.size(), middle + MAX_LOOKED_AT); i++) {
            long cost = Likeness.cost(waiting, others.get(i));
            if (cost < least) {
                least = cost;
                nearest = others.get(i);
            }
        }
        for (int i = middle - 1; i >= Math.max(0, middle - MAX_LOOKED_AT); i--) {
            long cost = Likeness.cost(waiting, others.get(i));
            if (cost < least) {
                least = cost;
                nearest = others.get(i);
            }
        }
        return nearest;
    }

    /** Index of the first that starts at this time or later. */
    private static int firstFrom(List<Waiting> sorted, long at) {
        int from = 0;
        int to = sorted.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted.get(middle).at() < at) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void pairCleared(Waiting cleared) {
        Waiting nearest = null;
        Iterator<Waiting> newestFirst = recentOurs.descendingIterator();
        while (newestFirst.hasNext()) {
            Waiting other = newestFirst.next();
            if (!other.done
                    && Likeness.mayBeOfCleared(cleared.entry, other.entry)
                    && (nearest == null
                            || Likeness.apart(cleared, other) < Likeness.apart(cleared, nearest))) {
                nearest = other;
            }
        }
        if (nearest != null && Likeness.apart(cleared, nearest) <= NEAR_MICROS) {
            pair(cleared, nearest, Pairing.How.CLEARED_ADDRESS);
        }
    }

    private void pair(Waiting one, Waiting other, Pairing.How how) {
        Waiting kernelSide = one.entry.kernel ? one : other;
        Waiting ourSide = one.entry.kernel ? other : one;
        Conversation conversation = ourSide.conversation;
        if (how != Pairing.How.CLEARED_ADDRESS) {
            conversation.learnShift(Likeness.shift(one, other));
        }
        remove(kernelSide);
        remove(ourSide);
        handler.onPairing(
                new Pairing(
                        kernelSide.entry,
                        ourSide.entry,
                        how,
                        conversation.numberShift,
                        conversation.capturedWithHoles));
    }

    private static void remove(Waiting waiting) {
        waiting.done = true;
        Conversation conversation = waiting.conversation;
        List<Waiting> side = waiting.entry.kernel ? conversation.kernel : conversation.ours;
        int at = firstFrom(side, waiting.at());
        while (side.get(at) != waiting) {
            at++;
        }
        side.remove(at);
        conversation.wantAfter.remove(waiting);
    }

    /** It has waited long enough. */
    private void finish(Waiting waiting) {
        if (waiting.done) {
            return;
        }
        Conversation conversation = waiting.conversation;
        Waiting partner = byNumber(waiting);
        if (partner != null) {
            pair(waiting, partner, Pairing.How.OTHER_START);
        } else {
            partner = ofOtherType(waiting);
            if (partner != null) {
                pair(waiting, partner, Pairing.How.OTHER_TYPE);
            } else {
                giveUp(waiting);
            }
        }
        dropIfEmpty(conversation);
    }

    private static @Nullable Waiting byNumber(Waiting waiting) {
        Waiting nearest = null;
        for (Waiting other : others(waiting)) {
            if (other.entry.type() == waiting.entry.type()
                    && Likeness.hasExpectedNumber(waiting, other)
                    && Likeness.apart(waiting, other) <= FAR_MICROS
                    && (nearest == null
                            || Likeness.apart(waiting, other) < Likeness.apart(waiting, nearest))) {
                nearest = other;
            }
        }
        return nearest;
    }

    /** E stands beside any of the others; among those a task has one. */
    private static @Nullable Waiting ofOtherType(Waiting waiting) {
        for (Waiting other : others(waiting)) {
            if (other.entry.type() != RecordType.E
                    && waiting.entry.type() != RecordType.E
                    && Likeness.hasExpectedNumber(waiting, other)
                    && Likeness.apart(waiting, other) <= NEAR_MICROS) {
                return other;
            }
        }
        return null;
    }

    private void giveUp(Waiting waiting) {
        boolean wantsAfter = waiting.conversation.wantAfter.contains(waiting);
        remove(waiting);
        if (!wantsAfter || pending.size() >= MAX_PENDING) {
            give(waiting);
            return;
        }
        waiting.conversation.wantAfter.add(waiting);
        pending.add(waiting);
    }

    private void give(Waiting waiting) {
        handler.onUnpaired(new Unpaired(waiting.entry, waiting.before, waiting.after));
    }
}
