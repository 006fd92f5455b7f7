package tcprt.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import tcprt.capture.live.InterfaceHealth;
import tcprt.capture.live.LiveSource;

/** Says once a minute what the capture has lost since, if anything; a drop is never silent. */
final class HealthLog implements RunDisplay {
    private static final long INTERVAL_NS = 60_000_000_000L;

    private final LiveSource source;
    private final Notices notices;
    private final LongSupplier steadyNs;
    private final Map<String, InterfaceHealth> before = new HashMap<>();
    private long saidNs;

    /**
     * Says nothing yet.
     *
     * @param source asked what it lost
     * @param steadyNs nanoseconds since whenever
     */
    HealthLog(LiveSource source, Notices notices, LongSupplier steadyNs) {
        this.source = source;
        this.notices = notices;
        this.steadyNs = steadyNs;
        this.saidNs = steadyNs.getAsLong();
    }

    @Override
    public void show(long frames, List<? extends Shard> shards) {
        long nowNs = steadyNs.getAsLong();
        if (nowNs - saidNs >= INTERVAL_NS) {
            saidNs = nowNs;
            source.health().forEach(this::say);
        }
    }

    private void say(InterfaceHealth now) {
        InterfaceHealth then =
                before.getOrDefault(now.name(), new InterfaceHealth(now.name(), 0, 0, 0));
        before.put(now.name(), now);
        if (now.drops() > then.drops()) {
            notices.say(
                    text(
                            new InterfaceHealth(
                                    now.name(),
                                    now.received() - then.received(),
                                    now.kernelDrops() - then.kernelDrops(),
                                    now.interfaceDrops() - then.interfaceDrops())));
        }
    }

    /** One interface's figures as they are said here and in the closing summary. */
    static String text(InterfaceHealth health) {
        return String.format(
                Locale.ROOT,
                "%s: %,d frames received, %,d dropped by the kernel%s, %,d by the interface",
                health.name(),
                health.received(),
                health.kernelDrops(),
                health.kernelDrops() > 0 ? " (raise --buffer-mb)" : "",
                health.interfaceDrops());
    }

    @Override
    public void clear() {}
}
