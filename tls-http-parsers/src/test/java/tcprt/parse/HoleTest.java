package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
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

/** Bytes that are not in the capture take letters away and never add one. */
final class HoleTest {
    private static Stream<Arguments> talks() {
        return Stream.concat(
                arguments(TlsTalks.all(), TlsParser::new),
                arguments(HttpTalks.all(), HttpParser::new));
    }

    private static Stream<Arguments> arguments(
            Map<String, Talk> talks, Supplier<MessageParser> maker) {
        return talks.entrySet().stream()
                .map(talk -> Arguments.of(talk.getKey(), talk.getValue(), maker));
    }

    /** Each segment's effects, with a hole of {@code length} bytes at {@code from} of the talk. */
    private static List<Long> withHole(
            Talk talk, Supplier<MessageParser> maker, int from, int length) {
        MessageParser parser = maker.get();
        List<Long> effects = new ArrayList<>();
        int begin = 0;
        for (Talk.Part part : talk.parts) {
            int size = part.bytes().length;
            int holeBegin = Math.max(0, Math.min(size, from - begin));
            int holeEnd = Math.max(holeBegin, Math.min(size, from + length - begin));
            effects.add(showWithHole(parser, part, holeBegin, holeEnd));
            begin += size;
        }
        return effects;
    }

    private static long showWithHole(MessageParser parser, Talk.Part part, int begin, int end) {
        byte[] bytes = part.bytes();
        if (begin == end) {
            return Talk.show(parser, part);
        }
        long effects = 0;
        ByteBuffer data = ByteBuffer.wrap(bytes);
        if (begin > 0) {
            effects |= parser.onBytes(part.fromHost(), data, 0, begin, begin);
        }
        effects |= parser.onHole(part.fromHost(), end - begin);
        int rest = bytes.length - end;
        if (rest > 0) {
            effects |= parser.onBytes(part.fromHost(), data, end, rest, rest);
        }
        return effects;
    }

    private static TaskModel tasks(Talk talk, List<Long> effects) {
        TaskModel tasks = new TaskModel();
        for (int i = 0; i < effects.size(); i++) {
            tasks.apply(talk.parts.get(i).fromHost(), effects.get(i), i);
        }
        tasks.release();
        return tasks;
    }

    /** Every letter of a task is one of a task that the complete capture has in its place. */
    private static void assertNoNewLetter(Talk talk, TaskModel complete, TaskModel holed) {
        for (int i = 0; i < talk.parts.size(); i++) {
            int task = holed.taskAfter.get(i);
            if (task < 0) {
                continue;
            }
            for (char letter : holed.tasks.get(task).toCharArray()) {
                boolean had = false;
                for (int j = 0; j < talk.parts.size(); j++) {
                    int same = holed.taskAfter.get(j) == task ? complete.taskAfter.get(j) : -1;
                    had |= same >= 0 && complete.tasks.get(same).indexOf(letter) >= 0;
                }
                assertTrue(had, holed.tasks + " instead of " + complete.tasks);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void holeAddsNoLetter(String name, Talk talk, Supplier<MessageParser> maker) {
        TaskModel complete = tasks(talk, withHole(talk, maker, 0, 0));
        int total = talk.parts.stream().mapToInt(part -> part.bytes().length).sum();
        for (int length : new int[] {1, 2, 5, 7, 19, 60, 200, 700}) {
            for (int from = 0; from < total; from++) {
                TaskModel holed = tasks(talk, withHole(talk, maker, from, length));
                assertNoNewLetter(talk, complete, holed);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void manyHolesAddNoLetter(String name, Talk talk, Supplier<MessageParser> maker) {
        TaskModel complete = tasks(talk, withHole(talk, maker, 0, 0));
        Random random = new Random(12);
        for (int i = 0; i < 1000; i++) {
            MessageParser parser = maker.get();
            List<Long> effects = new ArrayList<>();
            for (Talk.Part part : talk.parts) {
                int begin = random.nextInt(part.bytes().length + 1);
                int end = begin + random.nextInt(part.bytes().length - begin + 1);
                effects.add(showWithHole(parser, part, begin, random.nextBoolean() ? begin : end));
            }
            assertNoNewLetter(talk, complete, tasks(talk, effects));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void snapLengthAddsNoLetter(String name, Talk talk, Supplier<MessageParser> maker) {
        TaskModel complete = tasks(talk, withHole(talk, maker, 0, 0));
        for (int snapLength = 0; snapLength < 400; snapLength++) {
            MessageParser parser = maker.get();
            List<Long> effects = new ArrayList<>();
            for (Talk.Part part : talk.parts) {
                byte[] bytes = part.bytes();
                effects.add(
                        part.isFin()
                                ? parser.onFin(part.fromHost())
                                : parser.onBytes(
                                        part.fromHost(),
                                        ByteBuffer.wrap(bytes),
                                        0,
                                        Math.min(snapLength, bytes.length),
                                        bytes.length));
            }
            assertNoNewLetter(talk, complete, tasks(talk, effects));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void withoutAnyByteAllIsOrdinaryData(String name, Talk talk, Supplier<MessageParser> maker) {
        MessageParser parser = maker.get();
        for (Talk.Part part : talk.parts) {
            if (!part.isFin()) {
                assertEquals(Effects.PLAIN, parser.onHole(part.fromHost(), part.bytes().length));
            }
        }
    }
}
