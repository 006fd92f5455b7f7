package tcprt.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP packet of which fragments have been seen. What is covered is known to the unit of eight
 * bytes in which fragments are cut, from the lengths in their headers; bytes are kept as far as
 * they were captured. Used over and over.
 */
final class Datagram {
    /** An IP packet's length has 16 bits. */
    static final int MAX_LENGTH = 65535;

    /**
     * IPv4's longest header is 60; in IPv6 this leaves 208 for extensions before the fragment's.
     */
    static final int MAX_HEADER_LENGTH = 256;

    private static final int UNIT = 8;
    private static final int UNITS = (MAX_LENGTH + UNIT - 1) / UNIT;
    private static final int PAGES = MAX_LENGTH / FragmentPages.PAGE_LENGTH + 1;
    private static final int UNKNOWN = -1;

    private static final int IPV4_TOTAL_LENGTH = 2;
    private static final int IPV4_FLAGS_FRAGMENT_OFFSET = 6;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int FRAGMENT_HEADER_LENGTH = 8;
    private static final int FRAGMENT_HEADER_OFFSET = 2;

    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int identification;
    int protocol;
    int tunnelId;

    /** Number of the frame that held the first fragment seen. */
    long firstFrame;

    /** Its time, nanoseconds since 1970-01-01 UTC. */
    long firstTimeNs;

    /** When it became whole; of use only if {@link #isWhole()}. */
    long wholeTimeNs;

    private final byte[] header = new byte[MAX_HEADER_LENGTH];
    private final long[] covered = new long[(UNITS + Long.SIZE - 1) / Long.SIZE];
    private final int[] pages = new int[PAGES];
    private int headerLength;
    private int coveredUnits;
    private int coveredEnd;
    private int length;
    private int presentEnd;

    Datagram() {
        Arrays.fill(pages, FragmentPages.NO_PAGE);
    }

    /** Becomes the packet that a fragment is the first one seen of. */
    void begin(Fragment fragment, long frame, long timeNs) {
        ipv6 = fragment.ipv6;
        sourceHigh = fragment.sourceHigh;
        sourceLow = fragment.sourceLow;
        destinationHigh = fragment.destinationHigh;
        destinationLow = fragment.destinationLow;
        identification = fragment.identification;
        protocol = fragment.protocol;
        tunnelId = fragment.tunnelId;
        firstFrame = frame;
        firstTimeNs = timeNs;
        Arrays.fill(covered, 0);
        headerLength = 0;
        coveredUnits = 0;
        coveredEnd = 0;
        length = UNKNOWN;
        presentEnd = MAX_LENGTH;
    }

    /** Whether a fragment says the same as those before about where the packet ends. */
    boolean agreesWith(Fragment fragment) {
        if (length != UNKNOWN && fragment.end() > length) {
            return false;
        }
        return !fragment.last || (fragment.end() >= coveredEnd && mayEndAt(fragment.end()));
    }

    private boolean mayEndAt(int end) {
        return length == UNKNOWN || length == end;
    }

    /** Pages that {@link #add} will take for a fragment, at most. */
    int pagesFor(Fragment fragment) {
        int present = Math.min(fragment.capturedLength, fragment.length);
        int count = 0;
        for (int at = fragment.start; at < fragment.start + present; ) {
            int page = at / FragmentPages.PAGE_LENGTH;
            count += pages[page] == FragmentPages.NO_PAGE ? 1 : 0;
            at = (page + 1) * FragmentPages.PAGE_LENGTH;
        }
        return count;
    }

