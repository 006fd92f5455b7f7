package tcprt.capture;

import java.io.Closeable;
import java.io.IOException;

/**
 * A place frames come from. Starts no thread, is polled by exactly one, knows nothing about TCP.
 */
public interface FrameSource extends Closeable {
    /** Returned by {@link #poll} once the last frame has been delivered. */
    int END_OF_CAPTURE = -1;

    /** How often a source is asked that cannot tell when frames come, milliseconds. */
    int LOOK_AGAIN_MS = 20;

    /**
     * Hands over the frames that are ready, at most {@code frameLimit}, and returns without waiting
     * for more.
     *
     * @param handler called once per frame on this thread; the bytes are lent and may be
     *     overwritten when it returns
     * @param frameLimit at least 1
     * @return frames handed over, 0 if none is ready yet, or {@link #END_OF_CAPTURE}
     * @throws IOException if the capture cannot be read; the message names the source and, for a
     *     file, the offset
     */
    int poll(FrameHandler handler, int frameLimit) throws IOException;

    /**
     * Waits until frames may be ready, after {@link #poll} has returned 0. May return early.
     *
     * <p>A source that cannot tell looks again after {@link #LOOK_AGAIN_MS}.
     *
     * @param timeoutMs the longest it may take, at least 1
     */
    default void awaitFrames(int timeoutMs) {
        try {
            Thread.sleep(Math.min(timeoutMs, LOOK_AGAIN_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
