package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.task.Effects;
import tcprt.task.MessageParser;

/** However a stream is cut into segments, its tasks and their letters are the same. */
final class CutTest {
    /** What data is, may be decided by a later byte; {@link TaskModel} follows that. */
    private static final long WHETHER_DATA =
            Effects.TASK_DATA | Effects.MAYBE_ALERT | Effects.ALERT_WAS_DATA;

    private static Stream<Arguments> talks() {
        return Stream.of(
                        arguments(TlsTalks.all(), TlsParser::new),
                        arguments(HttpTalks.all(), HttpParser::new),
                        arguments(HttpTalks.ends(), HttpParser::new))
                .flatMap(talks -> talks);
    }

    private static Stream<Arguments> arguments(
            Map<String, Talk> talks, Supplier<MessageParser> maker) {
        return talks.entrySet().stream()
                .map(talk -> Arguments.of(talk.getKey(), talk.getValue(), maker));
    }

    /** What must not depend on cuts: tasks, where they begin, and effects by original segment. */
    private static String outcome(Talk talk, Supplier<MessageParser> maker, List<Integer> origin) {
        MessageParser parser = maker.get();
        TaskModel tasks = new TaskModel();
        List<Long> effects = new ArrayList<>();
        for (int i = 0; i < talk.parts.size(); i++) {
            Talk.Part part = talk.parts.get(i);
            int segment = origin.get(i);
            long shown = Talk.show(parser, part);
            tasks.apply(part.fromHost(), shown, segment);
            while (effects.size() <= segment) {
                effects.add(0L);
            }
            effects.set(segment, effects.get(segment) | (shown & ~WHETHER_DATA));
        }
        tasks.release();
        boolean last = true;
        for (int i = effects.size() - 1; i >= 0; i--) {
            effects.set(i, settled(effects.get(i), last));
            last &= (effects.get(i) & Effects.HANDSHAKE_BEGINS) == 0;
        }
        return tasks.tasks
                + " begin in "
                + tasks.firsts
                + ", effects "
                + effects.stream().map(Talk::name).toList()
                + ", lost "
                + parser.timesLost();
    }

    /** Without what the effects say themselves does not count. */
    private static long settled(long effects, boolean lastOfAll) {
        long settled = lastOfAll ? effects : effects & ~Effects.HANDSHAKE_BEGINS;
        return (settled & Effects.NOT_CONTINUE) != 0
                ? settled & ~(Effects.NOT_CONTINUE | Effects.CONTINUE)
                : settled;
    }

    private static List<Integer> origins(Talk whole, Talk cut) {
        List<Integer> origins = new ArrayList<>();
        int at = 0;
        int rest = whole.parts.get(0).bytes().length;
        for (Talk.Part part : cut.parts) {
            origins.add(at);
            rest -= part.bytes().length;
            if (rest == 0 && ++at < whole.parts.size()) {
                rest = whole.parts.get(at).bytes().length;
            }
        }
        return origins;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void oneCutAnywhereChangesNothing(String name, Talk talk, Supplier<MessageParser> maker) {
        String expected = outcome(talk, maker, origins(talk, talk));
        for (Talk cut : talk.cutOnce()) {
            assertEquals(expected, outcome(cut, maker, origins(talk, cut)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void singleBytesChangeNothing(String name, Talk talk, Supplier<MessageParser> maker) {
        Talk cut = talk.cutSmall(1, new Random(1));
        assertEquals(
                outcome(talk, maker, origins(talk, talk)), outcome(cut, maker, origins(talk, cut)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void randomCutsChangeNothing(String name, Talk talk, Supplier<MessageParser> maker) {
        String expected = outcome(talk, maker, origins(talk, talk));
        Random random = new Random(448);
        for (int i = 0; i < 200; i++) {
            Talk cut = talk.cutSmall(1 + random.nextInt(60), random);
            assertEquals(expected, outcome(cut, maker, origins(talk, cut)));
        }
    }
}
