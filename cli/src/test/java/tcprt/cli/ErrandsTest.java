package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.FrameSettings;
import tcprt.flow.PortRules;
import tcprt.service.Refusal;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrandsTest {
    private final Errands errands = new Errands();

    @Test
    void theAskerGetsWhatTheOtherThreadMade() throws Exception {
        CompletableFuture<Thread> asked = ask(Thread::currentThread);
        runOne();
        assertEquals(Thread.currentThread(), asked.get());
    }

    @Test
    void aFailureIsTheAskersAlone() throws Exception {
        CompletableFuture<Thread> first =
                ask(
                        () -> {
                            throw new IOException("the disk is full");
                        });
        runOne();
        CompletableFuture<Thread> second =
                ask(
                        () -> {
                            throw new IllegalStateException("a bug");
                        });
        runOne();
        assertEquals("the disk is full", refusal(first));
        assertEquals("internal error: java.lang.IllegalStateException: a bug", refusal(second));
    }

    @Test
    void atTheEndNobodyIsLeftWaiting() throws Exception {
        CompletableFuture<Thread> waiting = ask(Thread::currentThread);
        while (!errands.areWaiting()) {
            Thread.onSpinWait();
        }
        errands.end();
        assertEquals("the capture is over", refusal(waiting));
        assertEquals("the capture is over", refusal(ask(Thread::currentThread)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void duringAnErrandEveryShardIsAtRest(int count) throws Exception {
        List<FakeShard> shards = IntStream.range(0, count).mapToObj(i -> new FakeShard()).toList();
        Pipeline pipeline =
                new Pipeline(shards, FrameSettings.defaults(), null, () -> false, new NoDisplay());
        Parameters parameters = new Parameters(PortRules.everyServer(), false, 60);
        CompletableFuture<Parameters> asked =
                ask(
                        pipeline.errands(),
                        () -> {
                            shards.forEach(shard -> shard.change(parameters));
                            return parameters;
                        });
        while (!pipeline.errands().areWaiting()) {
            Thread.onSpinWait();
        }

        assertTrue(pipeline.run(new ListSource(frames(600)))); // more than one poll takes
        assertEquals(parameters, asked.get());
        for (FakeShard shard : shards) {
            int change = shard.told.indexOf("change " + parameters);
            assertTrue(shard.told.get(change - 1).startsWith("time "), shard.told.toString());
            assertTrue(shard.told.get(change + 1).startsWith("frame "), shard.told.toString());
        }
    }

    private static List<Frames.Frame> frames(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                new Frames.Frame(
                                        1_700_000_000_000_000_000L + i,
                                        Frames.tcp(1, 40000 + i, 2, 80, Frames.ACK, 1, 1, 10)))
                .toList();
    }

    private CompletableFuture<Thread> ask(Errands.Errand<Thread> errand) {
        return ask(errands, errand);
    }

    private static <T> CompletableFuture<T> ask(Errands errands, Errands.Errand<T> errand) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                result.complete(errands.ask(errand));
                            } catch (Refusal e) {
                                result.completeExceptionally(e);
                            }
                        })
                .start();
        return result;
    }

    private void runOne() {
        while (!errands.areWaiting()) {
            Thread.onSpinWait();
        }
        errands.runAll();
    }

    private static String refusal(CompletableFuture<?> asked) {
        ExecutionException failure = assertThrows(ExecutionException.class, asked::get);
        Throwable cause = failure.getCause();
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static final class NoDisplay implements RunDisplay {
        @Override
        public void show(long frames, List<? extends Shard> shards) {}

        @Override
        public void clear() {}
    }
}
