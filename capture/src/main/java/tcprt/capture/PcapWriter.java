package tcprt.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes frames into pcap files with nanoseconds (draft-ietf-opsawg-pcap), one after the other as
 * they get full. Nothing is allocated per frame.
 *
 * <p>A file that exists is left alone: of {@code NAME}, {@code NAME.1}, {@code NAME.2} and so on,
 * the first that is free is begun. All of them together are one capture to whoever reads them.
 */
public final class PcapWriter implements FrameHandler, Closeable {
    /** pcap with nanoseconds; written big-endian. */
    private static final int MAGIC_NANOS = 0xa1b23c4d;

    private static final int VERSION_2_4 = 2 << 16 | 4;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int FRAME_HEADER_LENGTH = 16;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Path path;
    private final int linkType;
    private final int snapLength;
    private final long fullBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private Path file;
    private FileChannel channel;
    private int number;
    private long bytes;

    /**
     * Begins the first file.
     *
     * @param path of the first file; its directory has to be there
     * @param linkType what every frame begins with, a LINKTYPE_ value
     * @param snapLength the most bytes a frame may have
     * @param fullBytes past which size the next file is begun
     * @throws IOException if the file cannot be written; the message names it
     */
    public PcapWriter(Path path, int linkType, int snapLength, long fullBytes) throws IOException {
        this.path = path;
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.fullBytes = fullBytes;
        this.file = path;
        this.channel = openFree();
        putFileHeader();
    }

    /** Opens the first file that does not exist. */
    private FileChannel openFree() throws IOException {
        while (true) {
            file = number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
            number++;
            try {
                return FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                // The next number, then.
            } catch (IOException e) {
                throw new IOException(file + ": cannot be written: " + reason(e), e);
            }
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(e.getMessage());
    }

    private void putFileHeader() {
        bytes = FILE_HEADER_LENGTH;
        buffer.putInt(MAGIC_NANOS)
                .putInt(VERSION_2_4)
                .putInt(0) // time zone
                .putInt(0) // accuracy
                .putInt(snapLength)
                .putInt(linkType);
    }

    /**
     * Writes one frame; its interface is not told apart.
     *
     * @throws UncheckedIOException if a file cannot be written; its cause names it
     */
    @Override
    public void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer frame,
            int offset,
            int capturedLength,
            int wireLength) {
        try {
            int length = FRAME_HEADER_LENGTH + capturedLength;
            if (bytes > FILE_HEADER_LENGTH && bytes + length > fullBytes) {
                next();
            }
            if (length > buffer.remaining()) {
                flush();
            }
            bytes += length;
            buffer.putInt((int) Math.floorDiv(timeNs, NS_PER_SECOND))
                    .putInt((int) Math.floorMod(timeNs, NS_PER_SECOND))
                    .putInt(capturedLength)
                    .putInt(wireLength);
            putBytes(frame, offset, capturedLength);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void putBytes(ByteBuffer frame, int offset, int length) throws IOException {
        int put = 0;
        while (put < length) {
            int piece = Math.min(length - put, buffer.remaining());
            buffer.put(buffer.position(), frame, offset + put, piece);
            buffer.position(buffer.position() + piece);
            put += piece;
            if (put < length) {
                flush(); // a frame larger than the buffer
            }
        }
    }

    private void next() throws IOException {
        close();
        channel = openFree();
        putFileHeader();
    }

    /**
     * Writes what rests in the buffer.
     *
     * @throws IOException if it cannot be written; the message names the file
     */
    public void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        } finally {
            buffer.clear(); // even if this fails: half of it may have been written
        }
    }

    @Override
    @SuppressWarnings("try") // the resource is there to be closed, not to be used
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (FileChannel closing = channel) {
                flush();
            }
        }
    }
}
