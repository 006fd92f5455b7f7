package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.Conversation.Shot;
import tcprt.flow.PortRules;
import tcprt.task.RecordSink;
import tcprt.task.TcpRtRecord;
import tcprt.wire.Defect;

/** Frames of open connections and their records cost no allocation. */
class AllocationTest {
    private static final int CONNECTIONS = 16;
    private static final int TASKS_PER_ROUND = 10;
    private static final int FRAMES = 1_000_000;
    private static final int WARM_UP_ROUNDS = 30;

    /** A frame of a connection. Sequence numbers of a round continue those of the round before. */
    private record Turn(int connection, Shot shot) {}

    private static final class CountingSink implements RecordSink {
        long records;
        long sentBytes;

        @Override
        public void onRecord(TcpRtRecord record) {
            records++;
            sentBytes += record.sentBytes;
        }
    }

    private final CountingSink sink = new CountingSink();
    private Tracer tracer = tracer(MirrorSettings.DEFAULT);
    private final List<Conversation> conversations = new ArrayList<>();
    private final List<ConversationPlayer> players = new ArrayList<>();
    private final List<Turn> round = new ArrayList<>();
    private long clientLateMicros;
    private long roundMicros;
    private long roundsPlayed;

    private Tracer tracer(MirrorSettings mirror) {
        return new Tracer(
                TracerSettings.builder(PortRules.builder().addLocalPort(80).addPeerPort(80).build())
                        .mirror(mirror)
                        .build(),
                sink);
    }

    @Test
    void aMillionFramesOfManyTasksAreTracedWithoutAllocation() {
        assertNothingIsAllocated(Carrier.plain());
        assertEquals(0, tracer.counters().reassembledPackets);
        assertEquals(0, tracer.counters().putInOrder);
    }

    @Test
    void frameThatWaitsForEarlierOnesIsNotAllocatedEither() {
        tracer = tracer(new MirrorSettings(true, 500_000, 2_000_000));
        clientLateMicros = 300;
        assertNothingIsAllocated(Carrier.plain());
        assertTrue(tracer.counters().putInOrder > 10_000, tracer.counters().putInOrder + " waited");
    }

    @Test
    void neitherDoesATunnelCostAny() {
        assertNothingIsAllocated(Carrier.tunnel());
        assertEquals(0, tracer.counters().reassembledPackets);
    }

    @Test
    void norDoFragmentsInATunnel() {
        assertNothingIsAllocated(Carrier.fragmentsInTunnel());
        assertTrue(tracer.counters().reassembledPackets > FRAMES / 10);
        assertEquals(0, tracer.counters().defects(Defect.IP_FRAGMENTS_MISSING));
    }

    private void assertNothingIsAllocated(Carrier carrier) {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this JVM does not count allocated bytes");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        open(carrier);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            playRound();
        }
        int rounds = FRAMES / round.size() + 1;
        long recordsBefore = sink.records;

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            playRound();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Both ends of each connection write a record for each task.
        long records = 2L * CONNECTIONS * TASKS_PER_ROUND * rounds;
        assertEquals(records, sink.records - recordsBefore);
        assertTrue(sink.sentBytes > 0);
        // A tenth of a byte per frame would be a hundred thousand; measuring takes a little.
        assertTrue(
                allocated < FRAMES / 10,
                allocated + " bytes for " + (long) rounds * round.size() + " frames");
    }

    /** Requests, responses, pure ACKs, losses, SACKs, retransmissions; half with timestamps. */
    private void open(Carrier carrier) {
        for (int i = 0; i < CONNECTIONS; i++) {
            Conversation made = Conversation.open(100 + i, TASKS_PER_ROUND);
            ConversationPlayer player =
                    new ConversationPlayer(40000 + i, 1000, 1000, i % 2 == 0, carrier);
            for (Shot shot : made.shots.subList(0, Conversation.HANDSHAKE_SHOTS)) {
                player.play(tracer, shot, TestWire.BASE_NS);
            }
            for (Shot shot : made.shots.subList(Conversation.HANDSHAKE_SHOTS, made.shots.size())) {
                Shot captured = shot.fromClient() ? shot.movedBy(clientLateMicros) : shot;
                round.add(new Turn(i, captured));
                roundMicros = Math.max(roundMicros, captured.micros());
            }
            conversations.add(made);
            players.add(player);
        }
        round.sort(Comparator.comparingLong(turn -> turn.shot.micros()));
    }

    private void playRound() {
        long baseNs = TestWire.BASE_NS + roundsPlayed++ * roundMicros * 1000;
        for (int i = 0; i < round.size(); i++) {
            Turn turn = round.get(i);
            players.get(turn.connection).play(tracer, turn.shot, baseNs);
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            Conversation made = conversations.get(i);
            players.get(i).continueAfter(made.clientBytes(), made.serverBytes());
        }
    }
}
