package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * The header of a BSD loopback capture seen in place: four bytes that hold an address family.
 *
 * <p>LINKTYPE_NULL has it in the byte order of the machine that captured, LINKTYPE_LOOP in network
 * order. A family is a small number, so the order shows and both are read alike.
 */
final class BsdLoopbackView implements LinkView {
    private static final int HEADER_LENGTH = 4;

    private static final int AF_INET = 2;

    // AF_INET6 has a number of its own on each system.
    private static final int AF_INET6_NETBSD_OPENBSD = 24;
    private static final int AF_INET6_FREEBSD = 28;
    private static final int AF_INET6_DARWIN = 30;

    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.FRAME_TRUNCATED;
        }
        int family = buffer.getInt(offset);
        if (family >>> 16 != 0) {
            family = Integer.reverseBytes(family);
        }
        etherType =
                switch (family) {
                    case AF_INET -> EtherType.IPV4;
                    case AF_INET6_NETBSD_OPENBSD, AF_INET6_FREEBSD, AF_INET6_DARWIN ->
                            EtherType.IPV6;
                    default -> EtherType.OTHER;
                };
        payloadOffset = offset + HEADER_LENGTH;
        return Defect.NONE;
    }

    @Override
    public int etherType() {
        return etherType;
    }

    @Override
    public int payloadOffset() {
        return payloadOffset;
    }
}
