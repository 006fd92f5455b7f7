package tcprt.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A capture that cannot be read to its end: it stops in the middle of a packet, or from some byte
 * on it is not what its format says.
 *
 * <p>Every frame before the damage has been handed over when this is thrown. The message names the
 * file, the packet (counted from 1 within the file), the byte offset (from 0; in a compressed file,
 * of the decompressed stream), what was found and what is allowed.
 */
public final class DamagedCaptureException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedCaptureException(
            String file, String damage, long packetsBefore, @Nullable Throwable cause) {
        super(
                "%s: %s; damaged from here on, %d %s traced"
                        .formatted(
                                file,
                                damage,
                                packetsBefore,
                                packetsBefore == 1 ? "packet" : "packets"),
                cause);
    }
}
