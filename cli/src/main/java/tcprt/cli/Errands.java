package tcprt.cli;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tcprt.service.Refusal;

/**
 * What other threads want done on the thread that polls, between two frames, while every shard is
 * at rest: to look at what the shards own, or to change it.
 */
final class Errands {
    private static final long PATIENCE_S = 10;

    /** Something to do and its result. */
    interface Errand<T> {
        T run() throws IOException, Refusal;
    }

    private record Pending<T>(Errand<T> errand, CompletableFuture<T> result) {
        /** A failure is the asker's; the capture goes on. */
        void run() {
            try {
                result.complete(errand.run());
            } catch (IOException | Refusal | RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    private final Queue<Pending<?>> pending = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /**
     * Has something done and waits for it. From any thread but the one that polls.
     *
     * @throws Refusal if it refuses or fails, or if the capture is over
     */
    <T> T ask(Errand<T> errand) throws Refusal {
        Pending<T> asked = new Pending<>(errand, new CompletableFuture<>());
        pending.add(asked);
        if (over) {
            refuseAll();
        }
        try {
            return asked.result.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new Refusal(
                    e.getCause() instanceof IOException
                            ? String.valueOf(e.getCause().getMessage())
                            : "internal error: " + e.getCause());
        } catch (TimeoutException e) {
            pending.remove(asked);
            throw new Refusal("no answer within " + PATIENCE_S + " s; the capture hangs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    /** For the thread that polls: whether anything is to be done. */
    boolean areWaiting() {
        return !pending.isEmpty();
    }

    /** For the thread that polls, with every shard at rest. */
    void runAll() {
        for (Pending<?> next = pending.poll(); next != null; next = pending.poll()) {
            next.run();
        }
    }

    /** For the thread that polls: nothing will be done any more, and nobody is left waiting. */
    void end() {
        over = true;
        refuseAll();
    }

    private void refuseAll() {
        for (Pending<?> next = pending.poll(); next != null; next = pending.poll()) {
            next.result.completeExceptionally(new Refusal("the capture is over"));
        }
    }
}
