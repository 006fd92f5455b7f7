package tcprt.stream;

import tcprt.task.MessageParser;
import tcprt.tcp.Segment;

/**
 * A connection's data on its way from the tap to the parser. One per traced end on a port in http
 * or https mode.
 *
 * <p>Each segment is shown here before it goes to {@link tcprt.tcp.HostOrder}; what the parser made
 * of its bytes, and of those that its ACK proves to be missing, is in {@link #effects} and {@link
 * #ackEffects} until the next one.
 */
public final class MessageStream {
    private final StreamContext context;
    private final MessageParser parser;
    private final OrderedBytes sent;
    private final OrderedBytes received;
    private long effects;
    private long ackEffects;
    private boolean gone;

    /** Makes the stream of a new connection. */
    public MessageStream(StreamContext context, MessageParser parser) {
        this.context = context;
        this.parser = parser;
        sent = new OrderedBytes(context, parser, true);
        received = new OrderedBytes(context, parser, false);
        context.parsedFlows++;
    }

    /**
     * The connection begins, or is met in the middle.
     *
     * @param sndNxt sequence number of the next byte of the host
     * @param rcvNxt and of the other end
     * @param fromStart whether no data went before
     */
    public void begin(int sndNxt, int rcvNxt, boolean fromStart) {
        sent.begin(sndNxt);
        received.begin(rcvNxt);
        if (!fromStart) {
            // How much is missing nobody knows.
            parser.onHole(false, 1);
            parser.onHole(true, 1);
        }
    }

    /**
     * Takes a segment.
     *
     * @param segment with its data, lent
     * @param fromHost whether the traced host sent it
     */
    public void onSegment(Segment segment, boolean fromHost) {
        effects = 0;
        ackEffects = 0;
        if (gone || segment.isSyn() || segment.isRst()) {
            return; // A reset's payload is an explanation, a SYN's has no hook.
        }
        if (segment.isAck()) {
            ackEffects = (fromHost ? received : sent).onAck(segment.ackSeq());
        }
        if (segment.payloadLength() > 0 || segment.isFin()) {
            effects =
                    (fromHost ? sent : received)
                            .onData(
                                    segment.seq(),
                                    segment.data(),
                                    segment.dataOffset(),
                                    segment.dataCaptured(),
                                    segment.payloadLength(),
                                    segment.isFin());
        }
    }

    /** {@link tcprt.task.Effects} of the last segment's data. */
    public long effects() {
        return effects;
    }

    /** Effects of the other direction's bytes that the last segment's ACK proves to be missing. */
    public long ackEffects() {
        return ackEffects;
    }

    /** Times that the parser lost its place. */
    public int timesLost() {
        return parser.timesLost();
    }

    /** The connection is gone: what waits is forgotten. Does nothing the second time. */
    public void free() {
        if (!gone) {
            gone = true;
            sent.free();
            received.free();
            context.timesLost += parser.timesLost();
        }
    }
}