    /**
     * Takes what a fragment has that those before had not. There must be pages for it, and it must
     * {@linkplain #agreesWith agree} with them.
     */
    void add(Fragment fragment, FragmentPages store) {
        if (fragment.start == 0 && headerLength == 0) {
            headerLength = fragment.headerLength;
            fragment.buffer.get(fragment.headerOffset, header, 0, headerLength);
        }
        if (fragment.last) {
            length = fragment.end();
        }
        coveredEnd = Math.max(coveredEnd, fragment.end());
        int present = Math.min(fragment.capturedLength, fragment.length);
        if (present < fragment.length) {
            presentEnd = Math.min(presentEnd, fragment.start + present);
        }
        int endUnit = (fragment.end() + UNIT - 1) / UNIT;
        int unit = fragment.start / UNIT;
        while (unit < endUnit) {
            int runStart = unit;
            while (unit < endUnit && cover(unit)) {
                unit++;
            }
            int from = runStart * UNIT;
            int to = Math.min(unit * UNIT, fragment.start + present);
            if (from < to) {
                keep(fragment, from, to, store);
            }
            if (unit < endUnit) {
                unit++; // it was covered before: the first fragment with it wins
            }
        }
    }

    /** Whether a unit was not covered, and is now. */
    private boolean cover(int unit) {
        long bit = 1L << unit;
        if ((covered[unit / Long.SIZE] & bit) != 0) {
            return false;
        }
        covered[unit / Long.SIZE] |= bit;
        coveredUnits++;
        return true;
    }

    private void keep(Fragment fragment, int from, int to, FragmentPages store) {
        int payload = fragment.headerOffset + fragment.headerLength - fragment.start;
        for (int at = from; at < to; ) {
            int page = at / FragmentPages.PAGE_LENGTH;
            int pageStart = page * FragmentPages.PAGE_LENGTH;
            int end = Math.min(to, pageStart + FragmentPages.PAGE_LENGTH);
            if (pages[page] == FragmentPages.NO_PAGE) {
                pages[page] = store.take();
            }
            store.write(pages[page], at - pageStart, fragment.buffer, payload + at, end - at);
            at = end;
        }
    }

    /** Whether nothing is missing any more. */
    boolean isWhole() {
        return headerLength > 0 && length != UNKNOWN && coveredUnits == (length + UNIT - 1) / UNIT;
    }

    /** Whether its length, once whole, can be written into an IP header. */
    boolean fitsAHeader() {
        return lengthInHeader() <= MAX_LENGTH;
    }

    private int lengthInHeader() {
        return headerLength - (ipv6 ? IPV6_HEADER_LENGTH : 0) + length;
    }

    /** Bytes of the whole packet on the wire. */
    int wireLength() {
        return headerLength + length;
    }

    /**
     * Writes the whole packet, as if it had never been cut. In IPv6 its fragment header stays, and
     * says that there is one part (RFC 6946).
     *
     * @return bytes written: up to the first that was not captured
     */
    int writeTo(ByteBuffer into, int offset, FragmentPages store) {
        into.put(offset, header, 0, headerLength);
        if (ipv6) {
            int fragmentHeader = offset + headerLength - FRAGMENT_HEADER_LENGTH;
            into.putShort(offset + IPV6_PAYLOAD_LENGTH, (short) lengthInHeader());
            into.putShort(fragmentHeader + FRAGMENT_HEADER_OFFSET, (short) 0);
        } else {
            into.putShort(offset + IPV4_TOTAL_LENGTH, (short) lengthInHeader());
            into.putShort(offset + IPV4_FLAGS_FRAGMENT_OFFSET, (short) 0);
        }
        int present = Math.min(presentEnd, length);
        int payload = offset + headerLength;
        for (int at = 0; at < present; at += FragmentPages.PAGE_LENGTH) {
            int count = Math.min(FragmentPages.PAGE_LENGTH, present - at);
            store.read(pages[at / FragmentPages.PAGE_LENGTH], into, payload + at, count);
        }
        return headerLength + present;
    }

    /** Gives the pages back. */
    void releasePages(FragmentPages store) {
        for (int i = 0; i < PAGES; i++) {
            if (pages[i] != FragmentPages.NO_PAGE) {
                store.giveBack(pages[i]);
                pages[i] = FragmentPages.NO_PAGE;
            }
        }
    }
}
