package tcprt.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything a source hands over, copied, and what it threw at the end. */
record Reading(List<Frame> frames, @Nullable IOException failure, long dropped) {
    /** One frame; bytes as hex so that a failure can be read. */
    record Frame(long timeNs, int interfaceId, int linkType, int wireLength, String bytes) {}

    /** Copies frames. */
    static final class Collector implements FrameHandler {
        final List<Frame> frames = new ArrayList<>();

        @Override
        public void onFrame(
                long timeNs,
                int interfaceId,
                int linkType,
                ByteBuffer buffer,
                int offset,
                int capturedLength,
                int wireLength) {
            byte[] bytes = new byte[capturedLength];
            buffer.get(offset, bytes);
            frames.add(
                    new Frame(
                            timeNs,
                            interfaceId,
                            linkType,
                            wireLength,
                            HexFormat.of().formatHex(bytes)));
        }
    }

    static Reading of(byte[] stream) {
        return of(new ByteArrayInputStream(stream), "-");
    }

    static Reading of(Path... paths) {
        return of(
                InputStream.nullInputStream(),
                Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
    }

    static Reading of(InputStream standardInput, String... names) {
        Collector collector = new Collector();
        try (CaptureSource source = Sources.open(List.of(names), false, standardInput)) {
            return drain(source, collector);
        } catch (IOException e) {
            return new Reading(collector.frames, e, 0);
        }
    }

    /** Polls to the end or the first exception. */
    static Reading drain(CaptureSource source, Collector collector) {
        try {
            while (source.poll(collector, 256) != FrameSource.END_OF_CAPTURE) {
                // on to the next frames
            }
            return new Reading(collector.frames, null, source.framesDroppedByCapture());
        } catch (IOException e) {
            return new Reading(collector.frames, e, source.framesDroppedByCapture());
        }
    }

    /** Frames of a reading that must have come to a regular end. */
    List<Frame> complete() {
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
        return frames;
    }

    List<Long> timesNs() {
        return frames.stream().map(Frame::timeNs).toList();
    }

    String message() {
        return failure == null ? "no failure" : String.valueOf(failure.getMessage());
    }
}
