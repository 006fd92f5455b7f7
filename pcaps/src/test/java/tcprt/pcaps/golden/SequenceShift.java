package tcprt.pcaps.golden;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;
import tcprt.wire.TcpView;

/**
 * Gives both directions of every connection other initial sequence numbers, as if the hosts had
 * chosen them so. Each stays in its half of the sequence space and does not wrap, because the
 * kernel's own comparisons depend on that; a direction that crosses a border is left as it is.
 * Checksums are not made right again: nobody here reads them.
 */
final class SequenceShift {
    private static final long HALF = 1L << 31;

    /** Room left at both ends for probes before and acknowledgments after the data. */
    private static final long MARGIN = 1 << 16;

    private static final int SEQ = 4;
    private static final int ACK = 8;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_SACK = 5;

    private record Direction(
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {
        static Direction of(PacketView packet) {
            return new Direction(
                    packet.sourceHigh(),
                    packet.sourceLow(),
                    packet.tcp().sourcePort(),
                    packet.destinationHigh(),
                    packet.destinationLow(),
                    packet.tcp().destinationPort());
        }

        Direction reverse() {
            return new Direction(
                    destinationHigh,
                    destinationLow,
                    destinationPort,
                    sourceHigh,
                    sourceLow,
                    sourcePort);
        }
    }

    /** Lowest and highest sequence number of a direction, as unsigned numbers. */
    private record Range(long low, long high) {
        Range with(long seq) {
            return new Range(Math.min(low, seq), Math.max(high, seq));
        }

        /** How far the numbers move; 0 if they cannot. */
        int shift(Random random) {
            long half = low < HALF ? 0 : HALF;
            long first = half + MARGIN;
            long last = half + HALF - MARGIN - (high - low);
            if (high / HALF != low / HALF || last <= first) {
                return 0;
            }
            return (int) (first + (long) (random.nextDouble() * (last - first)) - low);
        }
    }

    private final PacketView packet = new PacketView();
    private final Map<Direction, Range> ranges = new HashMap<>();
    private final Map<Direction, Integer> shifts = new HashMap<>();

    private SequenceShift() {}

    /**
     * Shifts all connections of a capture.
     *
     * @param seed of the new numbers
     */
    static List<StoredFrame> of(List<StoredFrame> frames, long seed) {
        SequenceShift shift = new SequenceShift();
        for (StoredFrame frame : frames) {
            shift.measure(frame);
        }
        Random random = new Random(seed);
        shift.ranges.forEach(
                (direction, range) -> shift.shifts.put(direction, range.shift(random)));
        if (shift.shifts.values().stream().allMatch(distance -> distance == 0)) {
            throw new AssertionError("no connection can be shifted");
        }
        List<StoredFrame> shifted = new ArrayList<>();
        for (StoredFrame frame : frames) {
            shifted.add(shift.shifted(frame));
        }
        return shifted;
    }

    private boolean isTcp(StoredFrame frame, ByteBuffer bytes) {
        return packet.wrap(frame.linkType(), bytes, 0, bytes.capacity(), frame.wireLength())
                == Defect.NONE;
    }

    private void measure(StoredFrame frame) {
        if (!isTcp(frame, ByteBuffer.wrap(frame.copy())) || packet.tcp().isRst()) {
            return; // a RST may carry any number, such as 0
        }
        long first = packet.tcp().seq() & 0xffff_ffffL;
        long end = packet.tcp().endSeq() & 0xffff_ffffL;
        ranges.merge(
                Direction.of(packet),
                new Range(first, first).with(end),
                (known, added) -> known.with(added.low()).with(added.high()));
    }

    private StoredFrame shifted(StoredFrame frame) {
        byte[] copy = frame.copy();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        if (!isTcp(frame, bytes)) {
            return frame;
        }
        TcpView tcp = packet.tcp();
        Direction direction = Direction.of(packet);
        int own = shifts.getOrDefault(direction, 0);
        int other = shifts.getOrDefault(direction.reverse(), 0);
        int header = tcp.payloadOffset() - tcp.headerLength();
        bytes.putInt(header + SEQ, tcp.seq() + own);
        if (tcp.isAck()) {
            bytes.putInt(header + ACK, tcp.ack() + other);
        }
        shiftSack(bytes, header + TcpView.MIN_HEADER_LENGTH, tcp.payloadOffset(), other);
        return frame.with(copy);
    }

    private static void shiftSack(ByteBuffer bytes, int from, int end, int shift) {
        int at = from;
        while (at < end && at < bytes.capacity() && bytes.get(at) != OPTION_END) {
            if (bytes.get(at) == OPTION_NOP) {
                at++;
                continue;
            }
            int length = bytes.get(at + 1);
            if (bytes.get(at) == OPTION_SACK) {
                for (int edge = at + 2; edge + 4 <= at + length; edge += 4) {
                    bytes.putInt(edge, bytes.getInt(edge) + shift);
                }
            }
            at += length;
        }
    }
}
