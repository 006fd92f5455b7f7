package tcprt.emit;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file or a stream, written in large pieces of whole lines: whoever follows a growing file never
 * reads half a line, unless the system itself writes only part of a piece.
 */
public final class StreamTarget implements LineTarget {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private boolean closed;

    /**
     * Writes to a stream.
     *
     * @param name what to call the stream in messages
     * @param out without a buffer of its own; owned from here on
     */
    public StreamTarget(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /**
     * Writes to a file.
     *
     * @param options as for {@link Files#newOutputStream}: {@code CREATE, APPEND} to continue a
     *     file, {@code CREATE_NEW} to refuse one that exists
     * @throws IOException if the file cannot be opened; the message names it
     */
    public static StreamTarget file(Path path, OpenOption... options) throws IOException {
        try {
            return new StreamTarget(path.toString(), Files.newOutputStream(path, options));
        } catch (IOException e) {
            throw new IOException(path + ": cannot be opened for writing: " + reason(e), e);
        }
    }

    /**
     * Writes to standard output itself; {@link System#out} would swallow every error. {@link
     * #close} closes it for the whole process.
     */
    public static StreamTarget standardOutput() {
        return new StreamTarget("standard output", new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(byte[] line, int offset, int length) throws IOException {
        if (length > BUFFER_BYTES - buffered) {
            flush();
            if (length > BUFFER_BYTES) {
                writeThrough(line, offset, length);
                return;
            }
        }
        System.arraycopy(line, offset, buffer, buffered, length);
        buffered += length;
    }

    @Override
    public void flush() throws IOException {
        if (buffered > 0) {
            int length = buffered;
            buffered = 0; // even if this fails: half of it may have been written
            writeThrough(buffer, 0, length);
        }
    }

    private void writeThrough(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw named(e);
        }
    }

    @Override
    @SuppressWarnings("try") // the resource is there to be closed, not to be used
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (Closeable closing = this::closeStream) {
            flush();
        }
    }

    private void closeStream() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw named(e);
        }
    }

    /**
     * The JDK has no type for EPIPE, only the system's text. In a language that translates it the
     * text is shown instead of the quiet end.
     */
    private IOException named(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.toLowerCase(Locale.ROOT).contains("broken pipe")) {
            return new BrokenPipeException(name + ": nobody reads it any more", e);
        }
        return new IOException(name + ": cannot be written: " + text, e);
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it exists";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }
}
