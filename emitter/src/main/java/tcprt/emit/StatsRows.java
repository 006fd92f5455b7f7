package tcprt.emit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;
import tcprt.task.PortStats;
import tcprt.task.PortStats.Sums;

/**
 * The rows of {@code rt-network-stats}: per traced port the averages since the last tick, {@code ts
 * all [P]port rt server_time drop rtt fail bytes recv_time recv_data number} and a newline.
 *
 * <p>The quirks are the module's (tcp_rt core.c, its stats timer), kept on purpose: a listed port
 * always has a row and always starts again from zero, so a failure in an interval without tasks is
 * forgotten; a port of a range has a row only if it had tasks, and otherwise keeps its failures for
 * the next tick. A port that is named twice has its sums in the row that comes first.
 */
public final class StatsRows {
    private static final int MAX_ROW_BYTES = 512;

    private final PortRules rules;
    private final PortStats master;
    private final Sums nothing = new Sums();
    private final byte[] row = new byte[MAX_ROW_BYTES];

    /**
     * Joins the two.
     *
     * @param rules which ports have rows, in which order
     * @param master the sums of all shards; {@link #writeRows} takes from it
     */
    public StatsRows(PortRules rules, PortStats master) {
        this.rules = rules;
        this.master = master;
    }

    /**
     * Writes the rows of one tick and starts the sums again.
     *
     * @param epochSeconds time stamp of the rows, seconds since 1970-01-01 UTC
     * @param target gets one call per row and is not flushed
     * @throws IOException if the target cannot be written
     */
    public void writeRows(long epochSeconds, LineTarget target) throws IOException {
        rows(epochSeconds, true, target);
    }

    /** Writes the same rows and lets the sums go on. */
    public void previewRows(long epochSeconds, LineTarget target) throws IOException {
        rows(epochSeconds, false, target);
    }

    private void rows(long epochSeconds, boolean clear, LineTarget target) throws IOException {
        for (int port : rules.localPorts()) {
            listed(epochSeconds, clear, false, port, target);
        }
        for (PortRange range : rules.localRanges()) {
            ranged(epochSeconds, clear, false, range, target);
        }
        for (int port : rules.peerPorts()) {
            listed(epochSeconds, clear, true, port, target);
        }
        for (PortRange range : rules.peerRanges()) {
            ranged(epochSeconds, clear, true, range, target);
        }
    }

    private void listed(long epochSeconds, boolean clear, boolean peer, int port, LineTarget target)
            throws IOException {
        Sums sums = sums(peer, port);
        write(epochSeconds, clear, peer, port, sums == null ? nothing : sums, target);
    }

    private void ranged(
            long epochSeconds, boolean clear, boolean peer, PortRange range, LineTarget target)
            throws IOException {
        for (int port = range.first(); port <= range.last(); port++) {
            Sums sums = sums(peer, port);
            if (sums != null && sums.tasks != 0) {
                write(epochSeconds, clear, peer, port, sums, target);
            }
        }
    }

    private @Nullable Sums sums(boolean peer, int port) {
        return peer ? master.peer(port) : master.local(port);
    }

    private void write(
            long epochSeconds, boolean clear, boolean peer, int port, Sums sums, LineTarget target)
            throws IOException {
        int length = format(epochSeconds, peer, port, sums);
        if (clear) {
            sums.clear();
        }
        target.write(row, 0, length);
    }

    private int format(long epochSeconds, boolean peer, int port, Sums sums) {
        int at = Decimal.token(epochSeconds, row, 0);
        row[at++] = 'a';
        row[at++] = 'l';
        row[at++] = 'l';
        row[at++] = ' ';
        if (peer) {
            row[at++] = 'P';
        }
        at = Decimal.token(port, row, at);
        at = Decimal.token(average(sums.totalMicros, sums.tasks), row, at);
        at = Decimal.token(average(sums.serverTimeMicros, sums.tasks), row, at);
        at = Decimal.token(average(1000 * sums.retransmits, sums.segments), row, at);
        at = Decimal.token(average(sums.minRttMicros, sums.tasks), row, at);
        at = Decimal.token(average(1000 * sums.failures, sums.tasks), row, at);
        at = Decimal.token(average(sums.sentBytes, sums.tasks), row, at);
        at = Decimal.token(average(sums.receiveTimeMicros, sums.tasks), row, at);
        at = Decimal.token(average(sums.receivedBytes, sums.tasks), row, at);
        at = Decimal.write(sums.tasks, row, at);
        row[at++] = '\n';
        return at;
    }

    /** A u64 division: a negative sum is a huge one. */
    private static long average(long sum, long count) {
        return count == 0 ? 0 : Long.divideUnsigned(sum, count);
    }
}
