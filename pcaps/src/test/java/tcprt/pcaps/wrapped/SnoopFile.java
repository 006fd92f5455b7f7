package tcprt.pcaps.wrapped;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the capture file of Solaris (RFC 1761). */
final class SnoopFile {
    private static final int VERSION = 2;
    private static final int ETHERNET = 4;
    private static final int RECORD_HEADER = 24;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private SnoopFile() {}

    /** The bytes of a file with frames of Ethernet, times cut to microseconds. */
    static byte[] of(List<Frame> frames) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("snoop\0\0\0".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(ByteBuffer.allocate(8).putInt(VERSION).putInt(ETHERNET).array());
        for (Frame frame : frames) {
            int length = frame.captured().length;
            int padding = -length & 3;
            ByteBuffer head = ByteBuffer.allocate(RECORD_HEADER);
            head.putInt(frame.wireLength()).putInt(length);
            head.putInt(RECORD_HEADER + length + padding).putInt(0);
            head.putInt((int) (frame.timeNs() / NS_PER_SECOND));
            head.putInt((int) (frame.timeNs() % NS_PER_SECOND / 1000));
            file.writeBytes(head.array());
            file.writeBytes(frame.captured());
            file.writeBytes(new byte[padding]);
        }
        return file.toByteArray();
    }
}
