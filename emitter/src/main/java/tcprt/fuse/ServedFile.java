package tcprt.fuse;

import java.io.IOException;

/**
 * A file of a {@link MountedDirectory}. Several threads may call at once, one for every program
 * that reads or writes; none of them may be made to wait for another one's reader.
 */
public interface ServedFile {
    /** Who may do what, as {@code chmod} writes it: 0400 is reading, by the owner and by root. */
    int permissions();

    /** What {@code ls -l} shows as the file's size; more or less than this may be readable. */
    long sizeBytes();

    /**
     * Makes the bytes of one read(2).
     *
     * @param offset how far the reader has come in this file since it opened it, in bytes
     * @param limit at most this many bytes are wanted, at least 1
     * @return bytes placed at the beginning of {@code target}; 0 ends the file for this reader
     */
    int read(byte[] target, long offset, int limit);

    /**
     * Takes what one write(2) brings. The writer waits until this returns.
     *
     * @throws IOException if it is not taken; the writer sees "Invalid argument"
     */
    void write(String text) throws IOException;
}
