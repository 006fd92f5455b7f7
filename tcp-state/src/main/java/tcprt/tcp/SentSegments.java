package tcprt.tcp;

import java.util.Arrays;
import tcprt.wire.Seq;

/**
 * What the host has sent and not yet seen acknowledged, segment by segment: the kernel's
 * retransmission queue, kept for its send times.
 *
 * <p>An ACK walks the queue as {@code tcp_clean_rtx_queue} does and leaves its round trip times in
 * {@link #ackRttNs} and {@link #controlRttNs}. At most {@link #MAX_SEGMENTS} are told apart; past
 * that the newest ones share a send time.
 */
final class SentSegments {
    static final int MAX_SEGMENTS = 8192;

    /** No round trip time could be measured. */
    static final long NONE = -1;

    private static final byte RETRANSMITTED = 1;
    private static final byte SACKED = 2;

    /**
     * Left without the capture seeing it; {@link #sentNs} holds how many bytes it has not seen
     * since.
     */
    private static final byte UNSEEN = 4;

    private static final int FIRST_CAPACITY = 4;

    private final EntryBudget budget;
    private int[] starts = new int[FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private long[] sentNs = new long[FIRST_CAPACITY];
    private byte[] marks = new byte[FIRST_CAPACITY];
    private int head;
    private int count;

    /**
     * After an ACK: time since the first newly acknowledged segment was sent ({@code seq_rtt_us}),
     * or {@link #NONE}.
     */
    long ackRttNs;

    /**
     * After an ACK: time since the last newly acknowledged or SACKed segment was sent ({@code
     * ca_rtt_us}), or {@link #NONE}.
     */
    long controlRttNs;

    /** After an ACK: whether it took anything off the queue. */
    boolean acked;

    /** After an ACK: bytes of what it took that the capture never saw. */
    long unseenBytes;

    /**
     * After an ACK, if segments are counted: those it took, and how many of them had been SACKed.
     */
    int takenSegments;

    int takenSackedSegments;

    /** After an ACK, if segments are counted: those it SACKed. */
    int newlySackedSegments;

    private boolean counting;

    /**
     * Makes an empty queue.
     *
     * @param counting whether an ACK also counts segments
     */
    SentSegments(EntryBudget budget, boolean counting) {
        this.budget = budget;
        this.counting = counting;
    }

    /**
     * Begins anew, empty, with the room it has.
     *
     * @param counting whether an ACK also counts segments
     */
    void begin(boolean counting) {
        this.counting = counting;
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Entries for which it has room, beyond the few it begins with. */
    int grownBy() {
        return starts.length - FIRST_CAPACITY;
    }

    private int slot(int index) {
        return (head + index) & (starts.length - 1);
    }

    /** Remembers a segment sent for the first time. */
    void add(int start, int end, long timeNs) {
        if (count == starts.length && !grow()) {
            ends[slot(count - 1)] = end;
            return;
        }
        int slot = slot(count++);
        starts[slot] = start;
        ends[slot] = end;
        sentNs[slot] = timeNs;
        marks[slot] = 0;
    }

    /**
     * Remembers that bytes were sent whose departure the capture does not hold; they give no round
     * trip time.
     */
    void addUnseen(int start, int end) {
        int before = count;
        add(start, end, 0);
        int slot = slot(count - 1);
        boolean joined = count == before && (marks[slot] & UNSEEN) != 0;
        sentNs[slot] = (joined ? sentNs[slot] : 0) + Seq.distance(start, end);
        marks[slot] = RETRANSMITTED | UNSEEN;
    }

    /**
     * Karn's rule: a segment that was sent again gives no round trip time any more. One that the
     * capture had not seen it has seen now.
     */
    void markRetransmitted(int start, int end) {
        for (int i = 0; i < count; i++) {
            int slot = slot(i);
            if (Seq.atOrBefore(end, starts[slot])) {
                return;
            }
            if (Seq.before(start, ends[slot])) {
                marks[slot] |= RETRANSMITTED;
                if ((marks[slot] & UNSEEN) != 0) {
                    long seen =
                            Seq.distance(
                                    Seq.later(start, starts[slot]), Seq.earlier(end, ends[slot]));
                    sentNs[slot] = Math.max(0, sentNs[slot] - seen);
                }
            }
        }
    }

    /**
     * Takes off what an ACK covers and measures.
     *
     * @param segment an acceptable segment with ACK
     * @param sndUna SND.UNA after it
     * @param mssBytes the size above which a segment was several on the wire, which may count when
     *     it is covered in part
     * @param timeNs when the host processed it
     */
    void onAck(Segment segment, int sndUna, int mssBytes, long timeNs) {
        takenSegments = 0;
        takenSackedSegments = 0;
        newlySackedSegments = 0;
        long firstSacked = 0;
        long lastSacked = 0;
        for (int block = 0; block < segment.sackCount; block++) {
            int from = segment.sackStart[block];
            int to = segment.sackEnd[block];
            for (int i = 0; i < count; i++) {
                int slot = slot(i);
                if (Seq.after(ends[slot], to)) {
                    break;
                }
                if (Seq.atOrAfter(starts[slot], from) && (marks[slot] & SACKED) == 0) {
                    if ((marks[slot] & RETRANSMITTED) == 0) {
                        lastSacked = sentNs[slot];
                        if (firstSacked == 0) {
                            firstSacked = lastSacked;
                        }
                    }
                    marks[slot] |= SACKED;
                    if (counting) {
                        newlySackedSegments += segmentsIn(ends[slot] - starts[slot], mssBytes);
                    }
                }
            }
        }
        long first = 0;
        long last = 0;
        boolean retransmitted = false;
        acked = false;
        unseenBytes = 0;
        while (count > 0) {
            int slot = head;
            boolean whole = Seq.atOrBefore(ends[slot], sndUna);
            if (!whole) {
                // tcp_tso_acked: what was several segments on the wire counts if fewer are left.
                int sentSegments = segmentsIn(ends[slot] - starts[slot], mssBytes);
                if (sentSegments == 1 || !Seq.after(sndUna, starts[slot])) {
                    break;
                }
                starts[slot] = sndUna;
                int leftSegments = segmentsIn(ends[slot] - sndUna, mssBytes);
                takenSegments += sentSegments - leftSegments;
                if (leftSegments == sentSegments) {
                    break;
                }
            } else if (counting) {
                count(slot, mssBytes);
            }
            acked = true;
            if ((marks[slot] & RETRANSMITTED) != 0) {
                retransmitted = true;
            } else if ((marks[slot] & SACKED) == 0) {
                last = sentNs[slot];
                if (first == 0) {
                    first = last;
                }
            }
            if (!whole) {
                break;
            }
            if ((marks[slot] & UNSEEN) != 0) {
                unseenBytes += sentNs[slot];
            }
            head = (head + 1) & (starts.length - 1);
            count--;
        }
        boolean measured = first != 0 && !retransmitted;
        ackRttNs = measured ? timeNs - first : NONE;
        controlRttNs = measured ? timeNs - last : NONE;
        if (firstSacked != 0) {
            controlRttNs = timeNs - lastSacked;
            if (!measured) {
                ackRttNs = timeNs - firstSacked;
            }
        }
    }

    private void count(int slot, int mssBytes) {
        int segments = segmentsIn(ends[slot] - starts[slot], mssBytes);
        takenSegments += segments;
        if ((marks[slot] & SACKED) != 0) {
            takenSackedSegments += segments;
        }
    }

    static int segmentsIn(int bytes, int mssBytes) {
        return bytes <= mssBytes ? 1 : (bytes + mssBytes - 1) / mssBytes;
    }

    /** Gives back what it had grown to; nobody uses it any more. */
    void free() {
        budget.give(grownBy());
    }

    /** Doubles the room. @return false if the limit is reached */
    private boolean grow() {
        int capacity = starts.length;
        if (capacity >= MAX_SEGMENTS || !budget.take(capacity)) {
            return false;
        }
        starts = unrolled(starts);
        ends = unrolled(ends);
        long[] times = Arrays.copyOfRange(sentNs, head, head + 2 * capacity);
        System.arraycopy(sentNs, 0, times, capacity - head, head);
        sentNs = times;
        byte[] bits = Arrays.copyOfRange(marks, head, head + 2 * capacity);
        System.arraycopy(marks, 0, bits, capacity - head, head);
        marks = bits;
        head = 0;
        return true;
    }

    private int[] unrolled(int[] ring) {
        int[] bigger = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
        System.arraycopy(ring, 0, bigger, ring.length - head, head);
        return bigger;
    }
}
