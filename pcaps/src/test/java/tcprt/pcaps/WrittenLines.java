package tcprt.pcaps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tcprt.emit.LineTarget;

/** Keeps lines in memory until they are taken. */
final class WrittenLines implements LineTarget {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void write(byte[] line, int offset, int length) {
        if (length < 1 || line[offset + length - 1] != '\n') {
            throw new AssertionError("a line without a line feed");
        }
        lines.add(new String(line, offset, length - 1, StandardCharsets.US_ASCII));
    }

    /** The lines since this was called last, without their line feeds. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
