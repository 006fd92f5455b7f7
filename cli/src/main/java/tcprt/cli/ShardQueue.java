package tcprt.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The way from the thread that polls to one shard's thread: a fixed number of batches that go round
 * between the two. Whoever is ahead waits, so memory is bounded and nothing is lost. The wait
 * always ends: a failed shard goes on emptying its queue.
 */
final class ShardQueue {
    private static final int BATCHES = 4;

    private final BlockingQueue<FrameBatch> empty = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<FrameBatch> full = new ArrayBlockingQueue<>(BATCHES);

    /** Makes a queue whose batches are all empty. */
    ShardQueue() {
        for (int i = 0; i < BATCHES; i++) {
            empty.add(new FrameBatch());
        }
    }

    /** For the thread that polls: a batch to fill, waiting until the shard has given one back. */
    FrameBatch takeEmpty() {
        return SureWait.until(empty::take);
    }

    /** For the thread that polls: hands a batch over. */
    void putFull(FrameBatch batch) {
        full.add(batch);
    }

    /** For the shard's thread: the next batch, waiting until there is one. */
    FrameBatch takeFull() {
        return SureWait.until(full::take);
    }

    /** For the shard's thread: gives a batch back. */
    void putEmpty(FrameBatch batch) {
        batch.clear();
        empty.add(batch);
    }
}
