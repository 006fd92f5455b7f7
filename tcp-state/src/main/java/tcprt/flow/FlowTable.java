package tcprt.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * 4-tuple to {@link Connection}: open addressing with linear probing, at most {@code limit}
 * connections.
 *
 * <p>Nothing ever scans the whole table while packets flow: each new connection looks at a few
 * slots further on and removes what is forgotten there; at the limit it evicts the quietest of a
 * few more.
 */
final class FlowTable {
    private static final int FIRST_CAPACITY = 1024;
    private static final int SWEEP_SLOTS = 8;
    private static final int EVICTION_SLOTS = 64;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** TCP_TIMEWAIT_LEN, the kernel's 2 MSL: how long a tombstone is kept. */
    private static final long TOMBSTONE_NS = 60 * NS_PER_SECOND;

    /** How long a SYN is retried with tcp_syn_retries 6. */
    private static final long HALF_OPEN_NS = 127 * NS_PER_SECOND;

    private final int limit;
    private @Nullable Connection[] slots;
    private int[] hashes;
    private int size;
    private int hand;
    private long evicted;

    /**
     * Makes an empty table.
     *
     * @param limit connections, at least 1
     */
    FlowTable(int limit) {
        this.limit = limit;
        // Room for twice the limit, so that at the limit a few slots hold a few connections.
        int capacity = 4 * Integer.highestOneBit(Math.min(limit, FIRST_CAPACITY / 4));
        slots = new Connection[capacity];
        hashes = new int[capacity];
    }

    int size() {
        return size;
    }

    /** Connections that were dropped, their records lost, to make room for new ones. */
    long evicted() {
        return evicted;
    }

    @Nullable Connection find(FlowKey key) {
        int mask = slots.length - 1;
        int hash = key.hash();
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            Connection connection = slots[slot];
            if (connection == null) {
                return null;
            }
            if (hashes[slot] == hash && key.matches(connection)) {
                return connection;
            }
        }
    }

    /** Adds a connection whose key is not in the table, and makes room for it first. */
    Connection add(FlowKey key, long timeNs) {
        sweep(timeNs);
        if (size >= limit) {
            evictOne(timeNs);
        }
        if (size >= slots.length / 2) {
            grow();
        }
        Connection connection = new Connection(key);
        connection.lastNs = timeNs;
        place(connection, key.hash());
        size++;
        return connection;
    }

    /** Puts a fresh connection in the place of an old one with the same key, which is forgotten. */
    Connection replace(Connection old, FlowKey key, long timeNs) {
        int slot = slotOf(old, key.hash());
        Connection connection = new Connection(key);
        connection.lastNs = timeNs;
        connection.trial = old.trial;
        connection.causalOrder = old.causalOrder;
        if (connection.causalOrder != null) {
            connection.causalOrder.moveTo(connection);
            old.causalOrder = null;
        }
        old.abandon();
        slots[slot] = connection;
        return connection;
    }

    void remove(Connection connection, FlowKey key) {
        removeSlot(slotOf(connection, key.hash()));
    }

    /** Calls {@code visitor} for every connection, in no order. */
    void forEach(Consumer<Connection> visitor) {
        for (Connection connection : slots) {
            if (connection != null) {
                visitor.accept(connection);
            }
        }
    }

    private int slotOf(Connection connection, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != connection) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void place(Connection connection, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != null) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = connection;
        hashes[slot] = hash;
    }

    /**
     * Forgets the connection in a slot and moves the entries behind it back, so that no probe ends
     * too early.
     */
    private void removeSlot(int emptied) {
        Connection forgotten = slots[emptied];
        if (forgotten != null) {
            forgotten.abandon();
        }
        int mask = slots.length - 1;
        int hole = emptied;
        for (int slot = (hole + 1) & mask; slots[slot] != null; slot = (slot + 1) & mask) {
            int home = hashes[slot] & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = slots[slot];
                hashes[hole] = hashes[slot];
                hole = slot;
            }
        }
        slots[hole] = null;
        size--;
    }

    private void grow() {
        @Nullable Connection[] oldSlots = slots;
        int[] oldHashes = hashes;
        slots = new Connection[oldSlots.length * 2];
        hashes = new int[slots.length];
        for (int i = 0; i < oldSlots.length; i++) {
            Connection connection = oldSlots[i];
            if (connection != null) {
                place(connection, oldHashes[i]);
            }
        }
    }

    private void sweep(long timeNs) {
        int mask = slots.length - 1;
        for (int i = 0; i < SWEEP_SLOTS; i++) {
            hand = (hand + 1) & mask;
            Connection connection = slots[hand];
            if (connection != null && isForgotten(connection, timeNs)) {
                removeSlot(hand);
            }
        }
    }

    private static boolean isForgotten(Connection connection, long timeNs) {
        long quietNs = timeNs - connection.lastNs;
        return connection.isGone()
                ? quietNs > TOMBSTONE_NS
                : !connection.open && quietNs > HALF_OPEN_NS;
    }

    private void evictOne(long timeNs) {
        int mask = slots.length - 1;
        int victim = -1;
        long victimQuietNs = Long.MIN_VALUE;
        for (int looked = 0; looked < EVICTION_SLOTS || victim < 0; looked++) {
            hand = (hand + 1) & mask;
            Connection connection = slots[hand];
            if (connection == null) {
                continue;
            }
            // Tombstones go before half-open connections, these before open ones.
            long quietNs = timeNs - connection.lastNs;
            if (connection.isGone()) {
                quietNs += Long.MAX_VALUE / 2;
            } else if (!connection.open) {
                quietNs += Long.MAX_VALUE / 4;
            }
            if (quietNs > victimQuietNs) {
                victim = hand;
                victimQuietNs = quietNs;
            }
        }
        Connection connection = slots[victim];
        if (connection != null) {
            if (!connection.isGone()) {
                evicted++;
            }
            removeSlot(victim);
        }
    }
}
