package tcprt.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * systemd, where it has started this process and wants to be told how it is: one datagram to the
 * socket that {@code NOTIFY_SOCKET} names (sd_notify(3)). The JDK's Unix sockets are streams only,
 * hence libc.
 */
public final class ServiceManager {
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int FAMILY_BYTES = 2;
    private static final int PATH_BYTES = 108;

    /** What is needed of libc; public for jnr-ffi. */
    public interface Libc {
        /** socket(2). */
        int socket(int domain, int type, int protocol);

        /** connect(2). */
        int connect(int socket, Pointer address, int addressLength);

        /** write(2). */
        long write(int descriptor, byte[] bytes, long length);

        /** close(2). */
        int close(int descriptor);
    }

    private final String socketName;

    private ServiceManager(String socketName) {
        this.socketName = socketName;
    }

    /** The one that the environment names, if it names one. */
    public static ServiceManager of(Map<String, String> environment) {
        return new ServiceManager(environment.getOrDefault(VARIABLE, ""));
    }

    /**
     * Tells it something; does nothing if nobody wants to know.
     *
     * @param message lines such as {@code READY=1}, {@code STOPPING=1}, {@code STATUS=...}
     * @throws IOException if it cannot be told; the message is complete
     */
    public void tell(String message) throws IOException {
        if (socketName.isEmpty()) {
            return;
        }
        byte[] name = socketName.getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_BYTES || (name[0] != '/' && name[0] != '@')) {
            throw new IOException(
                    VARIABLE + " is " + socketName + "; a path or @name of up to 107 bytes is one");
        }
        if (name[0] == '@') {
            name[0] = 0; // an abstract name
        }
        Runtime runtime = Runtime.getSystemRuntime();
        Pointer address = Memory.allocateDirect(runtime, FAMILY_BYTES + PATH_BYTES, true);
        address.putShort(0, (short) AF_UNIX);
        address.put(FAMILY_BYTES, name, 0, name.length);
        // The zero behind a path belongs to it; behind an abstract name it would be another name.
        int addressLength = FAMILY_BYTES + name.length + (name[0] == '/' ? 1 : 0);
        send(address, addressLength, message.getBytes(StandardCharsets.UTF_8));
    }

    private void send(Pointer address, int addressLength, byte[] message) throws IOException {
        Libc libc = LibraryLoader.create(Libc.class).load("c");
        int socket = libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw untold();
        }
        try {
            if (libc.connect(socket, address, addressLength) != 0
                    || libc.write(socket, message, message.length) != message.length) {
                throw untold();
            }
        } finally {
            int unused = libc.close(socket);
        }
    }

    private IOException untold() {
        return new IOException(
                socketName
                        + ": the service manager cannot be told (errno "
                        + Runtime.getSystemRuntime().getLastError()
                        + "); with Type=notify it will take the start for failed");
    }
}
