package tcprt.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import tcprt.capture.PcapWriter;

/**
 * A capture of connections that last: handshake, perhaps a TLS handshake, then request after
 * request. Client ports count from 10000; the server is 10.0.0.2.
 */
final class LongTalks {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int SNAP_LENGTH = 65_535;
    private static final int FIRST_CLIENT_PORT = 10_000;
    private static final int PSH_ACK = 0x18;

    // TLS record types, RFC 8446 5.1.
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    /** Says what one side sends next. */
    interface Words {
        /** A request or a response, in as many segments as there are arrays. */
        byte[][] segments(int round);
    }

    private final int port;
    private final int[] clientSeq;
    private final int[] serverSeq;
    private long timeNs = START_NS;
    private long frames;

    /**
     * Gets ready.
     *
     * @param connections how many
     * @param port the server's
     */
    LongTalks(int connections, int port) {
        this.port = port;
        this.clientSeq = new int[connections];
        this.serverSeq = new int[connections];
    }

    /** Frames written. */
    long frames() {
        return frames;
    }

    /** Writes the capture of plain text on every connection. */
    void write(Path file, int rounds, Words requests, Words responses) throws IOException {
        try (PcapWriter writer = new PcapWriter(file, Frames.ETHERNET, SNAP_LENGTH, 1L << 40)) {
            connect(writer);
            talk(writer, rounds, requests, responses);
        }
    }

    /** Writes the capture of TLS 1.3 on every connection, each request and response a record. */
    void writeTls(Path file, int rounds) throws IOException {
        try (PcapWriter writer = new PcapWriter(file, Frames.ETHERNET, SNAP_LENGTH, 1L << 40)) {
            connect(writer);
            byte[] finished = record(APPLICATION_DATA, new byte[53]);
            for (int i = 0; i < clientSeq.length; i++) {
                fromClient(writer, i, hello(1, new byte[] {0, 2, 0x13, 1, 1, 0}, SUPPORTED_1_3));
                fromServer(writer, i, hello(2, new byte[] {0x13, 1, 0}, SELECTED_1_3));
                fromServer(writer, i, record(APPLICATION_DATA, new byte[1200]));
                fromClient(writer, i, finished);
            }
            talk(
                    writer,
                    rounds,
                    round -> inTwo(record(APPLICATION_DATA, new byte[100 + round % 100])),
                    round -> inTwo(record(APPLICATION_DATA, new byte[500 + round % 500])));
        }
    }

    /** HTTP/1.1 requests; every fourth asks for a 100-continue, and the one after is its body. */
    static byte[][] httpRequest(int round) {
        String head = "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 20\r\n";
        String body = "x".repeat(20);
        String request =
                switch (round % 4) {
                    case 0 -> head + "Expect: 100-continue\r\n\r\n";
                    case 1 -> body;
                    default -> head + "\r\n" + body;
                };
        return inTwo(request.getBytes(US_ASCII));
    }

    /** What answers {@link #httpRequest}. */
    static byte[][] httpResponse(int round) {
        String response =
                round % 4 == 0
                        ? "HTTP/1.1 100 Continue\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + "y".repeat(300);
        return inTwo(response.getBytes(US_ASCII));
    }

    /** Bytes in two segments. */
    static byte[][] inTwo(byte[] bytes) {
        int half = bytes.length / 2;
        return new byte[][] {
            Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length)
        };
    }

    private void connect(PcapWriter writer) {
        for (int i = 0; i < clientSeq.length; i++) {
            int client = FIRST_CLIENT_PORT + i;
            put(writer, Frames.syn(1, client, 2, port, 0, 0, 1460));
            put(writer, Frames.syn(2, port, 1, client, Frames.ACK, 1, 1460));
            clientSeq[i] = 1;
            serverSeq[i] = 1;
            fromClient(writer, i, new byte[0]);
        }
    }

    /** All clients ask, all are answered; every eighth time each response is sent twice. */
    private void talk(PcapWriter writer, int rounds, Words requests, Words responses) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < clientSeq.length; i++) {
                for (byte[] segment : requests.segments(round)) {
                    fromClient(writer, i, segment);
                }
            }
            for (int i = 0; i < clientSeq.length; i++) {
                for (byte[] segment : responses.segments(round)) {
                    fromServer(writer, i, segment);
                    if (round % 8 == 0) {
                        serverSeq[i] -= segment.length;
                        fromServer(writer, i, segment);
                    }
                }
                fromClient(writer, i, new byte[0]);
            }
        }
    }

    private void fromClient(PcapWriter writer, int i, byte[] payload) {
        int from = FIRST_CLIENT_PORT + i;
        int flags = payload.length == 0 ? Frames.ACK : PSH_ACK;
        byte[] frame =
                Frames.tcp(1, from, 2, port, flags, clientSeq[i], serverSeq[i], payload.length);
        put(writer, withPayload(frame, payload));
        clientSeq[i] += payload.length;
    }

    private void fromServer(PcapWriter writer, int i, byte[] payload) {
        int to = FIRST_CLIENT_PORT + i;
        byte[] frame =
                Frames.tcp(2, port, 1, to, PSH_ACK, serverSeq[i], clientSeq[i], payload.length);
        put(writer, withPayload(frame, payload));
        serverSeq[i] += payload.length;
    }

    private static byte[] withPayload(byte[] frame, byte[] payload) {
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    private void put(PcapWriter writer, byte[] frame) {
        frames++;
        timeNs += 10_000;
        writer.onFrame(
                timeNs, 0, Frames.ETHERNET, ByteBuffer.wrap(frame), 0, frame.length, frame.length);
    }

    // The extension supported_versions (RFC 8446 4.2.1), in its two forms.
    private static final byte[] SUPPORTED_1_3 = {0, 7, 0, 0x2b, 0, 3, 2, 3, 4};
    private static final byte[] SELECTED_1_3 = {0, 6, 0, 0x2b, 0, 2, 3, 4};

    /** A ClientHello (type 1) or ServerHello (type 2) of RFC 8446 4.1 with an empty session id. */
    private static byte[] hello(int type, byte[] suitesAndCompression, byte[] extensions) {
        int length = 2 + 32 + 1 + suitesAndCompression.length + extensions.length;
        ByteBuffer hello = ByteBuffer.allocate(4 + length);
        hello.putInt(type << 24 | length).putShort((short) 0x0303).position(4 + 2 + 32 + 1);
        hello.put(suitesAndCompression).put(extensions);
        return record(HANDSHAKE, hello.array());
    }

    private static byte[] record(int type, byte[] content) {
        ByteBuffer record = ByteBuffer.allocate(5 + content.length);
        record.put((byte) type).putShort((short) 0x0303).putShort((short) content.length);
        return record.put(content).array();
    }
}
