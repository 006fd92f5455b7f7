package tcprt.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.capture.CaptureSource;
import tcprt.capture.FrameHandler;

/** A capture in memory. Every frame is lent from one buffer, which is spoilt before the next. */
final class ListSource implements CaptureSource {
    private final List<Frames.Frame> frames;
    private final @Nullable IOException end;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private int next;

    ListSource(List<Frames.Frame> frames) {
        this(frames, null);
    }

    /**
     * Makes a source.
     *
     * @param end thrown behind the last frame; null for an ordinary end
     */
    ListSource(List<Frames.Frame> frames, @Nullable IOException end) {
        this.frames = frames;
        this.end = end;
    }

    @Override
    public int poll(FrameHandler handler, int frameLimit) throws IOException {
        if (next == frames.size()) {
            if (end != null) {
                throw end;
            }
            return END_OF_CAPTURE;
        }
        int polled = 0;
        while (polled < frameLimit && next < frames.size()) {
            Frames.Frame frame = frames.get(next++);
            int offset = next % 7;
            buffer.put(offset, frame.bytes());
            handler.onFrame(
                    frame.timeNs(),
                    0,
                    Frames.ETHERNET,
                    buffer,
                    offset,
                    frame.bytes().length,
                    frame.bytes().length);
            buffer.put(offset, new byte[frame.bytes().length]);
            polled++;
        }
        return polled;
    }

    @Override
    public long bytesRead() {
        return next;
    }

    @Override
    public long bytesTotal() {
        return frames.size();
    }

    @Override
    public long framesDroppedByCapture() {
        return 0;
    }

    @Override
    public void close() {}
}
