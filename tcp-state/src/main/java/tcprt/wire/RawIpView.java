package tcprt.wire;

import java.nio.ByteBuffer;

/**
 * No link layer at all: the frame begins with an IP header, whose version tells which (LINKTYPE_RAW
 * and its relatives; LINKTYPE_IPV4 and LINKTYPE_IPV6 are believed no more than the header is).
 */
final class RawIpView implements LinkView {
    private int etherType;
    private int payloadOffset;

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < 1) {
            return Defect.FRAME_TRUNCATED;
        }
        etherType = EtherType.ofIpVersion(buffer.get(offset));
        payloadOffset = offset;
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
