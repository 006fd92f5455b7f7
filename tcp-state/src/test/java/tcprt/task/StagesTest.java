package tcprt.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.task.TestSocket.HookCall;

/** {@code stages.txt} is the table of both state machines; every row of it happens as it says. */
class StagesTest {
    private static final String ROW = "%-5s | %-9s | %-8s | %-39s | %-8s | %s";

    @Test
    void everyRowOfTheTableHappensAsItSays() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (String line : table()) {
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("side")) {
                continue;
            }
            String[] cells = line.split("\\|", -1);
            String side = cells[0].strip();
            String hook = cells[1].strip();
            String when = cells[3].strip();
            HookCall call = play(side, cells[2].strip(), when).last(hook);
            expected.add(line);
            actual.add(
                    ROW.formatted(side, hook, call.before(), when, call.after(), call.letters()));
        }
        assertEquals(String.join("\n", expected), String.join("\n", actual));
        assertEquals(32, actual.size());
    }

    private static TestSocket play(String side, String stage, String when) {
        return side.equals("LOCAL") ? playLocal(stage, when) : playPeer(stage, when);
    }

    private static TestSocket playLocal(String stage, String when) {
        TestSocket socket = TestSocket.local();
        return switch (stage + ": " + when) {
            case "NONE: the handshake is complete" -> socket;
            case "NONE: the first request begins" -> socket.received("PA", 1, 1, 100);
            case "NONE: a greeting" -> socket.sent("PA", 1, 1, 50);
            case "NONE: the greeting is acknowledged" ->
                    socket.sent("PA", 1, 1, 50).received("A", 1, 51, 0);
            case "NONE: no request ever came" -> socket.received("R", 1, 0, 0);

            case "REQUEST: more of the request" ->
                    socket.received("A", 1, 1, 100).received("PA", 101, 1, 100);
            case "REQUEST: the response begins" ->
                    socket.received("PA", 1, 1, 100).sent("PA", 1, 101, 500);
            case "REQUEST: a FIN instead of a response" ->
                    socket.received("PA", 1, 1, 100).sent("FA", 1, 101, 0);
            case "REQUEST: what was sent before is acknowledged" ->
                    socket.sent("PA", 1, 1, 50).received("PA", 1, 1, 100).received("A", 101, 51, 0);
            case "REQUEST: reset while receiving" ->
                    socket.received("PA", 1, 1, 100).received("R", 101, 0, 0);

            case "RESPONSE: the next request begins" -> served(500).received("PA", 101, 501, 100);
            case "RESPONSE: more of the response, or a FIN" ->
                    served(500).sent("PA", 501, 101, 500).sent("FA", 1001, 101, 0);
            case "RESPONSE: response bytes are acknowledged" ->
                    served(500).received("A", 101, 501, 0);
            case "RESPONSE: nothing but a FIN was sent" ->
                    socket.received("PA", 1, 1, 100)
                            .sent("FA", 1, 101, 0)
                            .received("A", 101, 2, 0)
                            .received("FA", 101, 2, 0);
            case "RESPONSE: one byte was sent, without a FIN" ->
                    served(1).received("A", 101, 2, 0).received("R", 101, 0, 0);
            case "RESPONSE: everything is acknowledged" ->
                    served(500).received("A", 101, 501, 0).received("R", 101, 0, 0);
            case "RESPONSE: everything but one byte is acknowledged" ->
                    served(500).received("A", 101, 500, 0).received("R", 101, 0, 0);
            case "RESPONSE: two bytes are not acknowledged" ->
                    served(500).received("A", 101, 499, 0).received("R", 101, 0, 0);
            default -> throw new AssertionError("no one plays LOCAL " + stage + ": " + when);
        };
    }

    private static TestSocket served(int responseBytes) {
        return TestSocket.local().received("PA", 1, 1, 100).sent("PA", 1, 101, responseBytes);
    }

    private static TestSocket playPeer(String stage, String when) {
        TestSocket socket = TestSocket.peer();
        return switch (stage + ": " + when) {
            case "NONE: the handshake is complete" -> socket;
            case "NONE: the first request begins" -> socket.sent("PA", 1, 1, 100);
            case "NONE: the other end speaks first" -> socket.received("PA", 1, 1, 50);
            case "NONE: data of the SYN is acknowledged" ->
                    TestSocket.peer(1000, 5000, 20).received("A", 1, 21, 0);
            case "NONE: no request was ever sent" -> socket.received("R", 1, 0, 0);

            case "REQUEST: more of the request" ->
                    socket.sent("A", 1, 1, 100).sent("PA", 101, 1, 100);
            case "REQUEST: the response begins" -> asked().received("PA", 1, 101, 500);
            case "REQUEST: request bytes are acknowledged" -> asked().received("A", 1, 101, 0);
            case "REQUEST: no response came" -> asked().received("R", 1, 0, 0);

            case "RESPONSE: the next request begins" -> answered().sent("PA", 101, 501, 100);
            case "RESPONSE: a FIN" -> answered().sent("FA", 101, 501, 0);
            case "RESPONSE: more of the response" -> answered().received("PA", 501, 101, 500);
            case "RESPONSE: request bytes are acknowledged" ->
                    asked().received("PA", 1, 1, 500).received("A", 501, 101, 0);
            case "RESPONSE: the response was complete or not" ->
                    answered().received("R", 501, 0, 0);
            default -> throw new AssertionError("no one plays PEER " + stage + ": " + when);
        };
    }

    private static TestSocket asked() {
        return TestSocket.peer().sent("PA", 1, 1, 100);
    }

    private static TestSocket answered() {
        return asked().received("PA", 1, 101, 500);
    }

    private static List<String> table() throws IOException {
        try (InputStream in = StagesTest.class.getResourceAsStream("stages.txt")) {
            assertNotNull(in, "stages.txt");
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
