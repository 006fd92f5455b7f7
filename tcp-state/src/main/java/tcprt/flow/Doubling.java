package tcprt.flow;

/**
 * What one end's frames so far say about the tap: whether it shows most of them twice, and whether
 * their IP identifications can tell a copy from a retransmission.
 *
 * <p>Kept for each direction of each connection, since a mirror port doubles some paths and not
 * others, and so that how connections are shared out among shards changes nothing.
 */
final class Doubling {
    /** Older frames count for less: at this many, all counts are halved. */
    private static final int MEMORY_FRAMES = 64;

    /** Equal frames that convince, if none of them was beyond doubt. */
    private static final int CONVINCING_COPIES = 4;

    private int frames;
    private int copies;
    private boolean anyCertain;
    private int lastIpId;
    private boolean ipIdStands;

    Doubling() {}

    /**
     * A frame that is no copy.
     *
     * @param counts whether it takes up sequence space; two equal ones without may well be two
     */
    void onFrame(int ipId, boolean counts) {
        ipIdStands = ipId == lastIpId;
        lastIpId = ipId;
        if (counts && ++frames == MEMORY_FRAMES) {
            frames /= 2;
            copies /= 2;
        }
    }

    /**
     * A frame that equals an earlier one.
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

    /** Whether the sender gives each packet its own identification, as far as one can see. */
    boolean ipIdIsUsable(int ipId) {
        return ipId != 0 && !ipIdStands;
    }

    /**
     * Whether most frames before the present one came twice.
     *
     * @param counts whether the present one takes up sequence space
     */
    boolean mostCameTwice(boolean counts) {
        int earlier = counts ? frames - 1 : frames;
        return copies > 0 && 2 * copies > earlier && (anyCertain || copies >= CONVINCING_COPIES);
    }
}
