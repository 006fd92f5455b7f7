package tcprt.capture.live;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of the C library that are used. */
public interface LibC {
    /** {@code POLLIN}. */
    short READABLE = 1;

    /**
     * poll(2).
     *
     * @param descriptors an array of {@code struct pollfd}
     */
    int poll(Pointer descriptors, long count, int timeoutMs);

    /** {@code IFF_UP} of {@code ifa_flags}. */
    int INTERFACE_UP = 1;

    /**
     * getifaddrs(3).
     *
     * @param first set to the first {@code struct ifaddrs} of a list
     */
    int getifaddrs(Pointer first);

    void freeifaddrs(@Nullable Pointer first);
}
