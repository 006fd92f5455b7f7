package tcprt.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng): blocks, each framed by its own length.
 *
 * <pre>
 *   type  length  body ... padded to 4  options ...  length again
 *     4      4                                            4
 * </pre>
 *
 * A Section Header Block settles the byte order and begins an empty list of interfaces; Interface
 * Description Blocks fill it; packets name an interface by its place in that list. Blocks of other
 * types are skipped unread.
 */
final class PcapngFormat implements FileFormat {
    /** Reads the same in both byte orders. */
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int PACKET = 2; // obsolete, still found
    private static final int SIMPLE_PACKET = 3;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int LENGTH_AGAIN = 4;
    private static final int LEAST_BLOCK = 12;
    private static final int LEAST_SECTION_HEADER = 28;
    private static final int LEAST_INTERFACE_DESCRIPTION = 20;
    private static final int LEAST_INTERFACE_STATISTICS = 24;
    private static final int PACKET_DATA = 28; // in both kinds of packet block that have a time
    private static final int SIMPLE_PACKET_DATA = 12;
    private static final int DROPS_UNKNOWN = 0xffff; // in the obsolete packet block

    /** Most bytes of a block that must be in memory as a whole. */
    private static final int BLOCK_LIMIT = 1 << 20;

    /** Most interfaces of a file, all sections together: each takes memory. */
    private static final int INTERFACE_LIMIT = 1 << 20;

    private static final int OPTION_END = 0;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int OPTION_DROPPED_BEFORE_PACKET = 4;
    private static final int OPTION_DROPPED_BY_INTERFACE = 5;
    private static final int OPTION_DROPPED_BY_SYSTEM = 7;

    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private int interfacesOfFile;
    private long lastTimeNs;
    private long droppedInFormerSections;

    @Override
    public int next(ReadBuffer bytes, FoundFrame frame) throws MalformedException {
        if (bytes.length() < LEAST_BLOCK) {
            return LEAST_BLOCK;
        }
        if (type(bytes) == SECTION_HEADER) {
            learnByteOrder(bytes);
        }
        long length = bytes.u32(4);
        if (length < LEAST_BLOCK || length % 4 != 0) {
            throw new MalformedException(
                    "has block length "
                            + length
                            + ", a block has at least "
                            + LEAST_BLOCK
                            + " bytes and a multiple of 4");
        }
        return switch (type(bytes)) {
            case ENHANCED_PACKET, PACKET -> packet(bytes, length, frame);
            case SIMPLE_PACKET -> simplePacket(bytes, length, frame);
            case SECTION_HEADER -> sectionHeader(bytes, length);
            case INTERFACE_DESCRIPTION -> interfaceDescription(bytes, length);
            case INTERFACE_STATISTICS -> interfaceStatistics(bytes, length);
            default -> {
                bytes.take(length);
                yield NO_FRAME;
            }
        };
    }

    @Override
    public String describe(ReadBuffer bytes, long packet) {
        if (bytes.length() >= 4) {
            int type = type(bytes);
            if (type == ENHANCED_PACKET || type == PACKET || type == SIMPLE_PACKET) {
                return "packet " + packet;
            }
        }
        return packet == 1
                ? "a block before the first packet"
                : "a block after packet " + (packet - 1);
    }

    @Override
    public long framesDroppedByCapture() {
        long dropped = droppedInFormerSections;
        for (PcapngInterface each : interfaces) {
            dropped = PcapngInterface.saturated(dropped + each.dropped());
        }
        return dropped;
    }

