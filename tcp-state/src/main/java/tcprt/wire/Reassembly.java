package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * Puts IP packets together that were cut into fragments (RFC 791 3.2, RFC 8200 4.5), within a
 * bounded memory.
 *
 * <p>Fragments belong together if addresses, identification, protocol and tunnel are the same. They
 * may come in any order. Of bytes that come twice the first ones count, in IPv6 as well. Fragments
 * that were cut off by a snap length are put together too: lengths are those on the wire, bytes are
 * present up to the first that is not.
 *
 * <p>A packet is given up 30 s of capture time after the first of its fragments, or before, oldest
 * first, if there is no room. Copies of its fragments are passed over for a short while once it is
 * whole.
 */
public final class Reassembly {
    /**
     * What a packet that was put together begins with, in the place of a LINKTYPE_ value, of which
     * none is negative: the number of the tunnel it was found in, four bytes; then IP.
     */
    public static final int LINK_TYPE = -1;

    /** As the kernel's net.ipv4.ipfrag_time. */
    static final long TIMEOUT_NS = 30_000_000_000L;

    /** Frames that a mirror port doubles are closer; an identification is used again later. */
    static final long COPY_NS = 100_000_000L;

    private static final int TUNNEL_LENGTH = 4;

    /** Pages for each packet that is waited for, on average; one alone may take 32. */
    private static final int PAGES_PER_DATAGRAM = 4;

    private static final int MIN_PAGES = 64;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FragmentPages pages;

    // By age, oldest first; behind the last one that is used, spare ones.
    private final Datagram[] datagrams;
    private final int[] hashes;
    private int count;

    private ByteBuffer whole = NOTHING;
    private int wholeCapturedLength;
    private int wholeWireLength;

    private long incomplete;
    private long firstIncompleteFrame = Long.MAX_VALUE;
    private long firstIncompleteTimeNs;

    /**
     * Makes one that waits for nothing yet.
     *
     * @param datagramLimit packets that are waited for at once, at least 1; each may take 8 KiB, on
     *     average
     */
    public Reassembly(int datagramLimit) {
        pages = new FragmentPages(Math.max(MIN_PAGES, datagramLimit * PAGES_PER_DATAGRAM));
        datagrams = new Datagram[datagramLimit];
        hashes = new int[datagramLimit];
    }

    /**
     * Takes the fragment for which a view answered {@link Defect#IP_FRAGMENT}.
     *
     * @param frame number of its frame
     * @param timeNs nanoseconds since 1970-01-01 UTC
     * @return {@link Defect#NONE} if a packet is whole now, {@link Defect#IP_FRAGMENT} if more is
     *     needed, or why the fragment is of no use
     */
    public Defect add(PacketView packet, long frame, long timeNs) {
        Fragment fragment = packet.fragment();
        expire(timeNs);
        if (!isSound(fragment)) {
            return Defect.IP_FRAGMENT_BOUNDS;
        }
        int index = find(fragment, timeNs);
        if (index < 0) {
            index = begin(fragment, frame, timeNs);
        }
        Datagram datagram = datagrams[index];
        if (datagram.isWhole()) {
            return Defect.IP_FRAGMENT; // a copy of what was there before
        }
        if (!datagram.agreesWith(fragment)) {
            return Defect.IP_FRAGMENT_BOUNDS;
        }
        makeRoom(datagram, datagram.pagesFor(fragment));
        datagram.add(fragment, pages);
        if (!datagram.isWhole()) {
            return Defect.IP_FRAGMENT;
        }
        boolean fits = datagram.fitsAHeader();
        if (fits) {
            writeWhole(datagram);
        }
        datagram.wholeTimeNs = timeNs;
        datagram.releasePages(pages);
        return fits ? Defect.NONE : Defect.IP_FRAGMENT_BOUNDS;
    }

    private static boolean isSound(Fragment fragment) {
        return fragment.length > 0
                && (fragment.last || fragment.length % 8 == 0)
                && fragment.end() <= Datagram.MAX_LENGTH
                && fragment.headerLength <= Datagram.MAX_HEADER_LENGTH;
    }

