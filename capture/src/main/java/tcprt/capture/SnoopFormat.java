package tcprt.capture;

/**
 * Solaris snoop (RFC 1761): a file header of 16 bytes, then per packet a record header, the bytes
 * and padding. All numbers are big-endian.
 *
 * <pre>
 *   "snoop" 0 0 0  version  datalink  |  wire  captured  record  drops  seconds  micros  ...  pad
 *         8           4        4      |    4      4        4       4       4       4
 * </pre>
 *
 * The record's length includes its header and its padding.
 */
final class SnoopFormat implements FileFormat {
    /** "snoo", the first half of the identification pattern. */
    static final int MAGIC = 0x736e6f6f;

    private static final int MAGIC_AGAIN = 0x70000000; // "p" and three zeros
    private static final int VERSION = 2;
    private static final int FILE_HEADER = 16;
    private static final int RECORD_HEADER = 24;

    /** Most bytes of a record that must be in memory as a whole. */
    private static final int RECORD_LIMIT = 1 << 20;

    /** No LINKTYPE_ value: such frames are set aside, not guessed at. */
    private static final int UNKNOWN_LINK = -1;

    private boolean headerRead;
    private int linkType;
    private long dropped;

    @Override
    public int next(ReadBuffer bytes, FoundFrame frame) throws MalformedException {
        if (!headerRead) {
            return readHeader(bytes);
        }
        if (bytes.length() < RECORD_HEADER) {
            return RECORD_HEADER;
        }
        long captured = bytes.u32(4);
        FoundFrame.requireCapturable(captured);
        int record = requireRecord(bytes.u32(8), (int) captured);
        if (bytes.length() < record) {
            return record;
        }
        // Cumulative from the first record on; writers that cannot count leave it 0.
        dropped = bytes.u32(12);
        // Seconds are unsigned (until 2106), so this cannot overflow whatever the fraction says.
        frame.timeNs = bytes.u32(16) * 1_000_000_000L + bytes.u32(20) * 1_000L;
        frame.interfaceId = 0;
        frame.linkType = linkType;
        frame.offset = bytes.start() + RECORD_HEADER;
        frame.setLengths((int) captured, bytes.u32(0));
        bytes.take(record);
        return FRAME;
    }

    @Override
    public String describe(ReadBuffer bytes, long packet) {
        return headerRead ? "packet " + packet : "the file header";
    }

    @Override
    public long framesDroppedByCapture() {
        return dropped;
    }

    private int readHeader(ReadBuffer bytes) throws MalformedException {
        bytes.setSwapped(false);
        if (bytes.length() < FILE_HEADER) {
            return FILE_HEADER;
        }
        long magicAgain = bytes.u32(4);
        if (magicAgain != MAGIC_AGAIN) {
            throw new MalformedException(
                    "continues after \"snoo\" with %08x, in a snoop file that is %08x"
                            .formatted(magicAgain, MAGIC_AGAIN));
        }
        long version = bytes.u32(8);
        if (version != VERSION) {
            throw new MalformedException(
                    "has snoop version " + version + ", read is version " + VERSION);
        }
        linkType = linkTypeOf((int) bytes.u32(12));
        headerRead = true;
        bytes.take(FILE_HEADER);
        return NO_FRAME;
    }

    private static int requireRecord(long record, int captured) throws MalformedException {
        if (record < RECORD_HEADER + captured) {
            throw new MalformedException(
                    "has record length "
                            + record
                            + ", its header and "
                            + captured
                            + " captured bytes need "
                            + (RECORD_HEADER + captured));
        }
        if (record > RECORD_LIMIT) {
            throw new MalformedException(
                    "has record length " + record + ", the limit is " + RECORD_LIMIT);
        }
        return (int) record;
    }

    /**
     * The LINKTYPE_ value of a datalink type: 0 to 8 are RFC 1761's, the others come from Solaris'
     * {@code sys/dlpi.h}, where the highest bit marks Sun's own.
     */
    private static int linkTypeOf(int datalink) {
        return switch (datalink) {
            case 0, 4 -> 1; // IEEE 802.3, Ethernet
            case 22, 24, 25 -> 1; // 100VG-AnyLAN as Ethernet, "802.3 and Ethernet", 100Base-T
            case 2 -> 6; // IEEE 802.5 token ring
            case 8 -> 10; // FDDI
            case 0x8000_0001 -> 228; // IPv4 tunnel: the frame is the packet
            case 0x8000_0002 -> 229; // IPv6 tunnel
            case 0x8000_0005 -> 226; // ipnet
            default -> UNKNOWN_LINK;
        };
    }
}