    private static void learnByteOrder(ReadBuffer bytes) throws MalformedException {
        bytes.setSwapped(false);
        int magic = (int) bytes.u32(8);
        if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            bytes.setSwapped(true);
        } else if (magic != BYTE_ORDER_MAGIC) {
            throw new MalformedException(
                    "has byte-order magic 0x%08x, allowed are 0x%08x and its reverse"
                            .formatted(magic, BYTE_ORDER_MAGIC));
        }
    }

    /**
     * Enhanced Packet Block, and the Packet Block it replaced: they differ in one word, in which
     * the latter has its count of lost packets.
     */
    private int packet(ReadBuffer bytes, long length, FoundFrame frame) throws MalformedException {
        requireLength(length, PACKET_DATA + LENGTH_AGAIN);
        if (bytes.length() < PACKET_DATA) {
            return PACKET_DATA;
        }
        long captured = bytes.u32(20);
        requireCaptured(captured, length, PACKET_DATA);
        int whole = requireWhole(bytes, length, PACKET_DATA + LENGTH_AGAIN);
        if (bytes.length() < whole) {
            return whole;
        }
        boolean obsolete = type(bytes) == PACKET;
        PcapngInterface from = requireInterface(obsolete ? bytes.u16(8) : bytes.u32(8));
        if (!obsolete) {
            countDropped(bytes, PACKET_DATA + padded((int) captured), whole - LENGTH_AGAIN, from);
        } else if (bytes.u16(10) != DROPS_UNKNOWN) {
            from.addDroppedBeforePacket(bytes.u16(10));
        }
        long units = bytes.u32(12) << 32 | bytes.u32(16);
        lastTimeNs = from.timeScale.toNs(units);
        fill(frame, from, bytes.start() + PACKET_DATA, (int) captured, bytes.u32(24));
        bytes.take(whole);
        return FRAME;
    }

    /** Looks for epb_dropcount. The packet is whole, so options that are not are left alone. */
    private static void countDropped(ReadBuffer bytes, int option, int end, PcapngInterface from) {
        while (isOption(bytes, option, end)) {
            int length = bytes.u16(option + 2);
            int next = option + 4 + padded(length);
            if (next > end) {
                return;
            }
            if (bytes.u16(option) == OPTION_DROPPED_BEFORE_PACKET && length == 8) {
                from.addDroppedBeforePacket(bytes.i64(option + 4));
            }
            option = next;
        }
    }

    /**
     * Simple Packet Block: of the first interface, without a time; it gets that of the frame
     * before.
     */
    private int simplePacket(ReadBuffer bytes, long length, FoundFrame frame)
            throws MalformedException {
        int whole = requireWhole(bytes, length, SIMPLE_PACKET_DATA + LENGTH_AGAIN);
        if (bytes.length() < whole) {
            return whole;
        }
        PcapngInterface from = requireInterface(0);
        long wire = bytes.u32(8);
        long captured = from.snapLength == 0 ? wire : Math.min(wire, from.snapLength);
        requireCaptured(captured, length, SIMPLE_PACKET_DATA);
        fill(frame, from, bytes.start() + SIMPLE_PACKET_DATA, (int) captured, wire);
        bytes.take(whole);
        return FRAME;
    }

    private void fill(FoundFrame frame, PcapngInterface from, int offset, int captured, long wire) {
        frame.timeNs = lastTimeNs;
        frame.interfaceId = from.number;
        frame.linkType = from.linkType;
        frame.offset = offset;
        frame.setLengths(captured, wire);
    }

    private int sectionHeader(ReadBuffer bytes, long length) throws MalformedException {
        int whole = requireWhole(bytes, length, LEAST_SECTION_HEADER);
        if (bytes.length() < whole) {
            return whole;
        }
        int major = bytes.u16(12);
        if (major != 1) {
            int minor = bytes.u16(14);
            throw new MalformedException(
                    "has pcapng version " + major + "." + minor + ", read is version 1");
        }
        // The section's own length is not used: writers may leave it out, and the blocks tell.
        droppedInFormerSections = framesDroppedByCapture();
        interfaces.clear();
        bytes.take(whole);
        return NO_FRAME;
    }

    private int interfaceDescription(ReadBuffer bytes, long length) throws MalformedException {
        int whole = requireWhole(bytes, length, LEAST_INTERFACE_DESCRIPTION);
        if (bytes.length() < whole) {
            return whole;
        }
        if (interfacesOfFile == INTERFACE_LIMIT) {
            throw new MalformedException(
                    "describes one more interface than the limit, " + INTERFACE_LIMIT);
        }
        PcapngInterface described =
                new PcapngInterface(interfacesOfFile, bytes.u16(8), bytes.u32(12));
        byte resolution = 6;
        long offsetSeconds = 0;
        int end = whole - LENGTH_AGAIN;
        for (int option = 16; isOption(bytes, option, end); ) {
            int next = nextOption(bytes, option, end);
            int code = bytes.u16(option);
            if (code == OPTION_TIME_RESOLUTION) {
                requireOptionLength(bytes, option, 1);
                resolution = bytes.i8(option + 4);
            } else if (code == OPTION_TIME_OFFSET) {
                requireOptionLength(bytes, option, 8);
                offsetSeconds = bytes.i64(option + 4);
            }
            option = next;
        }
        described.timeScale = TimeScale.of(resolution, offsetSeconds);
        interfaces.add(described);
        interfacesOfFile++;
        bytes.take(whole);
        return NO_FRAME;
    }

    private int interfaceStatistics(ReadBuffer bytes, long length) throws MalformedException {
        int whole = requireWhole(bytes, length, LEAST_INTERFACE_STATISTICS);
        if (bytes.length() < whole) {
            return whole;
        }
        PcapngInterface about = requireInterface(bytes.u32(8));
        int end = whole - LENGTH_AGAIN;
        for (int option = 20; isOption(bytes, option, end); ) {
            int next = nextOption(bytes, option, end);
            int code = bytes.u16(option);
            if (code == OPTION_DROPPED_BY_INTERFACE) {
                requireOptionLength(bytes, option, 8);
                about.droppedByInterface = PcapngInterface.saturated(bytes.i64(option + 4));
            } else if (code == OPTION_DROPPED_BY_SYSTEM) {
                requireOptionLength(bytes, option, 8);
                about.droppedBySystem = PcapngInterface.saturated(bytes.i64(option + 4));
            }
            option = next;
        }
        bytes.take(whole);
        return NO_FRAME;
    }

    private static boolean isOption(ReadBuffer bytes, int option, int end) {
        return option + 4 <= end && bytes.u16(option) != OPTION_END;
    }

    /** The option behind this one, once it is certain that this one lies within its block. */
    private static int nextOption(ReadBuffer bytes, int option, int end) throws MalformedException {
        int length = bytes.u16(option + 2);
        int next = option + 4 + padded(length);
        if (next > end) {
            throw new MalformedException(
                    "has an option "
                            + bytes.u16(option)
                            + " of "
                            + length
                            + " bytes, the block has "
                            + (end - option - 4)
                            + " left");
        }
        return next;
    }

    private static void requireOptionLength(ReadBuffer bytes, int option, int allowed)
            throws MalformedException {
        int length = bytes.u16(option + 2);
        if (length != allowed) {
            throw new MalformedException(
                    "has an option "
                            + bytes.u16(option)
                            + " of "
                            + length
                            + " bytes, it has "
                            + allowed);
        }
    }

    private static void requireLength(long length, int least) throws MalformedException {
        if (length < least) {
            throw new MalformedException(
                    "has block length " + length + ", the least for its type is " + least);
        }
    }

    /**
     * Checks a block that is looked at as a whole: its length, and once it is in memory also the
     * length's repetition at the end.
     *
     * @return its length
     */
    private static int requireWhole(ReadBuffer bytes, long length, int least)
            throws MalformedException {
        requireLength(length, least);
        if (length > BLOCK_LIMIT) {
            throw new MalformedException(
                    "has block length " + length + ", the limit is " + BLOCK_LIMIT);
        }
        int whole = (int) length;
        if (bytes.length() >= whole) {
            long again = bytes.u32(whole - LENGTH_AGAIN);
            if (again != length) {
                throw new MalformedException(
                        "has block length "
                                + length
                                + " at its start and "
                                + again
                                + " at its end");
            }
        }
        return whole;
    }

    private static void requireCaptured(long captured, long length, int dataOffset)
            throws MalformedException {
        FoundFrame.requireCapturable(captured);
        long space = length - dataOffset - LENGTH_AGAIN;
        if (captured > space) {
            throw new MalformedException(
                    "claims " + captured + " captured bytes, its block has room for " + space);
        }
    }

    private PcapngInterface requireInterface(long id) throws MalformedException {
        if (id >= interfaces.size()) {
            throw new MalformedException(
                    "names interface "
                            + id
                            + ", described so far in this section: "
                            + interfaces.size());
        }
        return interfaces.get((int) id);
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    private static int type(ReadBuffer bytes) {
        return (int) bytes.u32(0);
    }
}
