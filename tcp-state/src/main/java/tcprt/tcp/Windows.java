package tcprt.tcp;

import tcprt.wire.Seq;

/**
 * The windows that the two ends offer each other (RFC 9293 3.8.6), scaled as the handshake agreed
 * (RFC 7323 2.3).
 *
 * <p>The host's own is known by {@code rcv_wup} and its right edge, the other end's by SND.WND and
 * SND.WL1. A scale whose option was not captured leaves its window unknown: an unknown edge limits
 * nothing.
 */
final class Windows {
    private static final int NONE_YET = -1;

    /** {@code rcv_wup}: the host's last ACK. */
    private int rcvWup;

    /**
     * Right edge of the window that the host's last segment offered ({@code rcv_wup + rcv_wnd}).
     */
    private int rcvEdge;

    /**
     * SEG.WND, scaled, and SEG.SEQ of the last accepted window update (RFC 9293 SND.WND, SND.WL1).
     * At most 1 GiB (RFC 7323 2.3).
     */
    private int sndWnd = NONE_YET;

    private int sndWl1;
    private byte ownScale;
    private byte peerScale;
    private boolean rcvEdgeKnown;
    private boolean peerScaleKnown;

    /** The host answered a SYN; the other end's first window comes with its ACK. */
    void openPassive(Handshake handshake, int rcvNxt) {
        rcvWup = rcvNxt;
        rcvEdge = rcvNxt + handshake.synAckWindow;
        rcvEdgeKnown = !handshake.synAckMissing;
        if (handshake.scaled()) {
            ownScale = (byte) handshake.serverScale;
            peerScale = (byte) Math.max(0, handshake.clientScale);
        }
        peerScaleKnown = !handshake.clientScaleUnknown();
    }

    /** The host's SYN was answered. The window of neither SYN nor SYN-ACK is scaled. */
    void openActive(Handshake handshake, Segment synAck) {
        rcvWup = synAck.seq + 1;
        rcvEdge = rcvWup + handshake.synWindow;
        rcvEdgeKnown = handshake.syns > 0;
        if (handshake.scaled()) {
            ownScale = (byte) Math.max(0, handshake.clientScale);
            peerScale = (byte) handshake.serverScale;
        }
        peerScaleKnown = true;
        sndWnd = synAck.window;
        sndWl1 = synAck.seq;
    }

    /** The connection began before the capture: no scale is known. */
    void openMidStream(int rcvNxt) {
        rcvWup = rcvNxt;
    }

    // ---- What the host offers ----

    /** The host sent an ACK. */
    void onSent(Segment segment) {
        if (Seq.atOrAfter(segment.ackSeq, rcvWup)) {
            rcvWup = segment.ackSeq;
            rcvEdge = segment.ackSeq + (segment.window << ownScale);
        }
    }

    /** {@code rcv_wup}: the host's last ACK. */
    int rcvWup() {
        return rcvWup;
    }

    /**
     * RFC 9293 3.10.7.4, first check, as {@code tcp_sequence} does it: not wholly before the last
     * ACK, not beyond the window.
     */
    boolean isAcceptable(Segment segment, int rcvNxt) {
        return !Seq.before(segment.end(), rcvWup)
                && !(rcvEdgeKnown && Seq.after(segment.seq, Seq.later(rcvEdge, rcvNxt)));
    }

    /** Whether the host has not offered to take this sequence number yet. */
    boolean isBeyondOffer(int seq) {
        return rcvEdgeKnown && !Seq.after(rcvEdge, seq);
    }

    // ---- What the other end offers ----

    /**
     * An acceptable ACK was received ({@code tcp_may_update_window} and {@code
     * tcp_ack_update_window}).
     *
     * @param sndUna SND.UNA before that ACK
     * @param mss bounded by the largest window
     */
    void onReceived(Segment segment, int sndUna, SendMss mss) {
        if (Seq.after(segment.ackSeq, sndUna)
                || Seq.after(segment.seq, sndWl1)
                || (segment.seq == sndWl1 && scaled(segment) > sndWnd)) {
            take(segment, mss);
        }
    }

    /** Takes the window of a segment that needs no check: it completed the handshake. */
    void take(Segment segment, SendMss mss) {
        sndWnd = scaled(segment);
        sndWl1 = segment.seq;
        if (peerScaleKnown) {
            mss.onWindow(sndWnd);
        }
    }

    /** Whether the segment offers the window that is known already. */
    boolean isSame(Segment received) {
        return scaled(received) == sndWnd;
    }

    /**
     * Whether a segment of the host probes the other end's closed window (RFC 9293 3.8.6.1): it
     * asks for the window, nothing was lost.
     */
    boolean isProbe(Segment sent, int sndUna) {
        return sent.payloadLength == 1 && !sent.fin && sndWnd == 0 && sent.seq == sndUna;
    }

    private int scaled(Segment received) {
        return received.window << peerScale;
    }
}
