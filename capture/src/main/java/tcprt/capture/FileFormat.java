package tcprt.capture;

/**
 * A capture file format: finds frame after frame in a {@link ReadBuffer}.
 *
 * <p>One object reads one file and keeps what the file's headers said. It never reads by itself: it
 * says how many bytes it must see, and whoever called it gets them. So a file, a pipe and a file
 * that is still growing are the same to it.
 */
interface FileFormat {
    /** Returned by {@link #next}: a frame was found and its record taken from the buffer. */
    int FRAME = 0;

    /** Returned by {@link #next}: a record that is not a frame was taken from the buffer. */
    int NO_FRAME = -1;

    /**
     * Looks at the record at the start of the buffer.
     *
     * @param frame filled if the answer is {@link #FRAME}
     * @return {@link #FRAME}, {@link #NO_FRAME}, or how many bytes the buffer must hold before the
     *     record can be judged (more than it holds now; nothing has been taken then)
     * @throws MalformedException if the record cannot be what the format allows; nothing has been
     *     taken then
     */
    int next(ReadBuffer bytes, FoundFrame frame) throws MalformedException;

    /**
     * Names the record at the start of the buffer for a message.
     *
     * @param packet number it has if it is a packet, from 1
     */
    String describe(ReadBuffer bytes, long packet);

    /** As {@link CaptureSource#framesDroppedByCapture}. */
    default long framesDroppedByCapture() {
        return 0;
    }
}
