package tcprt.tcp;

import tcprt.wire.Seq;

/**
 * The FIN of each end (RFC 9293 3.6), seen or guessed.
 *
 * <p>A single byte that is acknowledged and was never seen is taken for a FIN: a message of one
 * byte is rarer than a lost FIN. It was none if more follows.
 */
final class Fins {
    private int sentEnd;
    private int remoteEnd;
    private boolean sent;
    private boolean sentAgain;
    private boolean remoteKnown;
    private boolean remoteGuessed;
    private boolean received;

    // ---- The host's ----

    /** New data or a FIN left the host; what was taken for its FIN was none if more follows it. */
    void onSent(Segment segment) {
        sent = segment.fin;
        sentEnd = segment.end();
    }

    /** Something left the host again. */
    void onSentAgain(Segment segment) {
        sentAgain |= segment.fin;
    }

    /** Nobody saw the host's FIN, which ended at this sequence number. */
    void guessSent(int end) {
        sent = true;
        sentEnd = end;
    }

    /** More follows what was taken for the host's FIN: it was none. */
    void takeBackSent() {
        sent = false;
    }

    /** Whether the host has sent its FIN. */
    boolean isSent() {
        return sent;
    }

    /** Whether the host has sent its FIN more than once. */
    boolean isSentAgain() {
        return sentAgain;
    }

    /** Whether the host's FIN is acknowledged: SND.UNA is beyond it. */
    boolean isAcked(int sndUna) {
        return sent && Seq.atOrAfter(sndUna, sentEnd);
    }

    // ---- The other end's ----

    /**
     * The host accepted data or a FIN, in order or not; what was taken for the other end's FIN was
     * none if this ends behind it.
     */
    void onAccepted(Segment segment) {
        takeBackRemote(segment.end());
        if (segment.fin) {
            remoteKnown = true;
            remoteEnd = segment.end();
        }
    }

    /** Nobody saw the other end's FIN, which ended at this sequence number. */
    void guessRemote(int end) {
        remoteKnown = true;
        remoteGuessed = true;
        remoteEnd = end;
    }

    /** The host has everything before this sequence number; a guessed FIN before it was none. */
    void takeBackRemote(int end) {
        if (remoteGuessed && Seq.after(end, remoteEnd)) {
            remoteGuessed = false;
            remoteKnown = false;
            received = false;
        }
    }

    /**
     * RCV.NXT has moved.
     *
     * @return whether it has reached the other end's FIN
     */
    boolean onRcvNxt(int rcvNxt) {
        boolean reached = remoteKnown && Seq.atOrAfter(rcvNxt, remoteEnd);
        received |= reached;
        return reached;
    }

    /** Where the other end's FIN ends: RCV.NXT once it was received. */
    int remoteEnd() {
        return remoteEnd;
    }

    /** Whether the other end's FIN was received, in order. */
    boolean isReceived() {
        return received;
    }
}
