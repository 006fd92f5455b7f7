package tcprt.flow;

import tcprt.tcp.Segment;
import tcprt.wire.Seq;

/**
 * One end of a connection as the tap shows it: how far what it sent has come, whether the tap shows
 * most of its frames twice without any difference, and whether their IP identifications can tell a
 * copy from a retransmission.
 *
 * <p>Kept for each direction of each connection, since a mirror port doubles some paths and not
 * others, and so that how connections are shared out among shards changes nothing. There are two
 * for every connection, so its fields are no wider than they have to be.
 */
final class Sender {
    /** Older frames count for less: each time so many more have come, all counts are halved. */
    private static final int HALF_LIFE_FRAMES = 512;

    /** Equal frames that convince, if none of them was beyond doubt. */
    private static final int CONVINCING_COPIES = 4;

    /**
     * For so many frames one copy beyond doubt convinces; then there are enough to count. It covers
     * the first burst of data, whose copies may come in any order.
     */
    private static final int FIRST_FRAMES = 64;

    /** A number further off than this is of another connection, or noise. */
    private static final long FARTHEST = 64 << 20;

    /** The sequence number after all that was seen, once there was anything. */
    private int end;

    /** The highest acknowledgment, once there was any. */
    private int ack;

    private boolean known;
    private boolean acks;

    /** Frames that took up sequence space, u32. */
    private int frames;

    /** Equal frames among the last {@link #HALF_LIFE_FRAMES} to twice as many. */
    private short copies;

    private boolean anyCertain;
    private short lastIpId;
    private boolean ipIdStands;

    Sender() {}

    // ---- How far it has come ----

    /**
     * Notes how far a frame goes.
     *
     * @return whether none before it went as far, so that it cannot be a copy of any
     */
    boolean advances(Segment segment) {
        if (segment.isRst()) {
            return false; // its numbers may be anybody's
        }
        boolean began = acks;
        int newEnd = segment.end();
        boolean sendsMore = !reaches(newEnd);
        if (sendsMore) {
            began &= known && isNear(newEnd);
            end = newEnd;
            known = true;
        } else if (!isNear(newEnd)) {
            began = false;
            end = newEnd;
        }
        boolean acksMore = segment.isAck() && (!acks || Seq.after(segment.ackSeq(), ack));
        if (acksMore) {
            ack = segment.ackSeq();
            acks = true;
        }
        return began && (sendsMore || acksMore);
    }

    /** What the other end acknowledges counts as seen, if nothing was seen of this one. */
    void believe(int ackSeq) {
        if (!known) {
            known = true;
            end = ackSeq;
        }
    }

    /** Whether anything was seen of it. */
    boolean isKnown() {
        return known;
    }

    /** Whether something was seen up to a sequence number, or beyond. */
    boolean reaches(int seq) {
        return known && !Seq.after(seq, end);
    }

    /** Whether a sequence number can be of this connection. */
    boolean isNear(int seq) {
        return isNear(seq, end);
    }

    static boolean isNear(int seq, int edge) {
        return Math.abs((long) (seq - edge)) <= FARTHEST;
    }

    /** The sequence number after all that was seen, {@link #isKnown} given. */
    int end() {
        return end;
    }

    // ---- Whether its frames come twice ----

    /**
     * A frame that is no copy.
     *
     * @param counts whether it takes up sequence space; two equal ones without may well be two
     */
    void onFrame(int ipId, boolean counts) {
        ipIdStands = (short) ipId == lastIpId;
        lastIpId = (short) ipId;
        if (counts
                && ++frames % HALF_LIFE_FRAMES == 0
                && Integer.compareUnsigned(frames, HALF_LIFE_FRAMES) > 0) {
            copies = (short) (copies / 2);
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
        if (counts && copies < Short.MAX_VALUE) {
            copies++;
        }
    }

    /** Frames that took up sequence space, so far. */
    int frames() {
        return frames;
    }

    /** Whether it gives each packet its own identification, as far as one can see. */
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
        int halfLives = Integer.divideUnsigned(frames, HALF_LIFE_FRAMES);
        int forgotten = Math.max(0, halfLives - 1) * HALF_LIFE_FRAMES;
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
