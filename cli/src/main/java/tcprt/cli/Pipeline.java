package tcprt.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tcprt.FrameSettings;
import tcprt.TracerCounters;
import tcprt.capture.CaptureSource;
import tcprt.capture.FrameHandler;
import tcprt.capture.FrameSource;

/**
 * Runs a capture through the shards; the only class with threads.
 *
 * <p>With one shard there is no hand-off: the thread that polls is the thread that traces and
 * writes. With more, each shard has a thread of its own, and statistics are summed while all of
 * them are at rest. How many there are decides which file a line is in, never the line.
 *
 * <p>Whatever fails, in whichever thread, ends the run with that failure; nobody is left waiting.
 */
final class Pipeline {
    private static final int FRAMES_PER_POLL = 256;

    /** How soon a request to stop is seen on a quiet line. */
    private static final int LONGEST_WAIT_MS = 100;

    private final List<? extends Shard> shards;
    private final @Nullable Statistics statistics;
    private final BooleanSupplier stopRequested;
    private final RunDisplay display;

    private final List<ShardQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Errands errands = new Errands();
    private final @Nullable ShardRouter router;
    private final FrameHandler shardInput;

    private long frames;
    private long firstTimeNs;
    private long latestTimeNs;

    /** Gets ready for a source whose frames have to be copied on their way to several shards. */
    Pipeline(
            List<? extends Shard> shards,
            FrameSettings frames,
            @Nullable Statistics statistics,
            BooleanSupplier stopRequested,
            RunDisplay display) {
        this(shards, frames, statistics, stopRequested, display, new SharedMemory());
    }

    /**
     * Gets ready; threads start with {@link #run}.
     *
     * @param shards at least one; closed by the caller
     * @param frames how frames are read before they are shared out
     * @param statistics null if none are kept; closed by the caller
     * @param stopRequested asked now and then; once true, the capture is taken to be over
     * @param memory what the source reads into, if there are several shards
     */
    Pipeline(
            List<? extends Shard> shards,
            FrameSettings frames,
            @Nullable Statistics statistics,
            BooleanSupplier stopRequested,
            RunDisplay display,
            SharedMemory memory) {
        this.shards = shards;
        this.statistics = statistics;
        this.stopRequested = stopRequested;
        this.display = display;
        if (shards.size() == 1) {
            this.router = null;
            this.shardInput = shards.get(0);
        } else {
            for (int i = 0; i < shards.size(); i++) {
                queues.add(new ShardQueue());
            }
            this.router = new ShardRouter(queues, frames, memory);
            this.shardInput = router;
        }
    }

    /** What others want done between two frames, with every shard at rest. */
    Errands errands() {
        return errands;
    }

    /**
     * Traces a capture to its end. If reading fails on the way, everything before is traced and
     * written like a capture that ends there, and then the failure is thrown. Called once.
     *
     * @param source closed by the caller
     * @return whether the end was reached, rather than a stop requested
     * @throws IOException if the capture cannot be read on, or an output cannot be written
     */
    boolean run(FrameSource source) throws IOException {
        return run(source, null);
    }

    /**
     * Traces a capture to its end, as {@link #run(FrameSource)}.
     *
     * @param pace of a live capture, whose frames have the times of the host's clock; null if time
     *     is the frames' alone
     */
    boolean run(FrameSource source, @Nullable LivePace pace) throws IOException {
        startThreads();
        try {
            boolean complete;
            try {
                complete = pollToEnd(source, pace);
            } catch (IOException unreadable) {
                finish();
                if (stopRequested.getAsBoolean()) {
                    return false; // a stop takes a pipe away from a reader that waits
                }
                throw unreadable;
            }
            finish();
            return complete;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            stopThreads();
            errands.end();
            display.clear();
        }
    }

    private boolean pollToEnd(FrameSource source, @Nullable LivePace pace) throws IOException {
        FrameHandler handler = this::onFrame; // one, not one per poll
        int polled = 0;
        while (!isOver(pace, polled)) {
            if (pace != null) {
                readClock(pace);
            }
            polled = source.poll(handler, FRAMES_PER_POLL);
            if (polled == FrameSource.END_OF_CAPTURE) {
                return true;
            }
            if (polled == 0) {
                if (pace != null) {
                    tellQuiet(pace.quietNs());
                }
                show(pace);
                source.awaitFrames(LONGEST_WAIT_MS);
            } else if (polled < FRAMES_PER_POLL && mayWait(source)) {
                show(pace);
            } else if (pace != null && pace.isTimeToShow()) {
                show(pace);
            }
            throwFailure();
            if (errands.areWaiting()) {
                tellTime(latestTimeNs); // they come to rest
                errands.runAll();
            }
            display.show(frames, shards);
        }
        return false;
    }

    private boolean isOver(@Nullable LivePace pace, int polled) {
        return stopRequested.getAsBoolean() && (pace == null || pace.isDrained(polled));
    }

