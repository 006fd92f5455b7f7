package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tcprt.Conversation.End;
import tcprt.Conversation.Shot;
import tcprt.Conversation.Task;
import tcprt.flow.PortRules;

/**
 * What must hold of every connection, tried on connections made up from seeds. A failure shows the
 * connection as a script.
 */
class ConversationTest {
    private static final int SEEDS = 400;
    private static final int TASKS = 6;
    private static final int CLIENT_PORT = 40000;
    private static final int LOW_ISN = 1000;
    private static final long BASE_NS = TestWire.BASE_NS;

    private static final TracerSettings SETTINGS =
            TracerSettings.of(PortRules.builder().addLocalPort(80).addPeerPort(80).build());

    @Test
    void recordsSayWhatTheConversationWasMadeOf() {
        for (int seed = 0; seed < SEEDS; seed++) {
            boolean timestamps = seed % 2 == 0;
            Conversation made = Conversation.of(seed, TASKS);
            List<String> records = new ArrayList<>(play(made.shots, timestamps));
            records.removeIf(ConversationTest::isPeers);
            String script = made.script(made.shots);
            assertEquals(TASKS + 1, records.size(), () -> records + script);
            for (int i = 0; i < TASKS; i++) {
                assertTask(made, i, records.get(i), timestamps, script);
            }
            assertEnd(made, records.get(TASKS), timestamps, script);
        }
    }

    private static void assertTask(
            Conversation made, int index, String record, boolean timestamps, String script) {
        Task task = made.tasks.get(index);
        boolean lastByReset = index == TASKS - 1 && made.end == End.CLIENT_RST;
        String expected =
                "R start=%d sent=%d total=%d retrans=%d seq=%d service=%d upload=%d recv=%d reorder=%d"
                        .formatted(
                                task.startMicros(),
                                task.responseBytes() - (lastByReset ? 1 : 0),
                                task.totalMicros(),
                                segments(task, timestamps),
                                index + 1,
                                task.serviceMicros(),
                                task.uploadMicros(),
                                task.requestBytes(),
                                task.reordered() ? 1 : 0);
        assertEquals(
                expected,
                "R start=%d sent=%s total=%s retrans=%s seq=%s service=%s upload=%s recv=%s reorder=%s"
                        .formatted(
                                startMicros(record),
                                field(record, "sent"),
                                field(record, "total"),
                                field(record, "retrans"),
                                field(record, "seq"),
                                field(record, "service"),
                                field(record, "upload"),
                                field(record, "recv"),
                                field(record, "reorder")),
                script);
    }

    private static void assertEnd(
            Conversation made, String record, boolean timestamps, String script) {
        int retransmits = 0;
        for (Task task : made.tasks) {
            retransmits += segments(task, timestamps);
        }
        boolean fin = made.end != End.CLIENT_RST;
        boolean clientFin = made.end == End.CLIENT_FIN;
        assertEquals(
                "E seq=%d sent=%d unacked=0 recv=%d retrans=%d"
                        .formatted(
                                TASKS,
                                made.serverBytes() + (fin ? 1 : 0),
                                made.clientBytes() + (clientFin ? 1 : 0),
                                retransmits),
                "E seq=%s sent=%s unacked=%s recv=%s retrans=%s"
                        .formatted(
                                field(record, "seq"),
                                field(record, "sent"),
                                field(record, "unacked"),
                                field(record, "recv"),
                                field(record, "retrans")),
                script);
    }

    private static int segments(Task task, boolean timestamps) {
        int mss = timestamps ? Conversation.MSS : 1460;
        return (task.retransmittedBytes() + mss - 1) / mss;
    }

