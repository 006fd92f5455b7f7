package tcprt.task;

import org.jspecify.annotations.Nullable;

/**
 * One shard's statistics since the last tick: a block of sums per traced port, kept from the
 * records alone (tcp_rt core.c, the {@code stats} array).
 *
 * <p>Not thread-safe: each shard has its own, and {@link #drainTo} sums them into one. Allocates
 * one block at the first record of a port, nothing afterwards.
 */
public final class PortStats implements RecordSink {
    /** Ports there are. */
    public static final int PORTS = 65536;

    /**
     * The sums of one port, u64 as in the kernel: they wrap, and are to be divided and printed as
     * unsigned.
     */
    public static final class Sums {
        /** Tasks added; a W is not one of them. */
        public long tasks;

        /** Durations, microseconds. */
        public long totalMicros;

        /** Server times, microseconds; negative ones subtract. */
        public long serverTimeMicros;

        /** Segments retransmitted. */
        public long retransmits;

        /** Segments sent, estimated as {@code sent / mss + 1} per task. */
        public long segments;

        /** Minimal round-trip times, microseconds; "no sample" counts as 4294967295. */
        public long minRttMicros;

        /** Responses cut off, if their task took long enough; see the constructor. */
        public long failures;

        /** Bytes sent. */
        public long sentBytes;

        /** Upload times (local) or response receive times (peer), microseconds, signed. */
        public long receiveTimeMicros;

        /** Bytes received. */
        public long receivedBytes;

        /** Sets every sum to 0. */
        public void clear() {
            tasks = 0;
            totalMicros = 0;
            serverTimeMicros = 0;
            retransmits = 0;
            segments = 0;
            minRttMicros = 0;
            failures = 0;
            sentBytes = 0;
            receiveTimeMicros = 0;
            receivedBytes = 0;
        }

        private void add(TcpRtRecord task) {
            tasks++;
            totalMicros += task.totalMicros;
            serverTimeMicros += task.serverTimeMicros;
            retransmits += task.retransmits;
            segments += task.sentBytes / Math.max(1, task.mssBytes) + 1;
            minRttMicros += task.minRttMicros;
            sentBytes += task.sentBytes;
            receiveTimeMicros += task.receiveTimeMicros;
            receivedBytes += task.receivedBytes;
        }

        private void add(Sums other) {
            tasks += other.tasks;
            totalMicros += other.totalMicros;
            serverTimeMicros += other.serverTimeMicros;
            retransmits += other.retransmits;
            segments += other.segments;
            minRttMicros += other.minRttMicros;
            failures += other.failures;
            sentBytes += other.sentBytes;
            receiveTimeMicros += other.receiveTimeMicros;
            receivedBytes += other.receivedBytes;
        }
    }

    private final long failureMicros;
    private final @Nullable Sums[] local = new Sums[PORTS];
    private final @Nullable Sums[] peer = new Sums[PORTS];

    /**
     * Makes empty statistics.
     *
     * @param hz timer ticks per second of the emulated kernel. A response that is cut off counts as
     *     failed if its task took more than {@code hz / 10} <em>microseconds</em>: the kernel
     *     compares HZ/10, which was meant as 100 ms in jiffies, with microseconds.
     */
    public PortStats(int hz) {
        this.failureMicros = hz / 10;
    }

    @Override
    public void onRecord(TcpRtRecord record) {
        switch (record.type) {
            case R -> {
                if (record.sentBytes > 0) {
                    sums(local, record.localPort).add(record);
                }
            }
            case P -> sums(peer, record.remotePort).add(record);
            case W -> {
                if (record.totalMicros > failureMicros) {
                    sums(local, record.localPort).failures++;
                }
            }
            case N, E -> {} // the kernel counts neither
        }
    }

    /** Sums of a local port, owned by these statistics; null if it never had a record. */
    public @Nullable Sums local(int port) {
        return local[port];
    }

    /** Sums of a peer port, owned by these statistics; null if it never had a record. */
    public @Nullable Sums peer(int port) {
        return peer[port];
    }

    /** Adds everything to {@code master} and starts again from zero. */
    public void drainTo(PortStats master) {
        drain(local, master.local);
        drain(peer, master.peer);
    }

    private static void drain(@Nullable Sums[] from, @Nullable Sums[] to) {
        for (int port = 0; port < PORTS; port++) {
            Sums sums = from[port];
            if (sums != null) {
                sums(to, port).add(sums);
                sums.clear();
            }
        }
    }

    private static Sums sums(@Nullable Sums[] ports, int port) {
        Sums sums = ports[port];
        if (sums == null) {
            sums = new Sums();
            ports[port] = sums;
        }
        return sums;
    }
}