    /** Whether the next poll may wait for a pipe's writer. */
    private static boolean mayWait(FrameSource source) {
        return source instanceof CaptureSource capture && capture.bytesTotal() < 0;
    }

    /** Where the clock was set, what waits for a time of the old one would wait too long. */
    private void readClock(LivePace pace) {
        long stepNs = pace.read();
        if (stepNs < 0) {
            tellTime(pace.endOfOldTimeNs(stepNs));
        }
        if (stepNs != 0 && statistics != null) {
            statistics.shift(stepNs);
        }
    }

    private void tellQuiet(long timeNs) {
        if (statistics != null) {
            tick(statistics, timeNs);
        }
        tellTime(timeNs);
    }

    private void show(@Nullable LivePace pace) throws IOException {
        flush();
        if (pace != null) {
            pace.shown();
        }
    }

    private void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        if (frames++ == 0) {
            firstTimeNs = timeNs;
            latestTimeNs = timeNs;
        }
        latestTimeNs = Math.max(latestTimeNs, timeNs);
        if (statistics != null) {
            tick(statistics, timeNs);
        }
        shardInput.onFrame(
                timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
    }

    private void tick(Statistics statistics, long frameTimeNs) {
        while (statistics.isDueBefore(frameTimeNs)) {
            tellTime(statistics.dueNs());
            try {
                statistics.writeBefore(frameTimeNs, shards);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns when every shard has seen the time and is at rest. */
    private void tellTime(long timeNs) {
        if (router == null) {
            shards.get(0).onTime(timeNs);
            return;
        }
        CountDownLatch seen = router.timeMark(timeNs);
        // Every shard will answer, failed or not.
        SureWait.until(
                () -> {
                    seen.await();
                    return seen;
                });
        throwFailure();
    }

    /** Makes what was traced so far visible. */
    private void flush() throws IOException {
        if (router == null) {
            shards.get(0).flush();
        } else {
            router.flush();
        }
    }

    private void finish() throws IOException {
        // A shard that saw no late frame has to know as well how late it got.
        if (frames > 0) {
            tellTime(latestTimeNs);
        }
        if (router == null) {
            shards.get(0).endOfCapture();
        } else {
            stopThreads();
            throwFailure();
        }
        if (statistics != null) {
            statistics.writeLast(shards);
        }
        for (Shard shard : shards) {
            shard.flush();
        }
    }

    private void startThreads() {
        for (int i = 0; i < queues.size(); i++) {
            Shard shard = shards.get(i);
            ShardQueue queue = queues.get(i);
            Thread thread = new Thread(() -> work(shard, queue), "shard-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Lets every shard finish what it was given. */
    private void stopThreads() {
        if (router == null || threads.isEmpty()) {
            return;
        }
        router.end();
        for (Thread thread : threads) {
            SureWait.until(
                    () -> {
                        thread.join();
                        return thread;
                    });
        }
        threads.clear();
    }

    /** A shard's thread. After a failure it goes on emptying its queue, so that nobody waits. */
    private void work(Shard shard, ShardQueue queue) {
        FrameBatch.Mark mark;
        do {
            FrameBatch batch = queue.takeFull();
            mark = batch.mark();
            try {
                if (failure.get() == null) {
                    process(shard, batch);
                }
            } catch (Throwable e) { // whatever it is, the thread that polls has to know
                failure.compareAndSet(null, e);
            }
            batch.markSeen();
            queue.putEmpty(batch);
        } while (mark != FrameBatch.Mark.END);
    }

    private static void process(Shard shard, FrameBatch batch) throws IOException {
        batch.handOver(shard);
        switch (batch.mark()) {
            case NONE -> {}
            case FLUSH -> shard.flush();
            case TIME -> shard.onTime(batch.markTimeNs());
            case END -> shard.endOfCapture();
        }
    }

    private void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown == null) {
            return;
        }
        if (thrown instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException(thrown);
    }

    /** From the first frame to the last one, nanoseconds; 0 if there was none. */
    long durationNs() {
        return latestTimeNs - firstTimeNs;
    }

    /** What all shards saw, after {@link #run}. */
    TracerCounters counters() {
        TracerCounters total = new TracerCounters();
        for (Shard shard : shards) {
            total.add(shard.counters());
        }
        if (router != null) {
            total.add(router.counters());
            // These are about the capture as a whole; a shard sees only its own frames.
            total.frames = router.counters().frames;
            total.timeWentBackwards = router.counters().timeWentBackwards;
            total.truncatedFrames = router.counters().truncatedFrames;
        }
        return total;
    }

    /** Lines of all shards. */
    RecordCounts records() {
        RecordCounts total = new RecordCounts();
        for (Shard shard : shards) {
            total.add(shard.records());
        }
        return total;
    }
}
