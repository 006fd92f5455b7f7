package tcprt.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tcprt.capture.live.InterfaceHealth;
import tcprt.capture.live.KernelFilter;
import tcprt.capture.live.LiveSource;
import tcprt.emit.RelayRing;
import tcprt.service.Refusal;

/**
 * A run that goes on, as those see it who ask and change it from other threads. What belongs to the
 * shards is looked at and changed between two frames.
 */
final class LiveTracing {
    private final Pipeline pipeline;
    private final ShardSet shards;
    private final LiveSource interfaces;
    private final LiveOutputs outputs;
    private final KernelFilter.Builder filter;

    private volatile Parameters parameters;
    private volatile boolean deactivated;

    /**
     * Looks at a run.
     *
     * @param filter what the kernel is asked for; ports are added to it, never taken away, because
     *     connections that are traced already go on
     */
    LiveTracing(
            Settings settings,
            Pipeline pipeline,
            ShardSet shards,
            LiveSource interfaces,
            LiveOutputs outputs,
            KernelFilter.Builder filter) {
        this.parameters = Parameters.of(settings);
        this.pipeline = pipeline;
        this.shards = shards;
        this.interfaces = interfaces;
        this.outputs = outputs;
        this.filter = filter;
    }

    /** How things stand. */
    record Status(
            Parameters parameters,
            boolean deactivated,
            RunTotals totals,
            List<InterfaceHealth> interfaces,
            Map<String, RingState> rings,
            long unwrittenLines) {}

    /**
     * How a ring stands.
     *
     * @param writtenBytes what {@code ls -l} shows
     * @param unreadBytes what could be read now
     * @param lostLines overwritten before anybody read them
     */
    record RingState(long writtenBytes, long unreadBytes, long lostLines, long lostBytes) {
        static RingState of(RelayRing ring) {
            return new RingState(
                    ring.cumulativeBytes(),
                    ring.readableBytes(),
                    ring.lostLines(),
                    ring.lostBytes());
        }
    }

    /** What is in force; after {@link #deactivate} what would be, were it not for that. */
    Parameters parameters() {
        return parameters;
    }

    boolean isDeactivated() {
        return deactivated;
    }

    /**
     * From now on new connections are looked at with these.
     *
     * @throws Refusal if the kernel does not accept the filter they need; nothing has changed then
     */
    void change(Parameters changed) throws Refusal {
        pipeline.errands()
                .ask(
                        () -> {
                            if (!deactivated) {
                                CaptureOptions.addPorts(filter, changed.rules());
                                interfaces.setFilter(filter.build());
                            }
                            parameters = changed;
                            tellShards();
                            Statistics statistics = shards.statistics();
                            if (statistics != null) {
                                statistics.change(changed);
                            }
                            return changed;
                        });
    }

    /** New connections are not traced any more; those that are go on to their end. */
    void deactivate() throws Refusal {
        pipeline.errands()
                .ask(
                        () -> {
                            deactivated = true;
                            tellShards(); // as in the kernel, statistics go on
                            return parameters;
                        });
    }

    private void tellShards() {
        Parameters inForce = deactivated ? parameters.deactivated() : parameters;
        shards.shards().forEach(shard -> shard.change(inForce));
    }

    /** Makes everything visible and opens every file again by its name. */
    void flush() throws Refusal {
        pipeline.errands()
                .ask(
                        () -> {
                            for (Shard shard : shards.shards()) {
                                shard.flush();
                            }
                            Statistics statistics = shards.statistics();
                            if (statistics != null) {
                                statistics.flush();
                            }
                            outputs.files().reopen();
                            return shards;
                        });
    }

    /**
     * The rows of the interval in progress as they would be written now; null if there are none.
     */
    @Nullable String rows(long epochSeconds) throws Refusal {
        Statistics statistics = shards.statistics();
        if (statistics == null || !parameters.stats()) {
            return null;
        }
        return pipeline.errands().ask(() -> statistics.preview(epochSeconds, shards.shards()));
    }

    /** How things stand. */
    Status status() throws Refusal {
        return pipeline.errands()
                .ask(
                        () -> {
                            List<InterfaceHealth> health = interfaces.health();
                            long dropped = health.stream().mapToLong(InterfaceHealth::drops).sum();
                            return new Status(
                                    parameters,
                                    deactivated,
                                    new RunTotals(
                                            pipeline.records(),
                                            pipeline.counters(),
                                            pipeline.durationNs(),
                                            dropped),
                                    health,
                                    rings(),
                                    outputs.files().lostLines());
                        });
    }

    /** How the rings stand, by the names of their files. */
    Map<String, RingState> rings() {
        Map<String, RingState> states = new TreeMap<>();
        outputs.rings().forEach((name, ring) -> states.put(name, RingState.of(ring)));
        return states;
    }
}
