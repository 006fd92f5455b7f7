package tcprt;

import java.nio.ByteBuffer;
import tcprt.Conversation.Shot;

/** Plays the frames of a {@link Conversation} into a tracer. Allocates nothing while it plays. */
final class ConversationPlayer {
    private static final int WINDOW = 65000;

    private final TestFrame client = new TestFrame();
    private final TestFrame server = new TestFrame();
    private final ByteBuffer buffer = ByteBuffer.allocate(TestFrame.MAX_LENGTH);
    private final Carrier carrier;
    private final boolean timestamps;
    private final int clientIsn;
    private final int serverIsn;
    private int clientTsVal;
    private int serverTsVal;
    private int clientSeqShift;
    private int serverSeqShift;

    ConversationPlayer(int clientPort, int clientIsn, int serverIsn, boolean timestamps) {
        this(clientPort, clientIsn, serverIsn, timestamps, Carrier.plain());
    }

    ConversationPlayer(
            int clientPort, int clientIsn, int serverIsn, boolean timestamps, Carrier carrier) {
        this.carrier = carrier;
        this.clientIsn = clientIsn;
        this.serverIsn = serverIsn;
        this.timestamps = timestamps;
        client.between(TestWire.CLIENT_ADDRESS, clientPort, TestWire.SERVER_ADDRESS, 80);
        server.between(TestWire.SERVER_ADDRESS, 80, TestWire.CLIENT_ADDRESS, clientPort);
        client.window = WINDOW;
        server.window = WINDOW;
    }

    /** The frames played from now on continue after so many bytes. */
    void continueAfter(int clientBytes, int serverBytes) {
        clientSeqShift += clientBytes;
        serverSeqShift += serverBytes;
    }

    /** Plays one frame. */
    void play(Tracer tracer, Shot shot, long baseNs) {
        TestFrame frame = encode(shot);
        int length = frame.encode(buffer);
        carrier.carry(tracer, baseNs + shot.micros() * 1000, buffer, length);
    }

    /** The frame, ready to be encoded; lent until the next call. */
    TestFrame encode(Shot shot) {
        boolean syn = shot.flags().indexOf('S') >= 0;
        TestFrame frame = shot.fromClient() ? client : server;
        int ownIsn = shot.fromClient() ? clientIsn + clientSeqShift : serverIsn + serverSeqShift;
        int otherIsn = shot.fromClient() ? serverIsn + serverSeqShift : clientIsn + clientSeqShift;
        frame.segment(shot.flags(), ownIsn + shot.seq(), otherIsn + shot.ack(), shot.length());
        frame.mss = syn ? 1460 : 0;
        frame.windowScale = syn ? 7 : -1;
        frame.timestamps = timestamps;
        if (timestamps) {
            // Milliseconds since the conversation began, on clocks of different phase.
            frame.tsVal =
                    (int) ((shot.micros() + (shot.fromClient() ? 300 : 700)) / 1000) + 1_000_000;
            frame.tsEcr = shot.fromClient() ? serverTsVal : clientTsVal;
            if (shot.fromClient()) {
                clientTsVal = frame.tsVal;
            } else {
                serverTsVal = frame.tsVal;
            }
        }
        frame.sackStart = shot.sackFrom() == shot.sackTo() ? 0 : otherIsn + shot.sackFrom();
        frame.sackEnd = shot.sackFrom() == shot.sackTo() ? 0 : otherIsn + shot.sackTo();
        return frame;
    }
}
