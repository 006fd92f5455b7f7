package tcprt.flow;

import tcprt.wire.Seq;
import tcprt.wire.TcpView;

/**
 * What one end's frames so far say about the tap: whether it shows most of them twice without any
 * difference, and whether their IP identifications can tell a copy from a retransmission.
 *
 * <p>Kept for each direction of each connection, since a mirror port doubles some paths and not
 * others, and so that how connections are shared out among shards changes nothing.
 */
final class Doubling {
    /** Older frames count for less: at this many, all counts are halved. */
    private static final int MEMORY_FRAMES = 1024;

    /** Equal frames that convince, if none of them was beyond doubt. */
    private static final int CONVINCING_COPIES = 4;

    /**
     * For so many frames one copy beyond doubt convinces; then there are enough to count. It covers
     * the first burst of data, whose copies may come in any order.
     */
    private static final int FIRST_FRAMES = 64;

    /** Frames that took up sequence space. */
    private int frames;

    /** How many of them do not count any more. */
    private int forgotten;

    private int copies;
    private boolean anyCertain;
    private int lastIpId;
    private boolean ipIdStands;

    /** The highest sequence number and acknowledgment of any frame so far, once there was one. */
    private int highestEnd;

    private int highestAck;
    private boolean began;

    Doubling() {}

    /**
     * Notes how far a frame goes.
     *
     * @return whether none before it went as far, so that it cannot be a copy of any
     */
    boolean advances(TcpView tcp) {
        int end = tcp.seq() + tcp.payloadLength() + (tcp.isSyn() ? 1 : 0) + (tcp.isFin() ? 1 : 0);
        int ack = tcp.ack();
        if (!began) {
            began = tcp.isAck();
            highestEnd = end;
            highestAck = ack;
            return false;
        }
        boolean sendsMore = Seq.after(end, highestEnd);
        boolean acksMore = tcp.isAck() && Seq.after(ack, highestAck);
        highestEnd = sendsMore ? end : highestEnd;
        highestAck = acksMore ? ack : highestAck;
        return sendsMore || acksMore;
    }

    /**
     * A frame that is no copy.
     *
     * @param counts whether it takes up sequence space; two equal ones without may well be two
     */
    void onFrame(int ipId, boolean counts) {
        ipIdStands = ipId == lastIpId;
        lastIpId = ipId;
        if (counts && ++frames - forgotten == MEMORY_FRAMES) {
            forgotten += MEMORY_FRAMES / 2;
            copies /= 2;
            anyCertain = false;
        }
    }

    /**
     * A frame that equals an earlier one and came the same way.
     *
     * @param counts whether it takes up sequence space
     * @param certain whether it cannot have been sent twice
     */
    void onEqual(boolean counts, boolean certain) {
        anyCertain |= certain;
        if (counts) {
            copies++;
        }
    }

    /** Frames that took up sequence space, so far. */
    int frames() {
        return frames;
    }

    /** Whether the sender gives each packet its own identification, as far as one can see. */
    boolean ipIdIsUsable(int ipId) {
        return ipId != 0 && !ipIdStands;
    }

    /**
     * Whether most frames before a given one came twice. Those after it do not matter, since their
     * copies are still to come.
     *
     * @param framesBefore what {@link #frames} was when it came
     */
    boolean mostCameTwice(int framesBefore) {
        int earlier = framesBefore - forgotten;
        if (earlier < 0) {
            earlier = frames - forgotten;
        }
        if (anyCertain && earlier < FIRST_FRAMES) {
            return true;
        }
        return copies >= CONVINCING_COPIES && 2 * copies > earlier;
    }
}
