package tcprt.flow;

import org.jspecify.annotations.Nullable;
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
 *       else is one if most frames of this direction came twice ({@link Doubling}).
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

    // Frame number n is at n % CAPACITY; numbers begin so high that 0 is none.
    private final long[] fingerprints = new long[CAPACITY];
    private final long[] timesNs = new long[CAPACITY];
    private final int[] paths = new int[CAPACITY];
    private final int[] framesBefore = new int[CAPACITY];
    private final long[] previous = new long[CAPACITY];
    private final long[] newest = new long[CAPACITY];
    private long next = CAPACITY + 1;

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
     * @param interfaceId where the capture says it was seen
     * @param sender what is known of its direction, null if nothing
     */
    boolean isCopy(PacketView packet, int interfaceId, long timeNs, @Nullable Doubling sender) {
        TcpView tcp = packet.tcp();
        boolean counts = tcp.payloadLength() > 0 || tcp.isSyn() || tcp.isFin();
        int ipId = packet.ipId();
        boolean idUsable = sender == null ? ipId != 0 : sender.ipIdIsUsable(ipId);
        int path = path(packet, interfaceId);
        long fingerprint = fingerprint(packet);
        int earlier = sender != null && sender.advances(tcp) ? NONE : find(fingerprint);
        boolean elsewhere = earlier != NONE && paths[earlier] != path;
        long farthestNs = windowNs;
        if (idUsable) {
            farthestNs = elsewhere ? SAME_ID_ELSEWHERE_NS : SAME_ID_NS;
        }
        if (earlier == NONE || Math.abs(timeNs - timesNs[earlier]) > farthestNs) {
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
            certain = tcp.isSyn();
            copy = certain || (sender != null && sender.mostCameTwice(framesBefore[earlier]));
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

    /** The newest frame with this fingerprint that is remembered, or {@link #NONE}. */
    private int find(long fingerprint) {
        long number = newest[slot(fingerprint)];
        for (int steps = 0; steps < FARTHEST_STEPS && next - number <= CAPACITY; steps++) {
            int slot = slot(number);
            if (fingerprints[slot] == fingerprint) {
                return slot;
            }
            number = previous[slot];
        }
        return NONE;
    }

    private void remember(long fingerprint, int path, long timeNs, @Nullable Doubling sender) {
        int slot = slot(next);
        framesBefore[slot] = sender == null ? 0 : sender.frames();
        fingerprints[slot] = fingerprint;
        timesNs[slot] = timeNs;
        paths[slot] = path;
        previous[slot] = newest[slot(fingerprint)];
        newest[slot(fingerprint)] = next;
        next++;
    }

    private static int slot(long number) {
        return (int) number & (CAPACITY - 1);
    }

    /**
     * Everything that a router or switch on the way leaves alone. The products of pairs of words
     * are independent of each other, so that a processor works on all of them at once.
     */
    private static long fingerprint(PacketView packet) {
        TcpView tcp = packet.tcp();
        int ports = tcp.sourcePort() << 16 | tcp.destinationPort();
        int windowAndChecksum = tcp.window() << 16 | tcp.checksum();
        long hash =
                product(packet.sourceLow(), packet.destinationLow(), 0)
                        + product(words(ports, tcp.flags()), words(tcp.seq(), tcp.ack()), 1)
                        + product(
                                words(windowAndChecksum, packet.ipId()),
                                words(tcp.payloadLength(), packet.tunnelId()),
                                2);
        if (packet.ipv6()) {
            hash += product(packet.sourceHigh(), packet.destinationHigh(), 3);
        }
        // Where a network card completes the checksum later, it says nothing about the options.
        if (tcp.hasTimestamps()) {
            hash += product(words(tcp.tsVal(), tcp.tsEcr()), 0, 4);
        }
        if (tcp.sackCount() > 0) {
            hash += product(words(tcp.sackStart(0), tcp.sackEnd(0)), 0, 5);
        }
        return mix(hash, 0);
    }

    /** Two words, each mixed with a key of its own, multiplied and folded to one. */
    private static long product(long first, long second, int place) {
        long a = first ^ (0xA076_1D64_78BD_642FL + place * 0x9E37_79B9_7F4A_7C15L);
        long b = second ^ (0xE703_7ED1_A0B4_28DBL - place * 0xD1B5_4A32_D192_ED03L);
        return Math.multiplyHigh(a, b) ^ (a * b);
    }

    /** What tells two places apart at which a frame passed. */
    private static int path(PacketView packet, int interfaceId) {
        return (int) mix(words(packet.hopLimit(), packet.passage()), interfaceId);
    }

    private static long words(int high, int low) {
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    /** A step of hashing in the manner of MurmurHash3's finaliser. */
    private static long mix(long hash, long word) {
        long mixed = (hash * 0x9E37_79B9_7F4A_7C15L ^ word) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ mixed >>> 32;
    }
}
