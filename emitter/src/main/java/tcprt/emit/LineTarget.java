package tcprt.emit;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where lines go: a file, a stream, a relay buffer. Belongs to one thread.
 *
 * <p>Every {@link IOException} thrown here names the place in its message, so that a caller can
 * print it as it is.
 */
public interface LineTarget extends Closeable {
    /**
     * Takes one line. It may rest in a buffer until {@link #flush} or {@link #close}, but is never
     * split between two writes to the place itself.
     *
     * @param line lent for the duration of the call
     * @param length bytes of the line, its newline included
     * @throws IOException if this line, or one that rested, cannot be written
     */
    void write(byte[] line, int offset, int length) throws IOException;

    /**
     * Writes what rests in the buffer.
     *
     * @throws IOException if it cannot be written
     */
    void flush() throws IOException;

    /**
     * Flushes and lets go of the place. Closing again does nothing.
     *
     * @throws IOException if what rested in the buffer cannot be written; the place is let go of
     *     all the same
     */
    @Override
    void close() throws IOException;
}
