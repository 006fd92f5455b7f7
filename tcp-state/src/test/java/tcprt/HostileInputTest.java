package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.Conversation.Shot;
import tcprt.flow.PortRules;
import tcprt.wire.Defect;

/** Any bytes, at any time, in any order: nothing is thrown, everything is counted. */
class HostileInputTest {
    private static final int FRAMES = 250_000;
    private static final int CONNECTIONS = 30;

    /** Each frame of some conversations, as bytes. */
    private static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            ConversationPlayer player =
                    new ConversationPlayer(40000 + i, 1000 * i, -2000 * i, i % 2 == 0);
            for (Shot shot : Conversation.of(i, 5).shots) {
                ByteBuffer bytes = player.encode(shot).bytes();
                byte[] frame = new byte[bytes.remaining()];
                bytes.get(frame);
                frames.add(frame);
            }
        }
        return frames;
    }

    private static TracerSettings settings(int seed) {
        PortRules some =
                PortRules.builder()
                        .addLocalPort(80)
                        .addPeerRange(new PortRules.PortRange(0, 30_000))
                        .build();
        return TracerSettings.builder(seed % 2 == 0 ? some : PortRules.everyServer())
                .vantage(
                        seed % 3 == 0 ? TracerSettings.Vantage.MIRROR : TracerSettings.Vantage.HOST)
                .release(seed < 2 ? TracerSettings.Release.CLOSE : TracerSettings.Release.SHUTDOWN)
                .hz(250)
                .connectionLimit(50)
                .segmentLimit(seed == 0 ? 7 : 1000)
                .undecidedCloseNs(1_000_000_000L)
                .defaultMssBytes(1448)
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void mutatedFramesAreHarmless(int seed) {
        Random random = new Random(seed);
        List<byte[]> frames = frames();
        long[] written = {0};
        Tracer tracer = new Tracer(settings(seed), record -> written[0]++);
        ByteBuffer buffer = ByteBuffer.allocate(TestFrame.MAX_LENGTH);
        long timeNs = TestWire.BASE_NS;
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame =
                    frames.get(i % 50 == 0 ? random.nextInt(frames.size()) : i % frames.size());
            buffer.put(0, frame);
            int captured = frame.length;
            if (random.nextInt(3) == 0) {
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    buffer.put(random.nextInt(captured), (byte) random.nextInt());
                }
            }
            if (random.nextInt(20) == 0) {
                captured = random.nextInt(captured + 1);
            }
            timeNs += random.nextInt(200) == 0 ? jump(random) : random.nextInt(100_000);
            tracer.onFrame(timeNs, 0, TestFrame.LINK_TYPE, buffer, 0, captured, frame.length);
            if (i % 1000 == 0) {
                tracer.onTime(timeNs);
            }
        }
        tracer.endOfCapture();

        TracerCounters counters = tracer.counters();
        long setAside = counters.fragments;
        for (Defect defect : Defect.values()) {
            setAside += counters.defects(defect);
        }
        setAside -= counters.defects(Defect.IP_FRAGMENTS_MISSING); // these are packets, not frames
        assertEquals(FRAMES, counters.frames);
        assertEquals(FRAMES, counters.tcpSegments + setAside);
        assertEquals(written[0], counters.records);
        assertTrue(written[0] > 1000, written[0] + " records");
        assertTrue(counters.openFlows <= 2 * 50, counters.openFlows + " flows are open");
    }

    private static long jump(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> -random.nextInt(2_000_000_000);
            case 1 -> random.nextInt(2_000_000_000) * 200L;
            case 2 -> -random.nextInt(1_000_000);
            default -> random.nextInt(1_000_000_000);
        };
    }

    /** Times that no clock shows. */
    @Test
    void extremeTimesAreHarmless() {
        long[] times = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE, TestWire.BASE_NS};
        List<byte[]> frames = frames();
        Random random = new Random(9);
        Tracer tracer = new Tracer(settings(0), record -> {});
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer frame = ByteBuffer.wrap(frames.get(i % frames.size()));
            int length = frame.capacity();
            long timeNs = times[random.nextInt(times.length)];
            tracer.onFrame(timeNs, 0, TestFrame.LINK_TYPE, frame, 0, length, length);
        }
        tracer.onTime(Long.MAX_VALUE);
        tracer.endOfCapture();
        assertEquals(100_000, tracer.counters().tcpSegments);
    }

    /** Every field of the TCP header at random, of two ends that know each other. */
    @Test
    void randomSegmentsOfOneConnectionAreHarmless() {
        Random random = new Random(10);
        for (int run = 0; run < 3000; run++) {
            TestWire wire = run % 2 == 0 ? TestWire.local() : TestWire.peer();
            wire.clientIsn = random.nextInt();
            wire.serverIsn = random.nextInt();
            if (random.nextInt(4) > 0) {
                wire.handshake();
            }
            long micros = 2000;
            for (int i = 0; i < 60; i++) {
                micros += random.nextInt(1 << random.nextInt(22)) - 50;
                TestFrame frame = random.nextBoolean() ? wire.client : wire.server;
                frame.window = random.nextInt(4) == 0 ? random.nextInt(65536) : 65535;
                frame.timestamps = random.nextBoolean();
                frame.tsVal = random.nextInt(5) == 0 ? random.nextInt() : (int) (micros / 1000);
                frame.tsEcr = random.nextInt(5) == 0 ? random.nextInt() : (int) (micros / 1000);
                int seq = near(random);
                int ack = near(random);
                int length = random.nextInt(3) == 0 ? random.nextInt(60_000) : 0;
                String flags = random.nextInt(6) == 0 ? "SFRPA".substring(random.nextInt(5)) : "PA";
                if (frame == wire.client) {
                    wire.in(micros, flags, seq, ack, length);
                } else {
                    wire.out(micros, flags, seq, ack, length);
                }
            }
            wire.end();
            assertTrue(wire.tracer.counters().openFlows <= 1);
        }
    }

    private static int near(Random random) {
        return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(40) * 1000 + 1;
    }
}
