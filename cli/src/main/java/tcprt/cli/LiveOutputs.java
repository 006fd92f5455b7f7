package tcprt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tcprt.emit.LineTarget;
import tcprt.emit.RelayRing;
import tcprt.emit.TeeTarget;

/**
 * Where the lines and rows of a run on interfaces go: to files or standard output, to rings that
 * are read through a mounted directory, or both.
 */
final class LiveOutputs implements LinePlaces {
    private static final String LOG = "rt-network-log";
    private static final String STATS = "rt-network-stats";

    private final @Nullable OutputPlan plan;
    private final RotatingFiles files;
    private final @Nullable Path mountPoint;
    private final Map<String, RelayRing> rings = new TreeMap<>();

    /**
     * Makes a plan.
     *
     * @param plan for files or standard output; null for neither
     * @param files that the plan opens
     * @param mountPoint of the directory in which the rings are read; null for no rings
     */
    LiveOutputs(@Nullable OutputPlan plan, RotatingFiles files, @Nullable Path mountPoint) {
        this.plan = plan;
        this.files = files;
        this.mountPoint = mountPoint;
    }

    @Override
    public void prepare() throws IOException {
        if (plan != null) {
            plan.prepare();
        }
    }

    @Override
    public LineTarget openLog(int shard, BufferSize size) throws IOException {
        List<LineTarget> targets = new ArrayList<>();
        if (plan != null) {
            targets.add(plan.openLog(shard, size));
        }
        return withRing(LOG + shard, size, targets);
    }

    @Override
    public boolean hasPlaceForStats() {
        return mountPoint != null || (plan != null && plan.hasPlaceForStats());
    }

    @Override
    public boolean hasStatsFile() {
        return plan != null && plan.hasStatsFile();
    }

    @Override
    public LineTarget openStats(BufferSize size) throws IOException {
        List<LineTarget> targets = new ArrayList<>();
        if (plan != null && plan.hasPlaceForStats()) {
            targets.add(plan.openStats(size));
        }
        return withRing(STATS, size, targets);
    }

    private LineTarget withRing(String name, BufferSize size, List<LineTarget> targets) {
        if (mountPoint != null) {
            RelayRing ring = new RelayRing(size.count(), size.bytes());
            rings.put(name, ring);
            targets.add(ring);
        }
        return targets.size() == 1 ? targets.get(0) : new TeeTarget(targets);
    }

    /** Where the rings are to be mounted; null if there are none. */
    @Nullable Path mountPoint() {
        return mountPoint;
    }

    /** The rings by the names of their files, once they are open. Any thread may read them. */
    Map<String, RelayRing> rings() {
        return rings;
    }

    /** The run is over: says of each ring what nobody has read, if there is anything. */
    void sayWhatWasNotRead(Notices notices) {
        rings.forEach(
                (name, ring) -> {
                    if (ring.lostLines() > 0 || ring.readableBytes() > 0) {
                        notices.say(
                                String.format(
                                        Locale.ROOT,
                                        "  %s: %,d lines overwritten before they were read, %,d"
                                                + " bytes not read at the end",
                                        name,
                                        ring.lostLines(),
                                        ring.readableBytes()));
                    }
                });
    }

    /** The files that lines are added to. */
    RotatingFiles files() {
        return files;
    }

    @Override
    public String describe(int shards) {
        if (plan == null) {
            return String.valueOf(mountPoint);
        }
        return plan.describe(shards) + (mountPoint == null ? "" : " and " + mountPoint);
    }
}
