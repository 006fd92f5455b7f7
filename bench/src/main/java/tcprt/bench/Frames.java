package tcprt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tcprt.capture.FrameHandler;

/** Ethernet frames in memory, one behind the other as in a read buffer, with their times. */
final class Frames {
    /** LINKTYPE_ETHERNET. */
    static final int ETHERNET = 1;

    private static final int MAX_FRAME = 1514;
    private static final int PCAP_HEADER = 24;
    private static final int PCAP_RECORD_HEADER = 16;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16); // direct, as when it was read
    private int[] offsets = new int[1024];
    private long[] timesNs = new long[1024];
    private int count;

    /**
     * Begins a frame at the end of the list.
     *
     * @return to be filled from its position on
     */
    ByteBuffer begin(long timeNs) {
        if (buffer.remaining() < MAX_FRAME) {
            buffer = ByteBuffer.allocateDirect(2 * buffer.capacity()).put(buffer.flip());
        }
        if (count + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            timesNs = Arrays.copyOf(timesNs, 2 * timesNs.length);
        }
        timesNs[count] = timeNs;
        return buffer;
    }

    /** Ends the frame at the buffer's position. */
    void end() {
        offsets[++count] = buffer.position();
    }

    int count() {
        return count;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** From one frame to the last, nanoseconds. */
    long durationNs(int from) {
        return timesNs[count - 1] - timesNs[from];
    }

    /**
     * Hands frames over as a source would.
     *
     * @param from index of the first frame
     * @param to index after the last frame
     * @param laterNs added to every frame's time
     */
    void replay(FrameHandler handler, int from, int to, long laterNs) {
        for (int i = from; i < to; i++) {
            int length = length(i);
            handler.onFrame(timesNs[i] + laterNs, 0, ETHERNET, buffer, offsets[i], length, length);
        }
    }

    /** Writes a pcap file with nanosecond stamps, little-endian. */
    void writePcap(Path file) throws IOException {
        ByteBuffer out =
                ByteBuffer.allocate(PCAP_HEADER + count * PCAP_RECORD_HEADER + offsets[count])
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b23c4d).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(262_144).putInt(ETHERNET);
        for (int i = 0; i < count; i++) {
            out.putInt((int) (timesNs[i] / NS_PER_SECOND));
            out.putInt((int) (timesNs[i] % NS_PER_SECOND));
            out.putInt(length(i)).putInt(length(i));
            out.put(out.position(), buffer, offsets[i], length(i));
            out.position(out.position() + length(i));
        }
        Files.write(file, out.array());
    }
}
