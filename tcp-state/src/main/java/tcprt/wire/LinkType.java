package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * What the frames of a capture begin with, by the numbers of the tcpdump registry (LINKTYPE_). To
 * add a link layer, write its {@link LinkView} and name it in {@link #viewOf}.
 */
final class LinkType {
    static final int BSD_NULL = 0;
    static final int ETHERNET = 1;

    /** Raw IP as some systems' DLT_RAW numbers it in files that do not follow the registry. */
    static final int RAW_DLT = 12;

    static final int RAW_DLT_OPENBSD = 14;
    static final int RAW = 101;
    static final int BSD_LOOP = 108;
    static final int LINUX_SLL = 113;
    static final int RAW_IPV4 = 228;
    static final int RAW_IPV6 = 229;
    static final int LINUX_SLL2 = 276;

    private final LinkView ethernet = new EthernetView();
    private final LinkView linuxSll = new LinuxSllView();
    private final LinkView linuxSll2 = new LinuxSll2View();
    private final LinkView bsdLoopback = new BsdLoopbackView();
    private final LinkView rawIp = new RawIpView();
    private final LinkView unknown = new Unknown();

    /** The view for a link type; for a number nobody has written a view for, one that says so. */
    LinkView viewOf(int linkType) {
        return switch (linkType) {
            case ETHERNET -> ethernet;
            case LINUX_SLL -> linuxSll;
            case LINUX_SLL2 -> linuxSll2;
            case BSD_NULL, BSD_LOOP -> bsdLoopback;
            case RAW, RAW_IPV4, RAW_IPV6, RAW_DLT, RAW_DLT_OPENBSD -> rawIp;
            default -> unknown;
        };
    }

    private static final class Unknown implements LinkView {
        @Override
        public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
            return Defect.LINK_TYPE_UNKNOWN;
        }

        @Override
        public int etherType() {
            return EtherType.OTHER;
        }

        @Override
        public int payloadOffset() {
            return 0;
        }
    }
}
