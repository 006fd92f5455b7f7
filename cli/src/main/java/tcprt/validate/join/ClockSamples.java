package tcprt.validate.join;

import java.util.Arrays;

/**
 * A sample of starts by what the task was: the tasks whose key has the smallest hashes, so that two
 * sides that are sampled apart keep the same tasks, whatever their number and order.
 */
final class ClockSamples {
    /** Starts kept of one key; more would be one kind of task repeated. */
    static final int PER_KEY = 16;

    private final int limit;
    private long[] keys;
    private long[] starts;
    private int count;

    /** Keys from here on, as unsigned numbers, are not kept. */
    private long threshold = -1L;

    /**
     * Keeps at least so many, unless there are fewer.
     *
     * @param limit of the starts that are kept
     */
    ClockSamples(int limit) {
        this.limit = limit;
        this.keys = new long[2 * limit];
        this.starts = new long[2 * limit];
    }

    /** Takes one task. */
    void add(long key, long startMicros) {
        if (Long.compareUnsigned(key, threshold) >= 0) {
            return;
        }
        if (count == keys.length) {
            compact();
            if (Long.compareUnsigned(key, threshold) >= 0) {
                return;
            }
        }
        keys[count] = key;
        starts[count++] = startMicros;
    }

    /** Sorts by key and start, and keeps the smallest. */
    private void compact() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) ->
                        keys[a] != keys[b]
                                ? Long.compareUnsigned(keys[a], keys[b])
                                : Long.compare(starts[a], starts[b]));
        long[] sortedKeys = new long[keys.length];
        long[] sortedStarts = new long[keys.length];
        int kept = 0;
        int ofKey = 0;
        for (int i = 0; i < count; i++) {
            long key = keys[order[i]];
            boolean same = kept > 0 && sortedKeys[kept - 1] == key;
            if (!same && kept >= limit) {
                threshold = key;
                break;
            }
            ofKey = same ? ofKey + 1 : 1;
            if (ofKey <= PER_KEY) {
                sortedKeys[kept] = key;
                sortedStarts[kept++] = starts[order[i]];
            }
        }
        keys = sortedKeys;
        starts = sortedStarts;
        count = kept;
    }

    /** Ends the adding: sorted by key, then by start. */
    void finish() {
        compact();
    }

    int count() {
        return count;
    }

    long key(int index) {
        return keys[index];
    }

    long start(int index) {
        return starts[index];
    }
}
