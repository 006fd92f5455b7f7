package tcprt.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a run and its statistics, with their outputs open. These are closed in reverse
 * order, even if closing one of them fails.
 */
final class ShardSet implements Closeable {
    private final List<Shard> shards = new ArrayList<>();
    private final Deque<Closeable> open = new ArrayDeque<>();
    private @Nullable Statistics statistics;

    private ShardSet() {}

    /**
     * Makes room for the outputs and opens them.
     *
     * @param count of shards, at least one
     * @throws IOException if one cannot be opened; the message names it
     */
    @SuppressWarnings("try") // closed here only if it is not handed out
    static ShardSet open(Settings settings, int count, LinePlaces output) throws IOException {
        output.prepare();
        ShardSet set = new ShardSet();
        try {
            for (int i = 0; i < count; i++) {
                set.shards.add(
                        set.keep(
                                new TracerShard(
                                        settings, output.openLog(i, settings.logBuffers()))));
            }
            if (output.hasPlaceForStats()) {
                // The file is made in any case, as the kernel makes it, but rows need to be asked
                // for.
                set.statistics =
                        set.keep(
                                new Statistics(
                                        settings, output.openStats(settings.statsBuffers())));
            }
            return set;
        } catch (IOException | RuntimeException e) {
            try (set) {
                throw e;
            }
        }
    }

    private <T extends Closeable> T keep(T output) {
        open.push(output);
        return output;
    }

    List<Shard> shards() {
        return shards;
    }

    /** Null if they have no place. */
    @Nullable Statistics statistics() {
        return statistics;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