    private int find(Fragment fragment, long timeNs) {
        int hash = fragment.hash();
        for (int i = count - 1; i >= 0; i--) {
            if (hashes[i] != hash || !fragment.belongsTo(datagrams[i])) {
                continue;
            }
            if (datagrams[i].isWhole() && timeNs - datagrams[i].wholeTimeNs > COPY_NS) {
                remove(i); // the identification is used again
                return -1;
            }
            return i;
        }
        return -1;
    }

    private int begin(Fragment fragment, long frame, long timeNs) {
        if (count == datagrams.length) {
            remove(leastNeeded());
        }
        Datagram datagram = datagrams[count];
        if (datagram == null) {
            datagram = new Datagram();
            datagrams[count] = datagram;
        }
        datagram.begin(fragment, frame, timeNs);
        hashes[count] = fragment.hash();
        return count++;
    }

    /** The oldest that only waits for copies, else the oldest. */
    private int leastNeeded() {
        for (int i = 0; i < count; i++) {
            if (datagrams[i].isWhole()) {
                return i;
            }
        }
        return 0;
    }

    private void makeRoom(Datagram needing, int pageCount) {
        for (int i = 0; pages.freeCount() < pageCount; ) {
            if (datagrams[i] == needing || datagrams[i].isWhole()) {
                i++; // it has to stay, or has no pages
            } else {
                remove(i);
            }
        }
    }

    private void expire(long timeNs) {
        while (count > 0 && timeNs - datagrams[0].firstTimeNs > TIMEOUT_NS) {
            remove(0);
        }
    }

    private void remove(int index) {
        Datagram gone = datagrams[index];
        if (!gone.isWhole()) {
            giveUp(gone);
        }
        count--;
        System.arraycopy(datagrams, index + 1, datagrams, index, count - index);
        System.arraycopy(hashes, index + 1, hashes, index, count - index);
        datagrams[count] = gone;
    }

    private void giveUp(Datagram datagram) {
        datagram.releasePages(pages);
        incomplete++;
        if (datagram.firstFrame < firstIncompleteFrame) {
            firstIncompleteFrame = datagram.firstFrame;
            firstIncompleteTimeNs = datagram.firstTimeNs;
        }
    }

    private void writeWhole(Datagram datagram) {
        if (whole.capacity() == 0) {
            whole =
                    ByteBuffer.allocateDirect(
                            TUNNEL_LENGTH + Datagram.MAX_HEADER_LENGTH + Datagram.MAX_LENGTH);
        }
        whole.putInt(0, datagram.tunnelId);
        wholeCapturedLength = TUNNEL_LENGTH + datagram.writeTo(whole, TUNNEL_LENGTH, pages);
        wholeWireLength = TUNNEL_LENGTH + datagram.wireLength();
    }

    /** The end of the capture: gives up what is incomplete. */
    public void giveUpAll() {
        while (count > 0) {
            remove(count - 1);
        }
    }

    /** The packet that is whole, from index 0, of {@link #LINK_TYPE}; lent until the next call. */
    public ByteBuffer whole() {
        return whole;
    }

    /** Its bytes that are present. */
    public int wholeCapturedLength() {
        return wholeCapturedLength;
    }

    /** Its bytes as they were on the wire, all fragments together. */
    public int wholeWireLength() {
        return wholeWireLength;
    }

    /** Packets that were given up so far. */
    public long incomplete() {
        return incomplete;
    }

    /** Number of the first frame that held a part of one of them; of use only if there is one. */
    public long firstIncompleteFrame() {
        return firstIncompleteFrame;
    }

    /** Time of that frame, nanoseconds since 1970-01-01 UTC. */
    public long firstIncompleteTimeNs() {
        return firstIncompleteTimeNs;
    }

    /** What {@link #LINK_TYPE} begins with. */
    static final class View implements TunnelView {
        private int etherType;
        private int payloadOffset;
        private int identifier;

        @Override
        public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
            if (capturedLength <= TUNNEL_LENGTH) {
                return Defect.FRAME_TRUNCATED;
            }
            identifier = buffer.getInt(offset);
            payloadOffset = offset + TUNNEL_LENGTH;
            etherType = EtherType.ofIpVersion(buffer.get(payloadOffset));
            return Defect.NONE;
        }

        @Override
        public int etherType() {
            return etherType;
        }

        @Override
        public int payloadOffset() {
            return payloadOffset;
        }

        @Override
        public int identifier() {
            return identifier;
        }
    }
}
