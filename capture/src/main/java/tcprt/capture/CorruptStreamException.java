package tcprt.capture;

import java.io.IOException;

/** A compressed stream that does not decompress: cut short, or not as it was written. */
final class CorruptStreamException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param finding continues a sentence whose subject is the stream, such as "ends inside a
     *     frame"
     */
    CorruptStreamException(String finding) {
        super(finding);
    }
}
