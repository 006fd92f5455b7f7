package tcprt.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link FrameSource} owes whoever polls it. One subclass for each kind of source. */
abstract class FrameSourceContract {
    /** Frames in the capture under test; enough to fill a read buffer of 256 KiB several times. */
    static final int COUNT = 2000;

    /**
     * Opens the capture of {@link #COUNT} frames, made of {@link #frameBytes} and {@link #timeNs}.
     */
    abstract FrameSource open() throws IOException;

    /** Whether the source ends; one that follows a file does not. */
    boolean ends() {
        return true;
    }

    /** The bytes of frame {@code i}: lengths from 0 to 699, every frame different. */
    static byte[] frameBytes(int i) {
        byte[] bytes = new byte[i * 7 % 700];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (i + at * 31);
        }
        return bytes;
    }

    /** Time of frame {@code i}, in whole microseconds so that every format can tell it. */
    static long timeNs(int i) {
        return 1_700_000_000_000_000_000L + i * 1_000L;
    }

    @Test
    void handsOverEveryFrameOnceAndInOrder() throws IOException {
        Reading.Collector collector = new Reading.Collector();
        try (FrameSource source = open()) {
            pollToTheEnd(source, collector, 256);
        }

        assertEquals(expectedFrames(), collector.frames);
    }

    @Test
    void neverHandsOverMoreThanTheLimit() throws IOException {
        for (int limit : new int[] {1, 3, 256}) {
            Reading.Collector collector = new Reading.Collector();
            try (FrameSource source = open()) {
                pollToTheEnd(source, collector, limit);
            }
            assertEquals(expectedFrames(), collector.frames);
        }
    }

    @Test
    void staysAtTheEnd() throws IOException {
        Reading.Collector collector = new Reading.Collector();
        try (FrameSource source = open()) {
            pollToTheEnd(source, collector, 256);
            int last = ends() ? FrameSource.END_OF_CAPTURE : 0;
            assertEquals(last, source.poll(collector, 1));
            assertEquals(last, source.poll(collector, 1));
        }
        assertEquals(COUNT, collector.frames.size());
    }

    @Test
    void lendsBigEndianBytesThatAreAllInTheBuffer() throws IOException {
        try (FrameSource source = open()) {
            FrameHandler handler =
                    (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                        assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
                        assertTrue(offset >= 0 && captured >= 0 && wire >= captured);
                        // The buffer's limit must not stand in the way of absolute getters.
                        assertEquals(captured, sliceLength(buffer, offset, captured));
                        assertTrue(interfaceId >= 0);
                        assertEquals(1, linkType);
                    };
            pollToTheEnd(source, handler, 256);
        }
    }

    @Test
    void afterAHandlerThrewTheNextFrameFollows() throws IOException {
        Reading.Collector collector = new Reading.Collector();
        List<Long> refused = new ArrayList<>();
        FrameHandler handler =
                (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> {
                    if (timeNs == timeNs(5)) {
                        refused.add(timeNs);
                        throw new IllegalStateException("refused");
                    }
                    collector.onFrame(
                            timeNs, interfaceId, linkType, buffer, offset, captured, wire);
                };
        try (FrameSource source = open()) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    pollToTheEnd(source, handler, 256);
                } catch (IllegalStateException e) {
                    assertEquals(0, attempt);
                }
            }
        }
        assertEquals(1, refused.size());
        assertEquals(COUNT - 1, collector.frames.size());
    }

    @Test
    @SuppressWarnings("try")
    void canBeClosedTwiceAndBeforeTheEnd() throws IOException {
        try (FrameSource source = open()) {
            source.poll(new Reading.Collector(), 1);
            source.close();
        }
    }

    private void pollToTheEnd(FrameSource source, FrameHandler handler, int limit)
            throws IOException {
        while (true) {
            int count = source.poll(handler, limit);
            assertTrue(count <= limit, () -> count + " frames, the limit was " + limit);
            if (count == (ends() ? FrameSource.END_OF_CAPTURE : 0)) {
                return;
            }
        }
    }

    private static int sliceLength(ByteBuffer buffer, int offset, int length) {
        for (int i = 0; i < length; i++) {
            buffer.get(offset + i);
        }
        return length;
    }

    private static List<Reading.Frame> expectedFrames() {
        List<Reading.Frame> frames = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = frameBytes(i);
            frames.add(
                    new Reading.Frame(
                            timeNs(i), 0, 1, bytes.length, HexFormat.of().formatHex(bytes)));
        }
        return frames;
    }
}
