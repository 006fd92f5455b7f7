package tcprt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One connection between a client and a server, made up from a seed as a tap next to the server
 * sees it: requests and responses with loss on either side of the tap, reordering and
 * retransmission, SACKs and super-segments; and what TCP-RT has to say of it, known from the
 * making.
 *
 * <p>Sequence numbers are relative to the sender's ISN: the SYN is 0. Times are microseconds. Every
 * segment for the server is acknowledged by it within 100 us, so that the order of the host's
 * events is the order of the frames.
 */
final class Conversation {
    static final int MSS = 1448;

    /** How the connection ends. */
    enum End {
        CLIENT_FIN,
        SERVER_FIN,
        CLIENT_RST,
        NONE
    }

    /** One frame. {@code sackFrom == sackTo} if it has no SACK block. */
    record Shot(
            long micros,
            boolean fromClient,
            String flags,
            int seq,
            int ack,
            int length,
            int sackFrom,
            int sackTo) {
        Shot movedBy(long micros) {
            return new Shot(
                    this.micros + micros, fromClient, flags, seq, ack, length, sackFrom, sackTo);
        }

        /** In the grammar of the golden scripts. */
        @Override
        public String toString() {
            String sack = sackFrom == sackTo ? "" : "  # sack " + sackFrom + ":" + sackTo;
            return micros
                    + (fromClient ? " > " : " < ")
                    + flags
                    + " "
                    + seq
                    + " "
                    + ack
                    + " "
                    + length
                    + sack;
        }
    }

    /** What is known of a task from its making. */
    record Task(
            long startMicros,
            long totalMicros,
            long serviceMicros,
            long uploadMicros,
            int requestBytes,
            int responseBytes,
            int retransmittedBytes,
            boolean reordered) {
        private Task endingAt(long micros) {
            return new Task(
                    startMicros,
                    micros - startMicros,
                    serviceMicros,
                    uploadMicros,
                    requestBytes,
                    responseBytes,
                    retransmittedBytes,
                    reordered);
        }
    }

    final List<Shot> shots = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final End end;

    private final Random random;
    private long now;
    private int clientNext = 1;
    private int serverNext = 1;
    private int clientAcked = 1;

    /** Whether the last response's final ACK is left to the next request. */
    private boolean ackOwed;

    private Conversation(Random random, End end) {
        this.random = random;
        this.end = end;
    }

    /** A connection with a handshake, {@code taskCount} tasks and an end. */
    static Conversation of(long seed, int taskCount) {
        Random random = new Random(seed);
        Conversation conversation = new Conversation(random, End.values()[random.nextInt(3)]);
        conversation.handshake();
        conversation.converse(taskCount);
        conversation.close();
        return conversation;
    }

    /** A connection that is not closed. */
    static Conversation open(long seed, int taskCount) {
        Conversation conversation = new Conversation(new Random(seed), End.NONE);
        conversation.handshake();
        conversation.converse(taskCount);
        return conversation;
    }

    /** Frames of the handshake. */
    static final int HANDSHAKE_SHOTS = 3;

    int clientBytes() {
        return clientNext - 1;
    }

    int serverBytes() {
        return serverNext - 1;
    }

    private void handshake() {
        client("S", 0, 0, 0);
        after(30);
        server("SA", 0, 1, 0);
        after(2000);
        client("A", 1, 1, 0);
    }

    private void converse(int taskCount) {
        for (int i = 0; i < taskCount; i++) {
            after(500 + random.nextInt(50_000));
            task(i == taskCount - 1);
        }
    }

    private void task(boolean last) {
        int previous = tasks.size() - 1;
        boolean owed = ackOwed;
        int requestStart = clientNext;
        Arrivals arrivals = request();
        if (owed) {
            // The next request acknowledged the response before it, which ends there.
            tasks.set(previous, tasks.get(previous).endingAt(arrivals.firstMicros));
        }
        after(50 + random.nextInt(20_000));
        long firstSent = now;
        int responseStart = serverNext;
        int retransmittedBytes = response();
        long ackedMicros = acknowledge(last);
        tasks.add(
                new Task(
                        arrivals.firstTakenMicros,
                        ackedMicros - arrivals.firstTakenMicros,
                        firstSent - arrivals.lastTakenMicros,
                        arrivals.lastTakenMicros - arrivals.firstTakenMicros,
                        clientNext - requestStart,
                        serverNext - responseStart,
                        retransmittedBytes,
                        arrivals.reordered));
    }

    /** When a request arrived; the receive hook only sees what is in order. */
    private record Arrivals(
            long firstMicros, long firstTakenMicros, long lastTakenMicros, boolean reordered) {}

