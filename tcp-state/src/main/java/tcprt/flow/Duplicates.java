package tcprt.flow;

import org.jspecify.annotations.Nullable;
import tcprt.tcp.Segment;
import tcprt.wire.PacketView;
import tcprt.wire.TcpView;

/**
 * Recognises frames that the tap shows twice: a mirror port that copies both what enters and what
 * leaves, a capture of several interfaces. They were sent once and must not count as
 * retransmissions.
 *
 * <p>A copy equals an earlier frame in addresses, ports and everything its TCP header says. What
 * tells it from a segment that was sent again depends on the sender:
 *
 * <ol>
 *   <li>The IPv4 header has an identification that changes from packet to packet: a segment sent
 *       again has another one.
 *   <li>It has none (IPv6, or 0): a copy comes within the duplicate window and with another TTL,
 *       VLAN, tunnel or interface.
 *   <li>Nothing differs at all: a SYN is a copy, since no stack repeats one that soon; anything
 *       else is one if most frames of this direction came twice ({@link Sender}).
 * </ol>
 *
 * <p>Remembers the last {@value #CAPACITY} frames as 64-bit fingerprints. All frames of a
 * connection meet in one shard, so what is found does not depend on the number of shards while the
 * memory covers the window, up to 650 000 frames a second.
 */
public final class Duplicates {
    /** Frames remembered; a power of 2. */
    static final int CAPACITY = 1 << 14;

    /**
     * How far apart copies with the same identification may be. Far less than the time in which a
     * sender runs through all 65536 and still needs the same sequence number.
     */
    static final long SAME_ID_NS = 10_000_000;

    /** The same if they were captured at two places: a slow router between them takes 20 ms. */
    static final long SAME_ID_ELSEWHERE_NS = 25_000_000;

    /** Fingerprints spread evenly; only somebody who chooses them makes longer chains. */
    private static final int FARTHEST_STEPS = 64;

    private static final int NONE = -1;

    private final long windowNs;

    // Frame number n is at n % CAPACITY, in as many words as fill half a cache line; numbers begin
    // so high that 0 is none.
    private static final int WORDS = 4;
    private static final int FINGERPRINT = 0;
    private static final int TIME_NS = 1;
    private static final int PATH_AND_FRAMES_BEFORE = 2;
    private static final int PREVIOUS = 3;

    private final long[] frames = new long[WORDS * CAPACITY];
    private final int[] newest = new int[CAPACITY];
    private int next = CAPACITY + 1;

    private long sameId;
    private long otherPath;
    private long allEqual;

    /**
     * Starts with nothing remembered.
     *
     * @param windowNs how far apart copies without a usable identification may be, nanoseconds
     */
    public Duplicates(long windowNs) {
        this.windowNs = windowNs;
    }

    /** Copies recognised by their IP identification. */
    public long sameId() {
        return sameId;
    }

    /** Copies recognised by another TTL, VLAN, tunnel or interface. */
    public long otherPath() {
        return otherPath;
    }

    /** Copies that differ in nothing. */
    public long allEqual() {
        return allEqual;
    }

    /**
     * Whether a frame is a copy of an earlier one; it is counted and has to be dropped then. If
     * not, it is remembered.
     *
     * @param segment what its TCP header says
     * @param key its 4-tuple and which end sent it
     * @param interfaceId where the capture says it was seen
     * @param sender what is known of that end, null if nothing
     * @param advances whether that end has sent nothing before that went as far
     */
    boolean isCopy(
            PacketView packet,
            Segment segment,
            FlowKey key,
            int interfaceId,
            @Nullable Sender sender,
            boolean advances) {
        long timeNs = segment.timeNs();
        int ipId = packet.ipId();
        boolean idUsable = sender == null ? ipId != 0 : sender.ipIdIsUsable(ipId);
        boolean counts = segment.payloadLength() > 0 || segment.isSyn() || segment.isFin();
        int path = path(packet, interfaceId);
        long fingerprint = fingerprint(packet, segment, key);
        int earlier = advances ? NONE : find(fingerprint);
        boolean elsewhere = earlier != NONE && pathOf(earlier) != path;
        long farthestNs = windowNs;
        if (idUsable) {
            farthestNs = elsewhere ? SAME_ID_ELSEWHERE_NS : SAME_ID_NS;
        }
        if (earlier == NONE || Math.abs(timeNs - frames[earlier + TIME_NS]) > farthestNs) {
            remember(fingerprint, path, timeNs, sender);
            if (sender != null) {
                sender.onFrame(ipId, counts);
            }
            return false;
        }
        boolean certain = true;
        boolean copy = true;
        if (idUsable) {
            sameId++;
        } else if (elsewhere) {
            otherPath++;
        } else {
            certain = segment.isSyn();
            copy = certain || (sender != null && sender.mostCameTwice(framesBefore(earlier)));
            if (copy) {
                allEqual++;
            } else {
                remember(fingerprint, path, timeNs, sender);
            }
        }
        if (sender != null && !elsewhere) {
            sender.onEqual(counts, certain);
        }
        return copy;
    }

