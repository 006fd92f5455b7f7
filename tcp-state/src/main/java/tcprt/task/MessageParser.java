package tcprt.task;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Recognises in a connection's data what TCP-RT marks on a task: R.C, R.H, R.Z, R.A.
 *
 * <p>One per connection. It sees each direction's bytes once and in order, and answers with {@link
 * Effects}, which travel with the segment to the hook that it causes. It keeps no bytes, knows no
 * time, no sequence numbers and no stages, and never throws: bytes that it does not understand have
 * the effect of ordinary data.
 */
public interface MessageParser {
    /**
     * Sees the next data bytes of a direction.
     *
     * @param fromHost whether the traced host sent them
     * @param data lent
     * @param offset index of the first byte in {@code data}
     * @param capturedLength bytes present, less than {@code wireLength} after a snap length
     * @param wireLength bytes that were sent, at least 1
     * @return {@link Effects}
     */
    long onBytes(boolean fromHost, ByteBuffer data, int offset, int capturedLength, int wireLength);

    /**
     * Skips bytes that were sent but are not in the capture.
     *
     * @param length their number, at least 1
     * @return {@link Effects}
     */
    long onHole(boolean fromHost, long length);

    /**
     * The direction is complete: its FIN comes after the bytes seen so far.
     *
     * @return {@link Effects}
     */
    long onFin(boolean fromHost);

    /** What the TLS handshake agreed on; null if the data is not TLS. */
    default @Nullable TlsHandshake tlsHandshake() {
        return null;
    }

    /** Times that this connection's parser lost its place and gave up until the next task. */
    default int timesLost() {
        return 0;
    }
}
