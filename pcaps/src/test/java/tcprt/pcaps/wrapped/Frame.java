package tcprt.pcaps.wrapped;

import java.util.Arrays;

/** A frame of a capture. */
final class Frame {
    private final long timeNs;
    private final int linkType;
    private final byte[] captured;
    private final int wireLength;

    /**
     * Keeps a frame.
     *
     * @param timeNs since 1970-01-01 UTC
     * @param linkType of the tcpdump registry
     * @param captured owned from here on
     */
    Frame(long timeNs, int linkType, byte[] captured, int wireLength) {
        this.timeNs = timeNs;
        this.linkType = linkType;
        this.captured = captured;
        this.wireLength = wireLength;
    }

    long timeNs() {
        return timeNs;
    }

    int linkType() {
        return linkType;
    }

    /** Not to be changed. */
    byte[] captured() {
        return captured;
    }

    int wireLength() {
        return wireLength;
    }

    /** The same frame as a capture with a snap length would hold it. */
    Frame cutTo(int snapLength) {
        int length = Math.min(snapLength, captured.length);
        return new Frame(timeNs, linkType, Arrays.copyOf(captured, length), wireLength);
    }
}
