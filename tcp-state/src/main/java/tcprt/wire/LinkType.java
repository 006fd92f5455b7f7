package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * What the frames of a capture begin with, by the numbers of the tcpdump registry (LINKTYPE_). To
 * add a link layer, write its {@link LinkView} and name it in {@link #viewOf}.
 */
final class LinkType {
    static final int BSD_NULL = 0;
    static final int ETHERNET = 1;

    static final int PPP = 9;

    /** Raw IP as some systems' DLT_RAW numbers it in files that do not follow the registry. */
    static final int RAW_DLT = 12;

    static final int RAW_DLT_OPENBSD = 14;

    /** PPP, or Cisco HDLC, on a serial line; {@link PppView} tells them apart. */
    static final int PPP_HDLC = 50;

    /** PPPoE sessions without the Ethernet header. */
    static final int PPP_ETHER = 51;

    static final int RAW = 101;
    static final int CISCO_HDLC = 104;
    static final int IEEE802_11 = 105;
    static final int BSD_LOOP = 108;
    static final int LINUX_SLL = 113;
    static final int IEEE802_11_PRISM = 119;
    static final int IEEE802_11_RADIOTAP = 127;
    static final int IEEE802_11_AVS = 163;
    static final int PPP_WITH_DIRECTION = 204;
    static final int RAW_IPV4 = 228;
    static final int RAW_IPV6 = 229;
    static final int LINUX_SLL2 = 276;

    private final LinkView ethernet = new EthernetView();
    private final LinkView linuxSll = new LinuxSllView();
    private final LinkView linuxSll2 = new LinuxSll2View();
    private final LinkView bsdLoopback = new BsdLoopbackView();
    private final LinkView rawIp = new RawIpView();
    private final LinkView ppp = new PppView();
    private final LinkView pppWithDirection = new PppWithDirection();
    private final LinkView pppoe = new PppoeView();
    private final LinkView wireless = new Unsupported(Defect.WIRELESS);
    private final LinkView unknown = new Unsupported(Defect.LINK_TYPE_UNKNOWN);

    /** The view for a link type; for a number nobody has written a view for, one that says so. */
    LinkView viewOf(int linkType) {
        return switch (linkType) {
            case ETHERNET -> ethernet;
            case LINUX_SLL -> linuxSll;
            case LINUX_SLL2 -> linuxSll2;
            case BSD_NULL, BSD_LOOP -> bsdLoopback;
            case RAW, RAW_IPV4, RAW_IPV6, RAW_DLT, RAW_DLT_OPENBSD -> rawIp;
            case PPP, PPP_HDLC, CISCO_HDLC -> ppp;
            case PPP_WITH_DIRECTION -> pppWithDirection;
            case PPP_ETHER -> pppoe;
            case IEEE802_11, IEEE802_11_PRISM, IEEE802_11_RADIOTAP, IEEE802_11_AVS -> wireless;
            default -> unknown;
        };
    }

    /** One byte says who sent the PPP frame behind it. */
    private static final class PppWithDirection implements LinkView {
        private int payloadOffset;

        @Override
        public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
            payloadOffset = offset + 1;
            return capturedLength < 1 ? Defect.FRAME_TRUNCATED : Defect.NONE;
        }

        @Override
        public int etherType() {
            return EtherType.PPP;
        }

        @Override
        public int payloadOffset() {
            return payloadOffset;
        }
    }

    private static final class Unsupported implements LinkView {
        private final Defect answer;

        Unsupported(Defect answer) {
            this.answer = answer;
        }

        @Override
        public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
            return answer;
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
