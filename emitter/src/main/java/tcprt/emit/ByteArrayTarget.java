package tcprt.emit;

import java.io.OutputStream;

/** An array that is written to like a stream, over and over. */
final class ByteArrayTarget extends OutputStream {
    private byte[] target = {};
    private int at;

    /** From now on bytes go to {@code target}, which is lent until {@link #end}. */
    void begin(byte[] target, int offset) {
        this.target = target;
        this.at = offset;
    }

    /** Writes one more byte. @return index after it */
    int end(char last) {
        target[at++] = (byte) last;
        return at;
    }

    @Override
    public void write(int b) {
        target[at++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, target, at, length);
        at += length;
    }
}
