package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tcprt.task.MessageParser;

/** A parser allocates when it is made, and never again. */
final class AllocationTest {
    private static final int ROUNDS = 2000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void tlsParserAllocatesNothing() {
        assertAllocatesNothing(TlsTalks.all(), TlsParser::new);
    }

    @Test
    void httpParserAllocatesNothing() {
        assertAllocatesNothing(HttpTalks.all(), HttpParser::new);
    }

    private void assertAllocatesNothing(Map<String, Talk> talks, Supplier<MessageParser> maker) {
        talks.forEach((name, talk) -> run(talk, makeAll(maker))); // Loads every class.
        talks.forEach(
                (name, talk) -> {
                    long bytes = run(talk, makeAll(maker));
                    // One object per parser would be 16 bytes at least; the machine itself may
                    // allocate a few, such as a stack that is walked for a compiled method.
                    assertTrue(bytes < ROUNDS, name + ": " + bytes + " by " + ROUNDS + " parsers");
                });
    }

    private static List<MessageParser> makeAll(Supplier<MessageParser> maker) {
        List<MessageParser> parsers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            parsers.add(maker.get());
        }
        return parsers;
    }

    private long run(Talk talk, List<MessageParser> parsers) {
        ByteBuffer[] data = new ByteBuffer[talk.parts.size()];
        boolean[] fromHost = new boolean[data.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = ByteBuffer.wrap(talk.parts.get(i).bytes());
            fromHost[i] = talk.parts.get(i).fromHost();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int p = 0; p < parsers.size(); p++) {
            MessageParser parser = parsers.get(p);
            for (int i = 0; i < data.length; i++) {
                int length = data[i].capacity();
                if (length == 0) {
                    parser.onFin(fromHost[i]);
                } else {
                    parser.onBytes(fromHost[i], data[i], 0, length, length);
                }
            }
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
