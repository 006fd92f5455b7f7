package tcprt.pcaps.wrapped;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classic capture file in one of its variants.
 *
 * @param magic what it begins with
 * @param unitNs nanoseconds in the unit of the second half of its times
 */
record PcapFile(ByteOrder order, int magic, long unitNs) {
    static final int MICROSECONDS = 0xa1b2c3d4;
    static final int NANOSECONDS = 0xa1b23c4d;

    /** With eight bytes more before each packet, once a patch of libpcap. */
    static final int MODIFIED = 0xa1b2cd34;

    private static final int SNAP_LENGTH = 262144;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** What is written where it does not matter. */
    static final PcapFile USUAL = new PcapFile(ByteOrder.LITTLE_ENDIAN, NANOSECONDS, 1);

    /** The bytes of a file with frames of one link type. */
    byte[] of(List<Frame> frames) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(magic).putShort((short) 2).putShort((short) 4);
        header.putInt(16, SNAP_LENGTH).putInt(20, frames.get(0).linkType());
        file.writeBytes(header.array());
        for (Frame frame : frames) {
            ByteBuffer head = ByteBuffer.allocate(magic == MODIFIED ? 24 : 16).order(order);
            head.putInt((int) (frame.timeNs() / NS_PER_SECOND));
            head.putInt((int) (frame.timeNs() % NS_PER_SECOND / unitNs));
            head.putInt(frame.captured().length).putInt(frame.wireLength());
            file.writeBytes(head.array());
            file.writeBytes(frame.captured());
        }
        return file.toByteArray();
    }

    static void write(List<Frame> frames, Path capture) throws IOException {
        Files.write(capture, USUAL.of(frames));
    }
}
