package tcprt.pcaps.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcprt.capture.CaptureSource;
import tcprt.capture.FrameSource;
import tcprt.capture.Sources;

/**
 * How far the times of the same frames are apart in two captures of one interface: each socket
 * stamps for itself.
 */
final class Stamps {
    private static final int FRAMES_PER_POLL = 256;

    private Stamps() {}

    /**
     * The largest difference.
     *
     * @return microseconds, rounded up
     * @throws AssertionError if a frame of {@code some} is not in {@code all}
     */
    static long apartMicros(Path some, Path all) throws IOException {
        Map<ByteBuffer, Deque<Long>> times = frames(all);
        long[] apartNs = {0};
        read(
                some,
                (bytes, timeNs) -> {
                    Deque<Long> of = times.get(bytes);
                    if (of == null || of.isEmpty()) {
                        throw new AssertionError("a frame of " + some + " is not in " + all);
                    }
                    apartNs[0] = Math.max(apartNs[0], Math.abs(of.remove() - timeNs));
                });
        return apartNs[0] / 1000 + 1;
    }

    private static Map<ByteBuffer, Deque<Long>> frames(Path capture) throws IOException {
        Map<ByteBuffer, Deque<Long>> times = new HashMap<>();
        read(
                capture,
                (bytes, timeNs) ->
                        times.computeIfAbsent(bytes, key -> new ArrayDeque<>()).add(timeNs));
        return times;
    }

    private interface Reader {
        void onFrame(ByteBuffer bytes, long timeNs);
    }

    private static void read(Path capture, Reader reader) throws IOException {
        try (CaptureSource source =
                Sources.open(
                        List.of(capture.toString()),
                        false,
                        InputStream.nullInputStream(),
                        pipe -> {})) {
            int polled = 0;
            while (polled != FrameSource.END_OF_CAPTURE) {
                polled =
                        source.poll(
                                (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                                    byte[] bytes = new byte[captured];
                                    buffer.get(offset, bytes);
                                    reader.onFrame(ByteBuffer.wrap(bytes), timeNs);
                                },
                                FRAMES_PER_POLL);
            }
        }
    }
}