    /** One to five segments; one of them may come late, after a retransmission. */
    private Arrivals request() {
        int count = 1 + random.nextInt(5);
        int late = count > 1 && random.nextInt(3) == 0 ? random.nextInt(count - 1) : -1;
        int[] starts = new int[count + 1];
        starts[0] = clientNext;
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + 1 + random.nextInt(MSS);
        }
        clientNext = starts[count];
        long first = now;
        long firstTaken = -1;
        long lastTaken = -1;
        for (int i = 0; i < count; i++) {
            if (i == late) {
                continue;
            }
            client("PA", starts[i], serverNext, starts[i + 1] - starts[i]);
            boolean inOrder = late < 0 || i < late;
            if (inOrder) {
                firstTaken = firstTaken < 0 ? now : firstTaken;
                lastTaken = now;
            }
            after(5 + random.nextInt(90));
            if (inOrder) {
                server("A", serverNext, starts[i + 1], 0);
            } else {
                sack(false, serverNext, starts[late], starts[late + 1], starts[i + 1]);
            }
            after(random.nextInt(2000));
        }
        if (late >= 0) {
            after(3000 + random.nextInt(200_000));
            client("A", starts[late], serverNext, starts[late + 1] - starts[late]);
            firstTaken = firstTaken < 0 ? now : firstTaken;
            lastTaken = now;
            after(5 + random.nextInt(90));
            server("A", serverNext, clientNext, 0);
        }
        return new Arrivals(first, firstTaken, lastTaken, late >= 0);
    }

    /** One to six segments, some of them super-segments. */
    private int response() {
        int count = 1 + random.nextInt(6);
        int[] starts = new int[count + 1];
        starts[0] = serverNext;
        for (int i = 0; i < count; i++) {
            int length =
                    random.nextInt(3) == 0 ? MSS * (1 + random.nextInt(6)) : random.nextInt(MSS);
            starts[i + 1] = starts[i] + 2 + length;
            server("PA", starts[i], clientNext, starts[i + 1] - starts[i]);
            after(2 + random.nextInt(40));
        }
        serverNext = starts[count];
        int lost = random.nextInt(4) == 0 ? random.nextInt(count) : -1;
        if (lost < 0) {
            return 0;
        }
        // The client has what came before, and perhaps what came after; the server sends it again.
        after(2000 + random.nextInt(3000));
        sack(true, clientNext, starts[lost], starts[lost + 1], starts[count]);
        clientAcked = starts[lost];
        after(100 + random.nextInt(250_000));
        int length = starts[lost + 1] - starts[lost];
        server("PA", starts[lost], clientNext, length);
        return length;
    }

    /**
     * The client acknowledges the response, perhaps in two steps, or leaves it to the next request.
     */
    private long acknowledge(boolean last) {
        after(2000 + random.nextInt(3000));
        long ackedMicros = now;
        int unacked = serverNext - clientAcked;
        if (unacked > 10 && random.nextBoolean()) {
            client("A", clientNext, serverNext - 2 - random.nextInt(unacked - 8), 0);
            after(200 + random.nextInt(3000));
        }
        ackOwed = !last && random.nextInt(3) == 0;
        if (!ackOwed) {
            client("A", clientNext, serverNext, 0);
            ackedMicros = now;
        }
        clientAcked = serverNext;
        return ackedMicros;
    }

    private void close() {
        after(1000 + random.nextInt(100_000));
        switch (end) {
            case CLIENT_FIN -> {
                client("FA", clientNext, serverNext, 0);
                after(40);
                server("FA", serverNext, clientNext + 1, 0);
                after(2000);
                client("A", clientNext + 1, serverNext + 1, 0);
            }
            case SERVER_FIN -> {
                server("FA", serverNext, clientNext, 0);
                after(2000);
                client("A", clientNext, serverNext + 1, 0);
                after(500);
                client("FA", clientNext, serverNext + 1, 0);
                after(40);
                server("A", serverNext + 1, clientNext + 1, 0);
            }
            case CLIENT_RST -> client("R", clientNext, 0, 0);
            case NONE -> {}
        }
    }

    private void client(String flags, int seq, int ack, int length) {
        shots.add(new Shot(now, true, flags, seq, ack, length, 0, 0));
    }

    private void server(String flags, int seq, int ack, int length) {
        shots.add(new Shot(now, false, flags, seq, ack, length, 0, 0));
    }

    /** A pure ACK with a SACK block. */
    private void sack(boolean fromClient, int seq, int ack, int sackFrom, int sackTo) {
        shots.add(new Shot(now, fromClient, "A", seq, ack, 0, sackFrom, sackTo));
    }

    private void after(long micros) {
        now += micros;
    }

    /** As a golden script, ready to be kept. */
    String script(List<Shot> played) {
        StringBuilder script = new StringBuilder("\nconf lports=80\nconn id=a role=server ts=1\n");
        for (Shot shot : played) {
            script.append(shot).append('\n');
        }
        return script.toString();
    }
}
