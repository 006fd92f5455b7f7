package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source whose frames are also written to a file, in the order in which they are handed over. */
public final class RecordingSource implements FrameSource {
    private final FrameSource source;
    private final PcapWriter writer;
    private final FrameHandler both = this::onFrame;
    private FrameHandler handler = RecordingSource::nobody;

    /**
     * Joins the two.
     *
     * @param source owned from here on
     * @param writer owned from here on
     */
    public RecordingSource(FrameSource source, PcapWriter writer) {
        this.source = source;
        this.writer = writer;
    }

    @Override
    public int poll(FrameHandler handler, int frameLimit) throws IOException {
        this.handler = handler;
        int polled = source.poll(both, frameLimit);
        if (polled <= 0) {
            writer.flush();
        }
        return polled;
    }

    private void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        writer.onFrame(timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
        handler.onFrame(timeNs, interfaceId, linkType, buffer, offset, capturedLength, wireLength);
    }

    private static void nobody(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {}

    @Override
    public void awaitFrames(int timeoutMs) {
        source.awaitFrames(timeoutMs);
    }

    @Override
    public void close() throws IOException {
        try (writer) {
            source.close();
        }
    }
}
