package tcprt.capture;

import java.nio.ByteBuffer;

/** Receives frames, one call each, on the thread that polls. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * Takes one frame. The bytes are lent: they may be overwritten as soon as this method returns.
     *
     * @param timeNs capture time, nanoseconds since 1970-01-01 UTC; whatever the capture says, so
     *     it may be negative, absurd, or before that of the frame before
     * @param interfaceId number of the interface within the capture, from 0
     * @param linkType what the frame begins with, a LINKTYPE_ value of the tcpdump registry (1 =
     *     Ethernet), or -1 if the capture's own number for it has none
     * @param buffer big-endian; read with absolute getters only, position and limit mean nothing
     *     here
     * @param offset index of the frame's first byte in {@code buffer}
     * @param capturedLength bytes of the frame that are present, at least 0
     * @param wireLength bytes of the frame as it was on the wire, at least {@code capturedLength};
     *     more after a snap length
     */
    void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength);
}
