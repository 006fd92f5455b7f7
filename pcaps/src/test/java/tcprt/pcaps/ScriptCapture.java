package tcprt.pcaps;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script compiled to a capture: classic pcap, big-endian, nanoseconds, Ethernet. */
final class ScriptCapture {
    /** Nothing is cut off. */
    static final int WHOLE_FRAMES = 262_144;

    private static final int NANOSECOND_MAGIC = 0xA1B2_3C4D;

    private ScriptCapture() {}

    /** Writes the capture of one script, frames whole. */
    static void write(PacketScript script, Path file) throws IOException {
        write(List.of(script), file, WHOLE_FRAMES);
    }

    /**
     * Writes the captures of some scripts, one after the other, into one file.
     *
     * @param snapLength bytes kept of each frame, or {@link #WHOLE_FRAMES}
     */
    static void write(List<PacketScript> scripts, Path file, int snapLength) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(fileHeader(snapLength));
            for (PacketScript script : scripts) {
                writeFrames(out, script, snapLength);
            }
        }
    }

    private static void writeFrames(OutputStream out, PacketScript script, int snapLength)
            throws IOException {
        FrameEncoder encoder = new FrameEncoder();
        for (Step step : script.steps()) {
            if (step instanceof Step.Segment segment) {
                writeFrame(out, segment.timeNs(), encoder.encode(segment), snapLength);
            } else if (step instanceof Step.PassTime time) {
                writeFrame(out, time.timeNs(), FrameEncoder.bystander(), snapLength);
            }
        }
    }

    private static byte[] fileHeader(int snapLength) {
        ByteBuffer header = ByteBuffer.allocate(24);
        header.putInt(NANOSECOND_MAGIC).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(snapLength).putInt(FrameEncoder.LINK_TYPE);
        return header.array();
    }

    private static void writeFrame(OutputStream out, long timeNs, byte[] frame, int snapLength)
            throws IOException {
        int capturedLength = Math.min(frame.length, snapLength);
        ByteBuffer header = ByteBuffer.allocate(16);
        header.putInt((int) (timeNs / 1_000_000_000)).putInt((int) (timeNs % 1_000_000_000));
        header.putInt(capturedLength).putInt(frame.length);
        out.write(header.array());
        out.write(frame, 0, capturedLength);
    }
}
