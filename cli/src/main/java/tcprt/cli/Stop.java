package tcprt.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The request to end, by SIGINT or SIGTERM. Whoever works looks at it now and then; whoever waits
 * for the writer of a pipe cannot, so the pipe is closed under him.
 */
final class Stop {
    private final List<Closeable> pipes = new ArrayList<>();
    private volatile boolean requested;

    boolean isRequested() {
        return requested;
    }

    /**
     * Makes the request, from any thread.
     *
     * @throws IOException if a pipe cannot be closed, so that its reader may go on waiting
     */
    synchronized void request() throws IOException {
        requested = true;
        for (Closeable pipe : pipes) {
            pipe.close();
        }
    }

    /** Names a pipe to be closed once the request is made; at once if it was made before. */
    synchronized void closes(Closeable pipe) {
        pipes.add(pipe);
        if (requested) {
            try {
                pipe.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
