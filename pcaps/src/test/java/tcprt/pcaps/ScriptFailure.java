package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

/** Says that a script does not hold, with the script as it was run, ready to be kept. */
final class ScriptFailure {
    private ScriptFailure() {}

    /** Fails unless there is no difference. */
    static void report(PacketScript script, List<String> differences) {
        if (!differences.isEmpty()) {
            fail(String.join("\n", differences) + "\n\n" + ScriptText.of(script));
        }
    }
}
