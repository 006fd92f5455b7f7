package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.pcaps.Shared;

/** {@code tcprt validate} can fail: one number of one line is made wrong, and it names that one. */
class ValidateMutationTest {
    private static final int FIRST_NUMBER = 6;
    private static final String TASKS = "http-small-keepalive";

    /** A connection's end is one of three, or of four; a task one of many. */
    private static final Map<Character, String> CASES =
            Map.of(
                    'R', TASKS,
                    'E', TASKS,
                    'P', "peer-streams",
                    'N', "lab-client-rst",
                    'W', "lab-client-rst");

    static Stream<Arguments> fields() {
        List<Arguments> fields = new ArrayList<>();
        for (char type : CASES.keySet()) {
            for (String field : RecordLine.fields(type)) {
                fields.add(Arguments.of(type, field));
            }
        }
        return fields.stream();
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("fields")
    void numberIsNamedWhenItIsOffAndNotBefore(char type, String field) throws IOException {
        ShippedCase golden = golden(CASES.getOrDefault(type, TASKS));
        Tolerance tolerance = ShippedCase.tolerances().of(field);
        int index = RecordLine.fields(type).indexOf(field);
        RecordLine ours = firstOurs(golden, type);
        List<RecordLine> kernel = new ArrayList<>(golden.kernel());
        RecordLine theirs = partner(kernel, ours);
        if (tolerance.isExact()) {
            assertNamed(
                    golden, theirs, type, field, number(theirs, index, theirs.value(index) + 1));
            return;
        }
        // Larger than ours by what the tolerance allows of the value written, and then by more.
        long most =
                (long) ((ours.value(index) + tolerance.absolute()) / (1 - tolerance.relative()));
        Validation inside = validate(golden, theirs, number(theirs, index, most - 2));
        assertEquals(Map.of(), without(inside.causes(), golden), () -> inside.causes().toString());
        assertNamed(golden, theirs, type, field, number(theirs, index, most + 3));
    }

    @ParameterizedTest
    @CsvSource({"R", "E", "P", "N", "W"})
    void startIsNamedWhenItIsOffAndNotBefore(char type) throws IOException {
        ShippedCase golden = golden(CASES.getOrDefault(type, TASKS));
        RecordLine ours = firstOurs(golden, type);
        RecordLine theirs = partner(golden.kernel(), ours);
        Validation inside = validate(golden, theirs, start(theirs, ours.startMicros() + 98));
        assertEquals(Map.of(), without(inside.causes(), golden), () -> inside.causes().toString());
        assertNamed(golden, theirs, type, "start", start(theirs, ours.startMicros() + 103));
    }

    private static void assertNamed(
            ShippedCase golden, RecordLine original, char type, String field, String mutated)
            throws IOException {
        Validation found = validate(golden, original, mutated);
        Map<String, Map<String, Integer>> causes = without(found.causes(), golden);
        // That the end of the socket is later than its last frame is nothing a capture can refute.
        String cause =
                field.equals("rt") && (type == 'N' || type == 'W')
                        ? "application_closed_late"
                        : "unknown";
        assertEquals(Map.of(type + "." + field, Map.of(cause, 1)), causes);
        assertEquals(cause.equals("unknown") ? 1 : 0, found.exitCode());
    }

    /** What was there before: the one end that {@code lab-client-rst} is about. */
    private static Map<String, Map<String, Integer>> without(
            Map<String, Map<String, Integer>> causes, ShippedCase golden) {
        Map<String, Integer> late = causes.get("N.rt");
        if (golden.toString().equals("lab-client-rst") && late != null) {
            if (late.merge("application_closed_late", -1, Integer::sum) == 0) {
                causes.remove("N.rt");
            }
        }
        return causes;
    }

    private static ShippedCase golden(String name) {
        return new ShippedCase(Shared.repository().resolve("pcaps/golden/" + name));
    }

    private static RecordLine firstOurs(ShippedCase golden, char type) throws IOException {
        return Replayed.cleanly(golden.capture(), golden.options()).records().stream()
                .filter(line -> line.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static RecordLine partner(List<RecordLine> kernel, RecordLine ours) {
        return RecordJoin.of(kernel, List.of(ours)).pairs().get(0).kernel();
    }

    private static String number(RecordLine line, int index, long value) {
        return word(line, FIRST_NUMBER + index, old -> Long.toString(value));
    }

    private static String start(RecordLine line, long micros) {
        String[] words = line.toString().split(" ", -1);
        words[2] = Long.toString(micros / 1_000_000);
        words[3] = Long.toString(micros % 1_000_000);
        return String.join(" ", words);
    }

    private static String word(RecordLine line, int index, UnaryOperator<String> change) {
        String[] words = line.toString().split(" ", -1);
        words[index] = change.apply(words[index]);
        return String.join(" ", words);
    }

    private static Validation validate(ShippedCase golden, RecordLine original, String mutated)
            throws IOException {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (RecordLine line : golden.kernel()) {
            boolean same = line.toString().equals(original.toString());
            lines.add(same ? mutated : line.toString());
            found |= same;
        }
        assertTrue(found, "the line to be changed is not in the log");
        return Validation.ofLines(golden.options(), lines, golden.capture());
    }

    @Test
    void droppedTaskIsALostLine() throws IOException {
        ShippedCase golden = golden(TASKS);
        List<String> lines = lines(golden);
        lines.removeIf(line -> line.contains(" R ") && line.contains(" 3 66 0 77 0 1448 "));
        assertEquals(golden.kernel().size() - 1, lines.size());
        Validation found = Validation.ofLines(golden.options(), lines, golden.capture());
        assertEquals(Map.of("R only in capture", Map.of("log_lost_line", 1)), found.causes());
        assertEquals(1, found.exitCode());
    }

    @Test
    void droppedEndIsALostLine() throws IOException {
        ShippedCase golden = golden(TASKS);
        List<String> lines = lines(golden);
        String end =
                lines.stream().filter(line -> line.startsWith("V6 E")).findFirst().orElseThrow();
        lines.remove(end);
        Validation found = Validation.ofLines(golden.options(), lines, golden.capture());
        assertEquals(Map.of("E only in capture", Map.of("log_lost_line", 1)), found.causes());
        assertEquals(1, found.exitCode());
    }

    @Test
    void repeatedLineIsSaidToBeRepeated() throws IOException {
        ShippedCase golden = golden(TASKS);
        List<String> lines = lines(golden);
        lines.add(lines.get(7));
        Validation found = Validation.ofLines(golden.options(), lines, golden.capture());
        assertEquals(Map.of("R repeated", Map.of("repeated_line", 1)), found.causes());
        assertEquals(1, found.exitCode());
    }

    @Test
    void linesInAnyOrderOverAnyNumberOfFilesAreTheSameLog() throws IOException {
        ShippedCase golden = golden(TASKS);
        List<String> lines = lines(golden);
        Collections.shuffle(lines, new Random(6));
        assertEquals(0, Validation.ofLines(golden.options(), lines, golden.capture()).exitCode());
    }

    /** The buffer was written over while it was copied: half a line, and ten are gone. */
    @Test
    void linesLostBesideATornOneAreTheRelayBuffers() throws IOException {
        ShippedCase golden = golden(TASKS);
        List<String> lines = lines(golden);
        List<String> lost = lines.subList(20, 30);
        String torn = lost.get(9).substring(40);
        lost.clear();
        lines.add(20, torn);
        Validation found = Validation.ofLines(golden.options(), lines, golden.capture());
        assertEquals(
                Map.of(
                        "R only in capture", Map.of("relay_wrapped", 9),
                        "E only in capture", Map.of("relay_wrapped", 1)),
                found.causes());
        assertEquals(1, found.exitCode());
        assertEquals(
                "{NOT_A_RECORD=1}",
                String.valueOf(
                        ((Map<?, ?>) found.json().getOrDefault("kernel", Map.of()))
                                .get("refusedLines")));
    }

    private static List<String> lines(ShippedCase golden) throws IOException {
        return new ArrayList<>(golden.kernel().stream().map(RecordLine::toString).toList());
    }
}
