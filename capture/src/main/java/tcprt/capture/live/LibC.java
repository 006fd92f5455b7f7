package tcprt.capture.live;

import jnr.ffi.Pointer;

/** The one function of the C library that is used. */
public interface LibC {
    /** {@code POLLIN}. */
    short READABLE = 1;

    /**
     * poll(2).
     *
     * @param descriptors an array of {@code struct pollfd}
     */
    int poll(Pointer descriptors, long count, int timeoutMs);
}
