package tcprt.cli;

import java.util.concurrent.atomic.AtomicLongArray;
import tcprt.task.RecordType;

/** How many records of each type there were. One thread counts, any may look. */
final class RecordCounts {
    private final AtomicLongArray counts = new AtomicLongArray(RecordType.values().length);

    /** Counts one more. */
    void add(RecordType type) {
        // With a single writer the addition need not be atomic, only visible some time.
        counts.setOpaque(type.ordinal(), counts.getPlain(type.ordinal()) + 1);
    }

    /** Adds another shard's counts. */
    void add(RecordCounts other) {
        for (int i = 0; i < counts.length(); i++) {
            counts.setOpaque(i, counts.getPlain(i) + other.counts.getOpaque(i));
        }
    }

    long of(RecordType type) {
        return counts.getOpaque(type.ordinal());
    }

    long total() {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.getOpaque(i);
        }
        return total;
    }
}
