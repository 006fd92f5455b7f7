package tcprt.validate.join;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;

/** What the {@link Joiner} has in mind of one connection: the records of the present moment. */
final class Conversation {
    final Connection connection;

    /** Records without a partner, by start. */
    final List<Waiting> kernel = new ArrayList<>();

    final List<Waiting> ours = new ArrayList<>();

    /** All records of the present moment, paired or not, by start. */
    final Deque<Waiting> recent = new ArrayDeque<>();

    /** Records without partner whose next neighbour has not come yet. */
    final List<Waiting> wantAfter = new ArrayList<>();

    /** Number of the kernel less ours, once two records in a row have said so. */
    long numberShift;

    boolean shiftKnown = true;
    private long saidShift;
    private boolean hasOurs;
    boolean capturedWithHoles;
    private @Nullable Entry lastKernel;
    private @Nullable Entry lastOurs;

    Conversation(Connection connection) {
        this.connection = connection;
    }

    void arrive(Waiting waiting) {
        recent.addLast(waiting);
        (waiting.entry.kernel ? kernel : ours).add(waiting);
        if (!waiting.entry.kernel) {
            shiftKnown &= hasOurs || !waiting.entry.midStream;
            hasOurs = true;
            capturedWithHoles |= waiting.entry.captureHoles > 0 || waiting.entry.inferred != 0;
        }
        wantAfter.removeIf(
                wanting -> {
                    boolean neighbour =
                            wanting.entry.kernel != waiting.entry.kernel
                                    && waiting.at() > wanting.at();
                    if (neighbour) {
                        wanting.after = waiting.entry;
                    }
                    return neighbour;
                });
    }

    /** Lets go of what is no longer the present. */
    void forget(Waiting oldest) {
        if (recent.peekFirst() == oldest) {
            recent.removeFirst();
        } else {
            recent.remove(oldest);
        }
        if (oldest.entry.kernel) {
            lastKernel = oldest.entry;
        } else {
            lastOurs = oldest.entry;
        }
    }

    boolean isEmpty() {
        return recent.isEmpty()
                && kernel.isEmpty()
                && ours.isEmpty()
                && wantAfter.isEmpty()
                && numberShift == 0
                && shiftKnown;
    }

    /** Notes the other side's records around one that has no partner. */
    void noteNeighbours(Waiting alone) {
        alone.before = alone.entry.kernel ? lastOurs : lastKernel;
        for (Waiting each : recent) {
            if (each.entry.kernel == alone.entry.kernel) {
                continue;
            }
            if (each.at() <= alone.at()) {
                alone.before = each.entry;
            } else {
                alone.after = each.entry;
                return;
            }
        }
        wantAfter.add(alone);
    }

    /** Whether a record of the kernel says what another one said, word by word. */
    boolean isRepeated(Entry kernelEntry) {
        Iterator<Waiting> newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            Waiting each = newestFirst.next();
            if (each.at() < kernelEntry.alignedMicros) {
                return false;
            }
            if (each.entry.kernel && each.entry.saysTheSameAs(kernelEntry)) {
                return true;
            }
        }
        return false;
    }

    /** A pair of one start has said by how much the numbers differ. */
    void learnShift(long shift) {
        if (!shiftKnown || shift == saidShift) {
            numberShift = shift;
            shiftKnown = true;
        }
        saidShift = shift;
    }
}
