package tcprt.emit;

import java.nio.charset.StandardCharsets;

/** Keeps lines as text. */
final class MemoryTarget implements LineTarget {
    private final StringBuilder text = new StringBuilder();
    boolean closed;

    @Override
    public void write(byte[] line, int offset, int length) {
        text.append(new String(line, offset, length, StandardCharsets.US_ASCII));
    }

    /** What was written since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }
}
