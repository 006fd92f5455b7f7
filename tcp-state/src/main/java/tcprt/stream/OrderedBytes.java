package tcprt.stream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tcprt.task.Effects;
import tcprt.task.MessageParser;
import tcprt.wire.Seq;

/**
 * One direction of a {@link MessageStream}: shows the parser each byte once and in order. What
 * comes early waits; what an ACK proves to be missing from the capture, or what there is no room to
 * wait for, is a hole.
 */
final class OrderedBytes {
    /** A sequence number further away than this is noise, as for {@link tcprt.tcp.Tcb}. */
    private static final long FARTHEST = 64 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final StreamContext context;
    private final MessageParser parser;
    private final boolean fromHost;

    /** Sequence number of the next byte that the parser is to see. */
    private int next;

    /** Sequence number after the last byte or FIN that was seen or acknowledged. */
    private int end;

    private boolean finSeen;
    private int finSeq;
    private boolean finTold;
    private @Nullable WaitingBytes waiting;

    OrderedBytes(StreamContext context, MessageParser parser, boolean fromHost) {
        this.context = context;
        this.parser = parser;
        this.fromHost = fromHost;
    }

    /** The first byte will have this sequence number. */
    void begin(int seq) {
        next = seq;
        end = seq;
    }

    /** The connection is gone. */
    void free() {
        if (waiting != null) {
            waiting.clear();
        }
    }

    /**
     * Takes the data of a segment.
     *
     * @return effects of all bytes that the parser has seen now and had not seen before
     */
    long onData(
            int seq, ByteBuffer data, int offset, int capturedLength, int wireLength, boolean fin) {
        int dataEnd = seq + wireLength;
        int segmentEnd = fin ? dataEnd + 1 : dataEnd;
        boolean isNew = Seq.after(segmentEnd, end);
        if (isNew) {
            end = segmentEnd;
        }
        if (fin && !finSeen) {
            finSeen = true;
            finSeq = dataEnd;
        }
        long effects = 0;
        if (Seq.after(seq, next)) {
            if (wireLength > 0) {
                effects = keep(seq, data, offset, capturedLength, wireLength);
            }
        } else if (Seq.after(dataEnd, next)) {
            effects = show(seq, data, offset, capturedLength, dataEnd) | showWaiting();
        }
        effects |= tellFin();
        if (!fromHost) {
            return effects;
        }
        // What left again brings news to the parser, but no response begins with it. A FIN is to
        // the kernel like data that leaves.
        return isNew ? effects | (fin ? Effects.TASK_DATA : 0) : effects & ~Effects.TASK_DATA;
    }

    /** The other end has everything before {@code ackSeq}: what is not here yet will not come. */
    long onAck(int ackSeq) {
        int limit = finSeen ? Seq.earlier(ackSeq, finSeq) : ackSeq;
        if (!Seq.after(limit, next) || Seq.distance(next, limit) > FARTHEST) {
            return 0;
        }
        boolean empty = waiting == null || waiting.isEmpty();
        if (!finSeen && empty && limit - next == 1) {
            return 0; // Rather a FIN that was not captured.
        }
        boolean isNew = Seq.after(limit, end);
        end = Seq.later(end, limit);
        long effects = 0;
        while (Seq.after(limit, next)) {
            effects |= skipTo(nextPresent(limit)) | showWaiting();
        }
        effects |= tellFin();
        return fromHost && !isNew ? effects & ~Effects.TASK_DATA : effects;
    }

    /** Where the next gap ends, at most at {@code limit}. */
    private int nextPresent(int limit) {
        return waiting == null || waiting.isEmpty()
                ? limit
                : Seq.earlier(waiting.firstStart(), limit);
    }

    private long keep(int seq, ByteBuffer data, int offset, int capturedLength, int wireLength) {
        // Until the parser has seen it, what the host sends counts as it does where nothing is
        // parsed; what it receives has no hook yet.
        long unparsed = fromHost ? Effects.PLAIN : 0;
        if (Seq.distance(next, seq) > FARTHEST) {
            return unparsed;
        }
        if (waiting == null) {
            waiting = new WaitingBytes(context.store);
        }
        if (waiting.add(seq, data, offset, capturedLength, wireLength)) {
            return unparsed;
        }
        context.timesFull++;
        long effects = unparsed;
        while (Seq.after(seq, next)) {
            effects |= skipTo(nextPresent(seq)) | showWaiting();
        }
        int dataEnd = seq + wireLength;
        if (Seq.after(dataEnd, next)) {
            effects |= show(seq, data, offset, capturedLength, dataEnd) | showWaiting();
        }
        return effects;
    }

    private long skipTo(int seq) {
        if (!Seq.after(seq, next)) {
            return 0;
        }
        long length = Seq.distance(next, seq);
        next = seq;
        return parser.onHole(fromHost, length);
    }

    /** Shows what is new of bytes that begin at or before {@link #next} and end after it. */
    private long show(int seq, ByteBuffer data, int offset, int capturedLength, int dataEnd) {
        int old = next - seq;
        int length = dataEnd - next;
        int present = Math.min(length, Math.max(0, capturedLength - old));
        next = dataEnd;
        return parser.onBytes(fromHost, data, offset + old, present, length);
    }

    private long showWaiting() {
        long effects = 0;
        WaitingBytes pieces = waiting;
        if (pieces != null) {
            while (!pieces.isEmpty() && Seq.atOrBefore(pieces.firstStart(), next)) {
                if (Seq.after(pieces.firstEnd(), next)) {
                    effects |=
                            show(
                                    pieces.firstStart(),
                                    pieces.firstBytes(NOTHING),
                                    pieces.firstPlace(),
                                    pieces.firstCaptured(),
                                    pieces.firstEnd());
                }
                pieces.removeFirst();
            }
        }
        return effects;
    }

    private long tellFin() {
        if (!finSeen || finTold || next != finSeq) {
            return 0;
        }
        finTold = true;
        return parser.onFin(fromHost);
    }
}
