package tcprt.tcp;

/**
 * What the SYN and SYN-ACK of one connection said, collected until the first end is established.
 *
 * <p>Either may be missing from the capture; its fields are then 0 and its count is 0.
 */
public final class Handshake {
    /** SYNs seen; each but the first is a retransmission. */
    int syns;

    long firstSynNs;
    int clientIss;
    int clientMss;
    int clientScale = -1;
    boolean clientTimestamps;
    int synPayload;
    int synWindow;
    int firstSynTsVal;
    long lastSynNs;
    int lastSynTsVal;

    /** SYN-ACKs seen; each but the first is a retransmission. */
    int synAcks;

    long firstSynAckNs;
    int firstSynAckTsVal;
    int serverIss;
    int serverMss;
    int serverScale = -1;
    boolean serverTimestamps;
    int synAckWindow;

    /** What is known of the SYN-ACK was concluded from later segments. */
    boolean synAckMissing;

    int synAckAck;

    /** Takes a SYN without ACK. */
    public void onSyn(Segment segment) {
        if (syns++ == 0) {
            firstSynNs = segment.timeNs;
            firstSynTsVal = segment.tsVal;
        }
        lastSynNs = segment.timeNs;
        lastSynTsVal = segment.tsVal;
        clientIss = segment.seq;
        clientMss = segment.mssOption;
        clientScale = segment.windowScale;
        clientTimestamps = segment.hasTimestamp;
        synWindow = segment.window;
        synPayload = Math.max(synPayload, segment.payloadLength);
    }

    /** Takes a SYN-ACK. */
    public void onSynAck(Segment segment) {
        if (synAcks++ == 0) {
            firstSynAckNs = segment.timeNs;
            firstSynAckTsVal = segment.tsVal;
        }
        serverIss = segment.seq;
        serverMss = segment.mssOption;
        serverScale = segment.windowScale;
        serverTimestamps = segment.hasTimestamp;
        synAckWindow = segment.window;
        synAckAck = segment.ackSeq;
    }

    /**
     * Takes what must have been the SYN-ACK, which is not in the capture.
     *
     * @param segment made by {@link Segment#becomeMissingSynAck}
     */
    public void onMissingSynAck(Segment segment) {
        synAckMissing = true;
        onSynAck(segment);
    }

    /**
     * Takes the SYN-ACK of a simultaneous open. Options count as the other end's SYN had them, for
     * they were agreed on then.
     *
     * @param otherSyn what the other end's SYN said
     */
    public void onCrossedSynAck(Segment segment, Handshake otherSyn) {
        onSynAck(segment);
        serverMss = otherSyn.clientMss;
        serverScale = otherSyn.clientScale;
        serverTimestamps = otherSyn.clientTimestamps;
    }

    /** Whether a SYN was seen. */
    public boolean hasSyn() {
        return syns > 0;
    }

    /** SEG.SEQ of the SYN, if one was seen. */
    public int synSeq() {
        return clientIss;
    }

    /** Whether a SYN-ACK was seen, or concluded. */
    public boolean hasSynAck() {
        return synAcks > 0;
    }

    /** SEG.SEQ of the SYN-ACK, if there was one. */
    public int synAckSeq() {
        return serverIss;
    }

    /** Whether a SYN carried data (TCP Fast Open). */
    public boolean hasSynData() {
        return synPayload > 0;
    }

    /** Whether a SYN with this sequence number is one that was seen. */
    public boolean isSynOf(int seq) {
        return syns > 0 && clientIss == seq;
    }

    /** Whether a SYN-ACK with this sequence number is one that was seen. */
    public boolean isSynAckOf(int seq) {
        return synAcks > 0 && serverIss == seq;
    }

    /** Whether a SYN-ACK acknowledges the SYN, and perhaps its data. */
    public boolean isAnsweredBy(Segment synAck) {
        return syns > 0 && Integer.compareUnsigned(synAck.ackSeq - clientIss - 1, synPayload) <= 0;
    }

    /**
     * Both ends sent the window scale option, so windows after the SYN are scaled (RFC 7323 2.2).
     */
    boolean scaled() {
        return serverScale >= 0 && (syns == 0 || clientScale >= 0);
    }

    /** The client's windows are scaled by an option that is not in the capture. */
    boolean clientScaleUnknown() {
        return syns == 0 && serverScale >= 0;
    }

    /** Both ends sent the timestamp option (RFC 7323 3.2). */
    boolean timestamps() {
        return serverTimestamps && (syns == 0 || clientTimestamps);
    }
}