    /** Where the newest frame with this fingerprint is remembered, or {@link #NONE}. */
    private int find(long fingerprint) {
        int number = newest[bucket(fingerprint)];
        for (int steps = 0; steps < FARTHEST_STEPS && isRemembered(number); steps++) {
            int entry = entry(number);
            if (frames[entry + FINGERPRINT] == fingerprint) {
                return entry;
            }
            number = (int) frames[entry + PREVIOUS];
        }
        return NONE;
    }

    private void remember(long fingerprint, int path, long timeNs, @Nullable Sender sender) {
        int entry = entry(next);
        int bucket = bucket(fingerprint);
        frames[entry + FINGERPRINT] = fingerprint;
        frames[entry + TIME_NS] = timeNs;
        frames[entry + PATH_AND_FRAMES_BEFORE] = words(path, sender == null ? 0 : sender.frames());
        frames[entry + PREVIOUS] = newest[bucket];
        newest[bucket] = next;
        next++;
    }

    private boolean isRemembered(int number) {
        return Integer.compareUnsigned(next - number, CAPACITY) <= 0;
    }

    private static int entry(int number) {
        return (number & (CAPACITY - 1)) * WORDS;
    }

    private static int bucket(long fingerprint) {
        return (int) fingerprint & (CAPACITY - 1);
    }

    private int pathOf(int entry) {
        return (int) (frames[entry + PATH_AND_FRAMES_BEFORE] >>> Integer.SIZE);
    }

    private int framesBefore(int entry) {
        return (int) frames[entry + PATH_AND_FRAMES_BEFORE];
    }

    /**
     * Everything that a router or switch on the way leaves alone. The products of pairs of words
     * are independent of each other, so that a processor works on all of them at once.
     */
    private static long fingerprint(PacketView packet, Segment segment, FlowKey key) {
        TcpView tcp = packet.tcp();
        int windowAndChecksum = tcp.window() << 16 | tcp.checksum();
        int flagsAndEnd = tcp.flags() << 1 | (key.sentByFirst() ? 1 : 0);
        long hash =
                product(words(segment.seq(), segment.ackSeq()), key.longHash(), 0)
                        + product(
                                words(windowAndChecksum, packet.ipId()),
                                words(segment.payloadLength(), flagsAndEnd),
                                1);
        // Where a network card completes the checksum later, it says nothing about the options.
        if (segment.hasTimestamps() || segment.sackCount() > 0) {
            hash += product(segment.timestamps(), segment.firstSackBlock(), 2);
        }
        return hash ^ hash >>> Integer.SIZE;
    }

    /** Two words, each mixed with a key of its own, multiplied and folded to one. */
    private static long product(long first, long second, int place) {
        long a = first ^ (0xA076_1D64_78BD_642FL + place * 0x9E37_79B9_7F4A_7C15L);
        long b = second ^ (0xE703_7ED1_A0B4_28DBL - place * 0xD1B5_4A32_D192_ED03L);
        return Math.multiplyHigh(a, b) ^ (a * b);
    }

    /** What tells two places apart at which a frame passed. */
    private static int path(PacketView packet, int interfaceId) {
        return (packet.passage() * 0x9E37_79B1 + packet.hopLimit()) * 0x85EB_CA6B + interfaceId;
    }

    private static long words(int high, int low) {
        return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }
}
