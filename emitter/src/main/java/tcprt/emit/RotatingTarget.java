package tcprt.emit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to for as long as the service runs, in large pieces of whole
 * lines. From time to time it is put aside: the last one is {@code name.1}, the one before {@code
 * name.2}.
 *
 * <p>Somebody else may put it aside as well. If its name is gone, or names another file, when lines
 * are written, a new one is begun there. The name is looked at once in a second, so lines of that
 * second may still go to the old file; {@link #reopen} begins the new one at once. If it was
 * emptied, as logrotate's {@code copytruncate} does, lines go on at its beginning.
 *
 * <p>A full disk does not end the service: lines that cannot be written are lost, counted and said,
 * and the next piece is tried again. No line is ever in the file in part.
 */
public final class RotatingTarget implements LineTarget {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MILLIS_PER_SECOND = 1000;

    private final Path path;
    private final Rotation rotation;
    private final NumberedFiles numbered;
    private final InstantSource clock;
    private final Consumer<String> notices;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long bufferedLines;

    /** Null only after it could not be opened again. */
    private @Nullable FileChannel channel;

    /** Device and inode of the open file. */
    private @Nullable Object fileKey;

    /** The second in which the name was last looked at, since 1970-01-01 UTC. */
    private long lookedS;

    private long lengthBytes;

    /** When the first line that is in the file was written, seconds since 1970-01-01 UTC. */
    private long beganS;

    private String problem = "";
    private boolean closed;
    private final AtomicLong lostLines = new AtomicLong();

    /**
     * Opens a file, continuing one that exists.
     *
     * @param clock tells when an interval ends, and when to look at the name again
     * @param notices is told, in a complete sentence, when lines begin to be lost and when that is
     *     over
     * @throws IOException if the file cannot be opened; the message names it
     */
    public RotatingTarget(
            Path path, Rotation rotation, InstantSource clock, Consumer<String> notices)
            throws IOException {
        this.path = path;
        this.rotation = rotation;
        this.numbered = new NumberedFiles(path, rotation.keep());
        this.clock = clock;
        this.notices = notices;
        open();
    }

    private void open() throws IOException {
        try {
            FileChannel opened =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            channel = opened;
            fileKey = key();
            lookedS = nowS();
            lengthBytes = opened.size();
            beganS =
                    lengthBytes == 0
                            ? nowS()
                            : Files.getLastModifiedTime(path).toInstant().getEpochSecond();
        } catch (IOException e) {
            throw new IOException(path + ": cannot be opened for writing: " + reason(e), e);
        }
    }

    /** Which file the name means now; null if none. */
    private @Nullable Object key() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private long nowS() {
        return Math.floorDiv(clock.millis(), MILLIS_PER_SECOND);
    }

    /** Takes one line. It rests until {@link #flush}, or until a large piece of lines is there. */
    @Override
    public void write(byte[] line, int offset, int length) {
        if (length > buffer.remaining()) {
            writePiece();
        }
        if (closed || length > BUFFER_BYTES) {
            lostLines.incrementAndGet();
            return;
        }
        buffer.put(line, offset, length);
        bufferedLines++;
    }

    /** Writes what rests, and puts the file aside if its interval is over. Never fails. */
    @Override
    public void flush() {
        if (!closed) {
            writePiece();
            rotateIfDue(0);
        }
    }

    /**
     * Writes what rests and opens the file again by its name. Whoever has put it aside before knows
     * then that nothing is added to it any more.
     */
    public void reopen() {
        if (!closed) {
            writePiece();
            openAgain();
        }
    }

    private void writePiece() {
        int length = buffer.position();
        if (length == 0) {
            return;
        }
        followTheName(nowS() != lookedS); // every look leaves garbage
        rotateIfDue(length);
        buffer.flip();
        FileChannel open = channel;
        if (open == null) {
            lostLines.addAndGet(bufferedLines);
        } else {
            append(open);
        }
        buffer.clear();
        bufferedLines = 0;
    }

    private void append(FileChannel open) {
        if (lengthBytes == 0) {
            beganS = nowS();
        }
        try {
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
            lengthBytes = open.size();
            sayThatItIsOver();
        } catch (IOException e) {
            lostLines.addAndGet(bufferedLines);
            say(path + ": cannot be written: " + reason(e) + "; lines are lost until it can");
            takeBack(open);
        }
    }

    /** No line stays there in part. */
    private void takeBack(FileChannel open) {
        try {
            open.truncate(lengthBytes);
        } catch (IOException e) {
            say(path + ": cannot be cut back to whole lines: " + reason(e));
        }
    }

    /**
     * Begins a new file if the name does not mean the open one any more.
     *
     * @param look whether to look at the name; otherwise only at the file
     */
    private void followTheName(boolean look) {
        FileChannel open = channel;
        try {
            if (open != null && !(look && meansAnother())) {
                lengthBytes = open.size(); // shorter if somebody emptied it
                return;
            }
        } catch (IOException e) {
            say(path + ": cannot be looked at: " + reason(e));
        }
        openAgain();
    }

    private boolean meansAnother() throws IOException {
        lookedS = nowS();
        return fileKey == null || !fileKey.equals(key());
    }

    private void openAgain() {
        FileChannel open = channel;
        channel = null;
        lengthBytes = 0;
        try {
            if (open != null) {
                open.close();
            }
            open();
        } catch (IOException e) {
            say(e.getMessage() + "; lines are lost until it can");
        }
    }

    private boolean isDue(int moreBytes) {
        return lengthBytes > 0
                && (rotation.isFull(lengthBytes + moreBytes) || rotation.separates(beganS, nowS()));
    }

    private void rotateIfDue(int moreBytes) {
        if (isDue(moreBytes)) {
            followTheName(true); // somebody else may have been quicker
        }
        if (isDue(moreBytes)) {
            rotate();
        }
    }

    /** If it cannot be put aside, it goes on growing. */
    private void rotate() {
        try {
            numbered.putAside();
        } catch (IOException e) {
            say(path + ": cannot be put aside: " + reason(e) + "; it goes on growing");
            beganS = nowS();
            return;
        }
        openAgain();
    }

    private void say(String sentence) {
        if (!sentence.equals(problem)) {
            problem = sentence;
            notices.accept(sentence);
        }
    }

    private void sayThatItIsOver() {
        if (!problem.isEmpty()) {
            problem = "";
            notices.accept(path + ": is written again; " + lostLines + " lines were lost so far");
        }
    }

    /** Lines that could not be written. Any thread may ask. */
    public long lostLines() {
        return lostLines.get();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        writePiece();
        closed = true;
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
        if (!problem.isEmpty()) {
            throw new IOException(problem);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
