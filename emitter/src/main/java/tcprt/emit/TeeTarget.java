package tcprt.emit;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Several places for the same lines. */
public final class TeeTarget implements LineTarget {
    private final List<LineTarget> targets;

    /**
     * Joins them.
     *
     * @param targets owned from here on, written in this order
     */
    public TeeTarget(List<LineTarget> targets) {
        this.targets = List.copyOf(targets);
    }

    @Override
    public void write(byte[] line, int offset, int length) throws IOException {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).write(line, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).flush();
        }
    }

    /** Closes all of them, even if closing one fails. */
    @Override
    public void close() throws IOException {
        close(new ArrayDeque<>(targets));
    }

    @SuppressWarnings("try") // the resource is there to be closed
    private static void close(Deque<LineTarget> open) throws IOException {
        if (open.isEmpty()) {
            return;
        }
        try (Closeable next = open.pop()) {
            close(open);
        }
    }
}
