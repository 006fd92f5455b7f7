package tcprt.bench;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Clients that keep their connections and send one small request after the other, as clients of a
 * key-value store do: two segments per request, since the response acknowledges the request and the
 * next request the response.
 *
 * <p>Addresses, sizes, initial sequence numbers and the order in which clients speak come from a
 * fixed seed.
 */
final class KeepAlive {
    /** Where the server listens. */
    static final int SERVER_PORT = 6379;

    private static final long SEED = 42;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long NS_PER_MILLI = 1_000_000;

    /** Time between two frames: 200,000 frames a second, so that 100 clients wait in turn. */
    private static final long STEP_NS = 5_000;

    private static final int IPV4_HEADER = 20;
    private static final int TCP_HEADER = 32;
    private static final int MAX_PAYLOAD = 200;
    private static final int SERVER_ADDRESS = 0x0a000001; // 10.0.0.1

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int PSH = 0x08;
    private static final int ACK = 0x10;

    private final Random random = new Random(SEED);
    private final int[] order;
    private final int[] clientSeq;
    private final int[] serverSeq;
    private final Frames frames = new Frames();
    private long timeNs = START_NS;

    /**
     * Gets ready; each call below appends to {@link #frames}.
     *
     * @param connections how many clients
     */
    KeepAlive(int connections) {
        order = new int[connections];
        clientSeq = new int[connections];
        serverSeq = new int[connections];
        for (int i = 0; i < connections; i++) {
            order[i] = i;
            clientSeq[i] = random.nextInt();
            serverSeq[i] = random.nextInt();
        }
    }

    /** What was said so far. */
    Frames frames() {
        return frames;
    }

    /** Every client connects: three segments each. */
    KeepAlive open() {
        for (int i : order) {
            fromClient(i, SYN, 0);
            fromServer(i, SYN | ACK, 0);
            fromClient(i, ACK, 0);
        }
        return this;
    }

    /** Every client asks so many times and is answered: two segments each time. */
    KeepAlive ask(int times) {
        for (int time = 0; time < times; time++) {
            shuffle();
            for (int i : order) {
                fromClient(i, PSH | ACK, 20 + random.nextInt(80));
            }
            shuffle();
            for (int i : order) {
                fromServer(i, PSH | ACK, 1 + random.nextInt(MAX_PAYLOAD));
            }
        }
        return this;
    }

    /**
     * Every client acknowledges what it has, so many times, though once is enough: one segment each
     * time.
     */
    KeepAlive acknowledge(int times) {
        for (int time = 0; time < times; time++) {
            shuffle();
            for (int i : order) {
                fromClient(i, ACK, 0);
            }
        }
        return this;
    }

    /** Every client goes away: three segments each. */
    KeepAlive close() {
        for (int i : order) {
            fromClient(i, FIN | ACK, 0);
            fromServer(i, FIN | ACK, 0);
            fromClient(i, ACK, 0);
        }
        return this;
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private void fromClient(int client, int flags, int payload) {
        ByteBuffer frame = beginIpv4(payload);
        frame.putInt(clientAddress(client)).putInt(SERVER_ADDRESS);
        frame.putShort((short) clientPort(client)).putShort((short) SERVER_PORT);
        frame.putInt(clientSeq[client]).putInt((flags & ACK) != 0 ? serverSeq[client] : 0);
        endTcp(frame, flags, payload);
        clientSeq[client] += payload + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    }

    private void fromServer(int client, int flags, int payload) {
        ByteBuffer frame = beginIpv4(payload);
        frame.putInt(SERVER_ADDRESS).putInt(clientAddress(client));
        frame.putShort((short) SERVER_PORT).putShort((short) clientPort(client));
        frame.putInt(serverSeq[client]).putInt(clientSeq[client]);
        endTcp(frame, flags, payload);
        serverSeq[client] += payload + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    }

    /** 50,000 ports per address, of 10.1.0.0 and up. */
    private static int clientAddress(int client) {
        return 0x0a010000 + client / 50_000;
    }

    private static int clientPort(int client) {
        return 10_000 + client % 50_000;
    }

    private ByteBuffer beginIpv4(int payload) {
        ByteBuffer frame = frames.begin(timeNs);
        frame.putInt(0x02000000).putInt(0x00010200).putInt(0x00000002).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (IPV4_HEADER + TCP_HEADER + payload));
        return frame.putInt(0x00004000).putInt(0x40060000); // don't fragment; TTL 64, TCP
    }

    /** The rest of a header with timestamps, whose clock counts milliseconds, and the payload. */
    private void endTcp(ByteBuffer frame, int flags, int payload) {
        int millis = (int) ((timeNs - START_NS) / NS_PER_MILLI);
        frame.putShort((short) (((TCP_HEADER / 4) << 12) | flags))
                .putShort((short) 64_000)
                .putInt(0);
        frame.putInt(0x0101080a).putInt(millis).putInt(millis);
        frame.position(frame.position() + payload); // zeros
        frames.end();
        timeNs += STEP_NS;
    }
}
