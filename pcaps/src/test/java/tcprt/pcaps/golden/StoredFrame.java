package tcprt.pcaps.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;

/** A frame taken out of a capture, to be changed and put into another one. */
final class StoredFrame {
    private static final int PCAP_NANOSECONDS = 0xa1b23c4d;
    private static final int SNAP_LENGTH = 262144;
    private static final int POLLED_AT_ONCE = 256;

    private final long timeNs;
    private final int linkType;
    private final byte[] bytes;
    private final int wireLength;

    /**
     * Keeps a frame.
     *
     * @param timeNs since 1970-01-01 UTC
     * @param linkType of the tcpdump registry
     * @param bytes as captured; owned from here on
     * @param wireLength at least as many
     */
    StoredFrame(long timeNs, int linkType, byte[] bytes, int wireLength) {
        this.timeNs = timeNs;
        this.linkType = linkType;
        this.bytes = bytes;
        this.wireLength = wireLength;
    }

    /** All frames of a capture in any format the command reads. */
    static List<StoredFrame> read(Path capture) throws IOException {
        List<StoredFrame> frames = new ArrayList<>();
        try (FrameSource source =
                Sources.open(List.of(capture.toString()), false, InputStream.nullInputStream())) {
            int polled;
            do {
                polled =
                        source.poll(
                                (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                                    byte[] bytes = new byte[captured];
                                    buffer.get(offset, bytes);
                                    frames.add(new StoredFrame(timeNs, linkType, bytes, wire));
                                },
                                POLLED_AT_ONCE);
            } while (polled != FrameSource.END_OF_CAPTURE);
        }
        return frames;
    }

    /** Writes frames of one link type as a classic little-endian capture with nanoseconds. */
    static void write(List<StoredFrame> frames, Path capture) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(PCAP_NANOSECONDS).putShort((short) 2).putShort((short) 4);
        header.putInt(16, SNAP_LENGTH).putInt(20, frames.get(0).linkType);
        file.writeBytes(header.array());
        for (StoredFrame frame : frames) {
            if (frame.linkType != frames.get(0).linkType) {
                throw new AssertionError("frames of two link types do not fit into one pcap");
            }
            ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt((int) (frame.timeNs / 1_000_000_000));
            head.putInt((int) (frame.timeNs % 1_000_000_000));
            head.putInt(frame.bytes.length).putInt(frame.wireLength);
            file.writeBytes(head.array());
            file.writeBytes(frame.bytes);
        }
        Files.write(capture, file.toByteArray());
    }

    /** Capture time, nanoseconds since 1970-01-01 UTC. */
    long timeNs() {
        return timeNs;
    }

    int linkType() {
        return linkType;
    }

    int wireLength() {
        return wireLength;
    }

    /** The captured bytes; a copy, to be changed and given to {@link #with}. */
    byte[] copy() {
        return bytes.clone();
    }

    /** The same frame at another time. */
    StoredFrame at(long otherTimeNs) {
        return new StoredFrame(otherTimeNs, linkType, bytes, wireLength);
    }

    /** The same frame with other bytes, owned by it from here on. */
    StoredFrame with(byte[] otherBytes) {
        return new StoredFrame(timeNs, linkType, otherBytes, wireLength);
    }

    /** The same frame as a capture with a snap length would hold it. */
    StoredFrame cutTo(int snapLength) {
        return new StoredFrame(
                timeNs,
                linkType,
                Arrays.copyOf(bytes, Math.min(bytes.length, snapLength)),
                wireLength);
    }
}
