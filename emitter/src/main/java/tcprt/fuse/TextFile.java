package tcprt.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A short text that is made when it is read and acted on when it is written. */
public final class TextFile implements ServedFile {
    /** What is done with a text that was written, its newline taken off. */
    public interface Writer {
        /**
         * Acts on it.
         *
         * @throws IOException if it is refused
         */
        void write(String text) throws IOException;
    }

    private final int permissions;
    private final Supplier<String> text;
    private final Writer writer;

    /**
     * Makes a file.
     *
     * @param permissions 0600 or 0644, say
     * @param text asked at each read; without a newline at its end, which the file has
     */
    public TextFile(int permissions, Supplier<String> text, Writer writer) {
        this.permissions = permissions;
        this.text = text;
        this.writer = writer;
    }

    @Override
    public int permissions() {
        return permissions;
    }

    @Override
    public long sizeBytes() {
        return bytes().length;
    }

    @Override
    public int read(byte[] target, long offset, int limit) {
        byte[] bytes = bytes();
        if (offset >= bytes.length) {
            return 0;
        }
        int length = Math.min(limit, bytes.length - (int) offset);
        System.arraycopy(bytes, (int) offset, target, 0, length);
        return length;
    }

    private byte[] bytes() {
        return (text.get() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(String written) throws IOException {
        writer.write(written.strip());
    }
}
