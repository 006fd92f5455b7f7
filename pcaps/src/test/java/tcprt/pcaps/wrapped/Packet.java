package tcprt.pcaps.wrapped;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;

/**
 * An IP packet of a capture, without its Ethernet header.
 *
 * @param timeNs since 1970-01-01 UTC
 */
record Packet(long timeNs, Layer ip) {
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEADER = 14;
    private static final int POLLED_AT_ONCE = 256;

    /** All frames of a capture. */
    static List<Frame> frames(Path capture) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource source =
                Sources.open(List.of(capture.toString()), false, InputStream.nullInputStream())) {
            int polled;
            do {
                polled =
                        source.poll(
                                (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                                    byte[] bytes = new byte[captured];
                                    buffer.get(offset, bytes);
                                    frames.add(new Frame(timeNs, linkType, bytes, wire));
                                },
                                POLLED_AT_ONCE);
            } while (polled != FrameSource.END_OF_CAPTURE);
        }
        return frames;
    }

    /** All IP packets of frames that are plain Ethernet. */
    static List<Packet> of(List<Frame> frames) {
        List<Packet> packets = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.linkType() != ETHERNET) {
                throw new AssertionError("link type " + frame.linkType());
            }
            int etherType = ByteBuffer.wrap(frame.captured()).getShort(12) & 0xffff;
            if (etherType == Layer.IPV4 || etherType == Layer.IPV6) {
                byte[] ip =
                        Arrays.copyOfRange(
                                frame.captured(), ETHERNET_HEADER, frame.captured().length);
                packets.add(
                        new Packet(
                                frame.timeNs(),
                                new Layer(etherType, ip, frame.wireLength() - ETHERNET_HEADER)));
            }
        }
        return packets;
    }
}