    @Test
    void initialSequenceNumbersDoNotMatterWithinTheirHalf() {
        Random random = new Random(1);
        int[] halves = {0, 0x8000_0000};
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            for (int half : halves) {
                int longest = 1 << 20;
                int room = Integer.MAX_VALUE - longest;
                List<String> expected = play(made.shots, half + LOW_ISN, half + LOW_ISN, true);
                List<String> shifted =
                        play(
                                made.shots,
                                half + 1 + random.nextInt(room),
                                half + 1 + random.nextInt(room),
                                true);
                assertEquals(expected, shifted, made.script(made.shots));
            }
        }
    }

    @Test
    void wholeSecondsMoveTheStartAndNothingElse() {
        Random random = new Random(2);
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            long seconds = random.nextInt(1_000_000_000) - 500_000_000L;
            RecordLog log = new RecordLog();
            Tracer tracer = new Tracer(SETTINGS, log);
            ConversationPlayer player = player(CLIENT_PORT, true);
            for (Shot shot : made.shots) {
                player.play(tracer, shot, BASE_NS + seconds * 1_000_000_000L);
            }
            tracer.endOfCapture();

            List<String> moved = new ArrayList<>();
            for (String text : play(made.shots, true)) {
                Matcher start = START.matcher(text);
                assertTrue(start.find());
                long second = Long.parseLong(start.group(1)) + seconds;
                moved.add(start.replaceFirst(" " + second + ".$2"));
            }
            assertEquals(moved, log.texts(), made.script(made.shots));
        }
    }

    @Test
    void splittingSegmentsChangesNoByteCount() {
        Random random = new Random(3);
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            List<Shot> split = new ArrayList<>();
            for (Shot shot : made.shots) {
                if (shot.length() > 1 && random.nextBoolean()) {
                    int first = 1 + random.nextInt(shot.length() - 1);
                    split.add(withRange(shot, shot.seq(), first));
                    split.add(
                            withRange(shot, shot.seq() + first, shot.length() - first).movedBy(1));
                } else {
                    split.add(shot);
                }
            }
            assertEquals(
                    only(play(made.shots, true), "sent", "recv", "seq", "reorder"),
                    only(play(split, true), "sent", "recv", "seq", "reorder"),
                    made.script(split));
        }
    }

    private static Shot withRange(Shot shot, int seq, int length) {
        return new Shot(
                shot.micros(), shot.fromClient(), shot.flags(), seq, shot.ack(), length, 0, 0);
    }

    @Test
    void aRetransmissionOpensNoTaskAndAddsItsSegments() {
        Random random = new Random(4);
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            // The server sends any of its data again before the next request, or at the very end.
            List<Shot> sentAgain = new ArrayList<>(made.shots);
            int at = randomData(made.shots, random, false);
            Shot again = made.shots.get(at);
            int task = taskOf(made, again);
            int behind = at + 1;
            while (behind < made.shots.size() && !opensTask(made, made.shots.get(behind))) {
                behind++;
            }
            if (behind == made.shots.size()) {
                behind = at + 1;
            }
            sentAgain.add(
                    behind, again.movedBy(made.shots.get(behind - 1).micros() - again.micros()));

            List<String> before = local(play(made.shots, true));
            List<String> after = local(play(sentAgain, true));
            String script = made.script(sentAgain);
            assertEquals(
                    only(before, "sent", "recv", "seq", "service", "upload", "reorder", "mss"),
                    only(after, "sent", "recv", "seq", "service", "upload", "reorder", "mss"),
                    script);
            int segments = (again.length() + Conversation.MSS - 1) / Conversation.MSS;
            for (int i = 0; i < before.size(); i++) {
                int added = i == task || i == TASKS ? segments : 0;
                assertEquals(
                        Integer.parseInt(field(before.get(i), "retrans")) + added,
                        Integer.parseInt(field(after.get(i), "retrans")),
                        script);
            }
        }
    }

    private static int taskOf(Conversation made, Shot shot) {
        int task = -1;
        for (Task candidate : made.tasks) {
            if (candidate.startMicros() <= shot.micros()) {
                task++;
            }
        }
        return task;
    }

    private static boolean opensTask(Conversation made, Shot shot) {
        return made.tasks.stream().anyMatch(task -> task.startMicros() == shot.micros());
    }

    private static int randomData(List<Shot> shots, Random random, boolean fromClient) {
        while (true) {
            int at = random.nextInt(shots.size());
            if (shots.get(at).length() > 0 && shots.get(at).fromClient() == fromClient) {
                return at;
            }
        }
    }

    @Test
    void whatTheClientSendsAgainThoughItArrivedChangesNothing() {
        Random random = new Random(5);
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            List<Shot> sentAgain = new ArrayList<>(made.shots);
            int at = randomData(made.shots, random, true);
            Shot acknowledged = made.shots.get(at + 1); // the server answers every data segment
            if (acknowledged.ack() >= made.shots.get(at).seq() + made.shots.get(at).length()) {
                long later = acknowledged.micros() - made.shots.get(at).micros();
                sentAgain.add(at + 2, made.shots.get(at).movedBy(later));
            }
            assertEquals(
                    local(play(made.shots, true)),
                    local(play(sentAgain, true)),
                    made.script(sentAgain));
        }
    }

    /** This is what makes the records of one shard and of many the same. */
    @Test
    void connectionsDoNotDisturbEachOther() {
        int connections = 40;
        Random random = new Random(6);
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Conversation made = Conversation.of(1000 + i, TASKS);
            long later = random.nextInt(300_000);
            for (Shot shot : made.shots) {
                turns.add(new Turn(i, shot.movedBy(later)));
            }
        }
        turns.sort(Comparator.comparingLong(turn -> turn.shot.micros()));
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            alone.addAll(shard(turns, connections, i));
        }
        alone.sort(null);
        assertTrue(alone.size() >= 2 * connections * TASKS, alone.size() + " records");

        for (int shards : new int[] {1, 2, 3, 8}) {
            List<String> together = new ArrayList<>();
            for (int shard = 0; shard < shards; shard++) {
                together.addAll(shard(turns, shards, shard));
            }
            together.sort(null);
            assertEquals(alone, together, shards + " shards");
        }
    }

    private record Turn(int connection, Shot shot) {}

    private static List<String> shard(List<Turn> turns, int shards, int shard) {
        RecordLog log = new RecordLog();
        Tracer tracer = new Tracer(SETTINGS, log);
        playShard(turns, shards, shard, tracer);
        return log.texts();
    }

    private static void playShard(List<Turn> turns, int shards, int shard, Tracer tracer) {
        List<ConversationPlayer> players = new ArrayList<>();
        for (Turn turn : turns) {
            while (players.size() <= turn.connection) {
                players.add(player(CLIENT_PORT + players.size(), players.size() % 2 == 0));
            }
        }
        for (Turn turn : turns) {
            if (turn.connection % shards == shard) {
                players.get(turn.connection).play(tracer, turn.shot, BASE_NS);
            }
        }
        tracer.endOfCapture();
    }

    @Test
    void whenSegmentsMayNotWaitNoneIsLost() {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (Shot shot : Conversation.of(2000 + i, TASKS).shots) {
                turns.add(new Turn(i, shot));
            }
        }
        turns.sort(Comparator.comparingLong(turn -> turn.shot.micros()));
        List<String> expected =
                only(shard(turns, 1, 0), "sent", "recv", "seq", "retrans", "unacked");
        expected.sort(null);
        for (int limit = 1; limit <= 4; limit++) {
            RecordLog log = new RecordLog();
            Tracer tracer = new Tracer(withSegmentLimit(limit), log);
            playShard(turns, 1, 0, tracer);
            List<String> limited = only(log.texts(), "sent", "recv", "seq", "retrans", "unacked");
            limited.sort(null);
            assertEquals(expected, limited, "limit " + limit);
            assertEquals(0, tracer.counters().openFlows);
        }
    }

    private static TracerSettings withSegmentLimit(int limit) {
        return TracerSettings.builder(SETTINGS.portRules()).segmentLimit(limit).build();
    }

    @Test
    void fromTheMiddleOnTheLaterTasksKeepTheirBytes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation made = Conversation.of(seed, TASKS);
            // From the second task's first frame on; which is the first one that is traced is
            // up to the tracer, but it must be the third: the first after an answer.
            int from = 0;
            while (made.shots.get(from).micros() < made.tasks.get(1).startMicros()) {
                from++;
            }
            List<Shot> rest = made.shots.subList(from, made.shots.size());
            List<String> whole = local(play(made.shots, true));
            List<String> records = local(play(rest, true));
            assertEquals(
                    only(whole.subList(2, TASKS), "sent", "recv", "service", "upload", "reorder"),
                    only(
                            records.subList(0, TASKS - 2),
                            "sent",
                            "recv",
                            "service",
                            "upload",
                            "reorder"),
                    made.script(rest));
        }
    }

    // ---- Playing and reading ----

    private static ConversationPlayer player(int port, boolean timestamps) {
        return new ConversationPlayer(port, LOW_ISN, LOW_ISN, timestamps);
    }

    private static List<String> play(List<Shot> shots, boolean timestamps) {
        return play(shots, LOW_ISN, LOW_ISN, timestamps);
    }

    private static List<String> play(
            List<Shot> shots, int clientIsn, int serverIsn, boolean timestamps) {
        RecordLog log = new RecordLog();
        Tracer tracer = new Tracer(SETTINGS, log);
        ConversationPlayer player =
                new ConversationPlayer(CLIENT_PORT, clientIsn, serverIsn, timestamps);
        for (Shot shot : shots) {
            player.play(tracer, shot, BASE_NS);
        }
        tracer.endOfCapture();
        return log.texts();
    }

    private static final Pattern START = Pattern.compile(" (\\d+)\\.(\\d{9})");

    private static long startMicros(String record) {
        Matcher start = START.matcher(record);
        assertTrue(start.find());
        long seconds = Long.parseLong(start.group(1)) - BASE_NS / 1_000_000_000L;
        return seconds * 1_000_000 + Long.parseLong(start.group(2)) / 1000;
    }

    private static String field(String record, String name) {
        Matcher value = Pattern.compile(" " + name + "=(\\S+)").matcher(record);
        return value.find() ? value.group(1) : "-";
    }

    private static List<String> only(List<String> records, String... names) {
        List<String> cut = new ArrayList<>();
        for (String record : records) {
            StringBuilder text = new StringBuilder(record.substring(0, 1));
            for (String name : names) {
                text.append(' ').append(name).append('=').append(field(record, name));
            }
            cut.add(text.toString());
        }
        return cut;
    }

    /** Both ends are traced; the client's end has port 80 on the other side. */
    private static boolean isPeers(String record) {
        return record.contains(" a000001:80 a000002:");
    }

    private static List<String> local(List<String> records) {
        return records.stream().filter(record -> !isPeers(record)).toList();
    }
}
