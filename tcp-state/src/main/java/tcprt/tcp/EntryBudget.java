package tcprt.tcp;

/**
 * How many entries the queues of all connections of one shard may hold beyond the few that each
 * begins with.
 */
final class EntryBudget {
    private final long entries;
    private long left;
    private long refused;

    EntryBudget(long entries) {
        this.entries = entries;
        left = entries;
    }

    /** Whether less than half is left, so that nothing should be kept for later. */
    boolean isScarce() {
        return left < entries / 2;
    }

    /**
     * Takes {@code entries} for a queue that wants to grow. @return false if they are not left; the
     * queue then makes do
     */
    boolean take(int entries) {
        if (entries > left) {
            refused++;
            return false;
        }
        left -= entries;
        return true;
    }

    void give(int entries) {
        left += entries;
    }

    /** Times that a queue had to make do. */
    long refused() {
        return refused;
    }
}
