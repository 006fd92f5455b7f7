package tcprt.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.emit.LineTarget;
import tcprt.emit.StatsClock;
import tcprt.emit.StatsRows;
import tcprt.emit.StreamTarget;
import tcprt.task.PortStats;

/**
 * The one writer of {@code rt-network-stats}: sums what all shards counted and writes the rows when
 * they are due on the packet clock.
 */
final class Statistics implements Closeable {
    /**
     * A jump this far ahead is a wrong clock, not a quiet line. Instead of a row for every interval
     * of it, the clock starts again as at the first frame.
     */
    static final long LONGEST_QUIET_NS = 7 * 86_400 * 1_000_000_000L;

    private final PortStats sums;
    private Parameters parameters;
    private StatsRows rows;
    private final LineTarget target;
    private @Nullable StatsClock clock;

    /**
     * Waits for the first frame.
     *
     * @param target gets the rows; owned from here on
     */
    Statistics(Settings settings, LineTarget target) {
        this.parameters = Parameters.of(settings);
        this.sums = new PortStats(settings.tracer().hz());
        this.rows = new StatsRows(settings.tracer().portRules(), sums);
        this.target = target;
    }

    /**
     * Whether rows have to be written before a frame of this time is traced; never if they are off.
     * The first frame arms the clock.
     */
    boolean isDueBefore(long frameTimeNs) {
        if (!parameters.stats()) {
            return false;
        }
        if (clock == null) {
            clock = new StatsClock(frameTimeNs, parameters.statsIntervalS());
        }
        return frameTimeNs >= clock.nextTickNs();
    }

    /** When rows are due next; only after a frame. */
    long dueNs() {
        return armed().nextTickNs();
    }

    /**
     * Writes the rows that are due before a frame; the shards have been told {@link #dueNs} and are
     * at rest.
     */
    void writeBefore(long frameTimeNs, List<? extends Shard> shards) throws IOException {
        write(shards);
        if (frameTimeNs - dueNs() > LONGEST_QUIET_NS) {
            clock = new StatsClock(frameTimeNs, parameters.statsIntervalS());
        }
    }

    /**
     * Rows are for other ports from now on, come at another interval, or not at all. The next ones
     * come when they were due before; where there were none, ten seconds after the next frame.
     */
    void change(Parameters changed) {
        rows = new StatsRows(changed.rules(), sums);
        if (!changed.stats()) {
            clock = null;
        } else if (clock != null) {
            clock.setInterval(changed.statsIntervalS());
        }
        parameters = changed;
    }

    /** The rows as they would be written at this time; the sums go on. */
    String preview(long epochSeconds, List<? extends Shard> shards) throws IOException {
        for (Shard shard : shards) {
            shard.drainStats(sums);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (StreamTarget preview = new StreamTarget("rows", text)) {
            rows.previewRows(epochSeconds, preview);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    /** Makes the rows written so far visible. */
    void flush() throws IOException {
        target.flush();
    }

    /** The host's clock was set: rows stay due after the same time has passed. */
    void shift(long stepNs) {
        if (clock != null) {
            clock.shift(stepNs);
        }
    }

    /** The capture has ended: writes the interval in progress with the time it was due at. */
    void writeLast(List<? extends Shard> shards) throws IOException {
        if (clock != null) {
            write(shards);
        }
    }

    private void write(List<? extends Shard> shards) throws IOException {
        for (Shard shard : shards) {
            shard.drainStats(sums);
        }
        rows.writeRows(armed().nextTickEpochSeconds(), target);
        target.flush();
        armed().advance();
    }

    private StatsClock armed() {
        if (clock == null) {
            throw new IllegalStateException("no frame yet, so no rows are due");
        }
        return clock;
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
