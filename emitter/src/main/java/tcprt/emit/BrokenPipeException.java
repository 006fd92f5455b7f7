package tcprt.emit;

import java.io.IOException;

/**
 * Whoever read the lines has gone, as {@code head} does when it has seen enough. Not a failure: the
 * command ends quietly.
 */
public final class BrokenPipeException extends IOException {
    BrokenPipeException(String message, IOException cause) {
        super(message, cause);
    }
}
