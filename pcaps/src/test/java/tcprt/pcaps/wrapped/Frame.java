package tcprt.pcaps.wrapped;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;

/** A frame of a capture. */
final class Frame {
    private static final int POLLED_AT_ONCE = 256;

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

    /** All frames of a capture. */
    static List<Frame> read(Path capture) throws IOException {
        return read(List.of(capture.toString()), InputStream.nullInputStream());
    }

    /** All frames of several captures as one; {@code -} is the stream. */
    static List<Frame> read(List<String> names, InputStream standardInput) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource source = Sources.open(names, false, standardInput)) {
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

    /** The same frame at another time. */
    Frame at(long newTimeNs) {
        return new Frame(newTimeNs, linkType, captured, wireLength);
    }
}
