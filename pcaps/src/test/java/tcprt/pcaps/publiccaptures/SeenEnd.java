package tcprt.pcaps.publiccaptures;

import tcprt.wire.Seq;
import tcprt.wire.TcpView;

/**
 * What a capture shows of one end of a 4-tuple that the published figures do not say: its FIN and
 * who knew of it, its SYN's timestamps, its largest window. Frames are counted from 1; 0 is none.
 */
final class SeenEnd {
    boolean timestamps;
    int iss;
    int finFrame;

    /** Bytes from the end's SYN to its FIN, by the FIN's own sequence number. */
    long bytesByFin;

    /** The other end's first segment that acknowledged the FIN. */
    int finAckedFrame;

    int resetFrame;
    long largestWindow;
    private boolean synSeen;
    private int finEnd;
    private int windowScale = -1;

    void onSent(TcpView tcp, int frame, SeenEnd other) {
        if (tcp.isRst()) {
            resetFrame = resetFrame == 0 ? frame : resetFrame;
            return;
        }
        if (tcp.isSyn()) {
            synSeen = true;
            iss = tcp.seq();
            if (tcp.isAck() && !other.synSeen) {
                other.iss = tcp.ack() - 1;
            }
            timestamps = tcp.hasTimestamps();
            windowScale = tcp.windowScale();
            // The window of a SYN is not scaled; only that of a SYN-ACK counts (RFC 7323 2.2).
            largestWindow = Math.max(largestWindow, tcp.isAck() ? tcp.window() : 0);
        } else {
            boolean scaled = windowScale >= 0 && other.windowScale >= 0;
            largestWindow =
                    Math.max(largestWindow, (long) tcp.window() << (scaled ? windowScale : 0));
        }
        if (tcp.isAck()
                && other.finFrame > 0
                && other.finAckedFrame == 0
                && Seq.atOrAfter(tcp.ack(), other.finEnd)) {
            other.finAckedFrame = frame;
        }
        if (tcp.isFin() && finFrame == 0) {
            finFrame = frame;
            finEnd = tcp.seq() + tcp.payloadLength() + 1;
            bytesByFin = Seq.distance(iss + 1, finEnd - 1);
        }
    }

    /**
     * Whether this end's socket was there to take the other end's FIN: it arrived no later than the
     * ACK of this end's own FIN, and before any reset. (A closed socket is gone at that ACK.)
     */
    boolean tookFinOf(SeenEnd other) {
        boolean inTime = finAckedFrame == 0 || other.finFrame <= finAckedFrame;
        return other.finFrame > 0 && inTime && !other.finCameAfterReset(this);
    }

    private boolean finCameAfterReset(SeenEnd receiver) {
        return (resetFrame > 0 && resetFrame < finFrame)
                || (receiver.resetFrame > 0 && receiver.resetFrame < finFrame);
    }
}
