package tcprt.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output as several shards see it: every write arrives in one piece, and closing leaves it
 * open.
 */
final class SharedStream extends OutputStream {
    private final OutputStream out;

    SharedStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        out.flush();
    }
}
