package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tcprt.task.Effects;
import tcprt.task.MessageParser;
import tcprt.task.TlsHandshake;

/** No bytes make a parser throw, and those that mean nothing are ordinary data. */
final class RandomBytesTest {
    private static final long NOTHING_BUT = ~(Effects.PLAIN | Effects.HANDSHAKE_BEGINS);

    @Test
    void noiseIsOrdinaryData() {
        Random random = new Random(8446);
        for (int connection = 0; connection < 2000; connection++) {
            MessageParser tls = new TlsParser();
            MessageParser http = new HttpParser();
            for (int segment = 0; segment < 20; segment++) {
                byte[] bytes = new byte[1 + random.nextInt(300)];
                random.nextBytes(bytes);
                Talk.Part part = new Talk.Part(random.nextBoolean(), bytes);
                assertEquals(Effects.PLAIN, Talk.show(http, part));
                long effects = Talk.show(tls, part);
                assertEquals(0, effects & NOTHING_BUT);
                assertTrue((effects & Effects.TASK_DATA) != 0);
            }
        }
    }

    @Test
    void damagedTalksThrowNothing() {
        Random random = new Random(9112);
        List<Talk> talks = new ArrayList<>(TlsTalks.all().values());
        talks.addAll(HttpTalks.all().values());
        for (int i = 0; i < 40_000; i++) {
            MessageParser parser = i % 2 == 0 ? new TlsParser() : new HttpParser();
            for (Talk.Part part : talks.get(random.nextInt(talks.size())).parts) {
                damagedShow(parser, part, random);
            }
            TlsHandshake facts = parser.tlsHandshake();
            if (facts != null) {
                assertTrue(facts.serverNameLength <= TlsHandshake.MAX_NAME_LENGTH);
                assertTrue(facts.alpnLength <= TlsHandshake.MAX_NAME_LENGTH);
            }
        }
    }

    private static void damagedShow(MessageParser parser, Talk.Part part, Random random) {
        byte[] bytes = part.bytes().clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            // Most of what decides is near the front.
            bytes[random.nextInt(Math.min(bytes.length, 1 + random.nextInt(200)))] =
                    (byte) random.nextInt();
        }
        switch (random.nextInt(12)) {
            case 0 -> parser.onHole(part.fromHost(), 1 + random.nextInt(100_000));
            case 1 -> parser.onHole(part.fromHost(), Long.MAX_VALUE);
            case 2 -> parser.onFin(part.fromHost());
            case 3 -> {
                // Half of it, and not all of that captured.
                int wire = 1 + bytes.length / 2;
                int captured = random.nextInt(1 + Math.min(wire, bytes.length));
                parser.onBytes(part.fromHost(), ByteBuffer.wrap(bytes), 0, captured, wire);
            }
            default -> Talk.show(parser, new Talk.Part(part.fromHost(), bytes));
        }
    }
}
