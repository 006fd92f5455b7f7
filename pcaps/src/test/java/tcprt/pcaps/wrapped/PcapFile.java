package tcprt.pcaps.wrapped;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes frames of one link type as a classic little-endian capture with nanoseconds. */
final class PcapFile {
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int SNAP_LENGTH = 262144;

    private PcapFile() {}

    static void write(List<Frame> frames, Path capture) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(NANOSECONDS).putShort((short) 2).putShort((short) 4);
        header.putInt(16, SNAP_LENGTH).putInt(20, frames.get(0).linkType());
        file.writeBytes(header.array());
        for (Frame frame : frames) {
            ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt((int) (frame.timeNs() / 1_000_000_000));
            head.putInt((int) (frame.timeNs() % 1_000_000_000));
            head.putInt(frame.captured().length).putInt(frame.wireLength());
            file.writeBytes(head.array());
            file.writeBytes(frame.captured());
        }
        Files.write(capture, file.toByteArray());
    }
}
