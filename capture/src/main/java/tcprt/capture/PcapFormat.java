package tcprt.capture;

/**
 * Classic pcap (draft-ietf-opsawg-pcap): a file header of 24 bytes, then per packet a record header
 * and the bytes.
 *
 * <pre>
 *   magic  major.minor  thiszone  sigfigs  snaplen  network   |  seconds  fraction  captured  wire  ...
 *     4       2 . 2        4         4        4        4      |     4        4         4       4
 * </pre>
 *
 * The magic tells the writer's byte order, the unit of the fraction, and whether each record header
 * has 8 bytes more (the "modified" form of the Linux 2.2 patches: interface index, protocol, packet
 * type, which are not used here).
 */
final class PcapFormat implements FileFormat {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MODIFIED_RECORD_HEADER = 24;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final boolean swapped;
    private final int fractionNs;
    private final int recordHeader;

    private boolean headerRead;
    private int linkType;
    private boolean wireFirst;
    private boolean smallerFirst;

    private PcapFormat(boolean swapped, int fractionNs, int recordHeader) {
        this.swapped = swapped;
        this.fractionNs = fractionNs;
        this.recordHeader = recordHeader;
    }

    /** Fractions are microseconds. */
    static PcapFormat micros(boolean swapped) {
        return new PcapFormat(swapped, 1_000, RECORD_HEADER);
    }

    /** Fractions are nanoseconds. */
    static PcapFormat nanos(boolean swapped) {
        return new PcapFormat(swapped, 1, RECORD_HEADER);
    }

    /** Fractions are microseconds, record headers are longer. */
    static PcapFormat modified(boolean swapped) {
        return new PcapFormat(swapped, 1_000, MODIFIED_RECORD_HEADER);
    }

    @Override
    public int next(ReadBuffer bytes, FoundFrame frame) throws MalformedException {
        if (!headerRead) {
            return readHeader(bytes);
        }
        int held = bytes.length();
        if (held < recordHeader) {
            return recordHeader;
        }
        long lengths = bytes.u32Pair(8);
        if (wireFirst || smallerFirst) {
            lengths = capturedFirst(lengths);
        }
        FoundFrame.requireCapturable(lengths >>> 32);
        int captured = (int) (lengths >>> 32);
        int whole = recordHeader + captured;
        if (held < whole) {
            return whole;
        }
        // Seconds are unsigned (until 2106), so this cannot overflow whatever the fraction says.
        long time = bytes.u32Pair(0);
        frame.timeNs = (time >>> 32) * 1_000_000_000L + (time & LOW_HALF) * fractionNs;
        frame.interfaceId = 0;
        frame.linkType = linkType;
        frame.offset = bytes.start() + recordHeader;
        frame.setLengths(captured, lengths & LOW_HALF);
        bytes.takeHeld(whole);
        return FRAME;
    }

    /** The captured length in the high half, the one on the wire in the low one. */
    private long capturedFirst(long lengths) {
        boolean inOrder = !wireFirst && lengths >>> 32 <= (lengths & LOW_HALF);
        return inOrder ? lengths : Long.rotateLeft(lengths, 32);
    }

    @Override
    public String describe(ReadBuffer bytes, long packet) {
        return headerRead ? "packet " + packet : "the file header";
    }

    private int readHeader(ReadBuffer bytes) {
        bytes.setSwapped(swapped);
        if (bytes.length() < FILE_HEADER) {
            return FILE_HEADER;
        }
        // A version is never refused: the layout has not changed since 2.0, and some writers have
        // put
        // it there in the wrong byte order.
        boolean version2 = bytes.u16(4) == 2;
        int minor = bytes.u16(6);
        // libpcap sf-pcap.c: before 2.3 the two lengths were the other way round, and some writers
        // of
        // 2.3 had not noticed the change.
        wireFirst = version2 && minor < 3;
        smallerFirst = version2 && minor == 3;
        // The upper half holds the length of a frame check sequence. It stays part of the frame: IP
        // lengths tell where the data ends.
        linkType = (int) bytes.u32(20) & 0xffff;
        headerRead = true;
        bytes.take(FILE_HEADER);
        return NO_FRAME;
    }
}
