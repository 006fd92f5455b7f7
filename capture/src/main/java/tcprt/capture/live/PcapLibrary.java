package tcprt.capture.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** libpcap as found on this machine. */
final class PcapLibrary {
    /** As the distributions call it; the last one is found where its development files are. */
    private static final List<String> NAMES = List.of("libpcap.so.1", "libpcap.so.0.8", "pcap");

    /** What an interface is at the moment. */
    enum State {
        UP,
        DOWN,
        GONE
    }

    final LibPcap pcap;
    final LibC libC;
    final Runtime runtime;

    private PcapLibrary(LibPcap pcap, LibC libC) {
        this.pcap = pcap;
        this.libC = libC;
        this.runtime = Runtime.getRuntime(pcap);
    }

    /**
     * Finds and loads the library.
     *
     * @throws IOException if it is not there; the message says how to get it
     */
    static PcapLibrary load() throws IOException {
        UnsatisfiedLinkError last = new UnsatisfiedLinkError();
        for (String name : NAMES) {
            try {
                LibPcap pcap = LibraryLoader.create(LibPcap.class).failImmediately().load(name);
                return new PcapLibrary(pcap, LibraryLoader.create(LibC.class).load("c"));
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw new IOException(
                "libpcap cannot be loaded; install it (Debian: apt-get install libpcap0.8, Fedora:"
                        + " dnf install libpcap). The system says: "
                        + String.valueOf(last.getMessage()).lines().findFirst().orElse(""),
                last);
    }

    /**
     * Names of the interfaces that can be captured on, {@code any} among them.
     *
     * @throws IOException if they cannot be listed
     */
    List<String> names() throws IOException {
        Pointer first = Memory.allocateDirect(runtime, runtime.addressSize());
        Pointer error = errorBuffer();
        if (pcap.pcap_findalldevs(first, error) < 0) {
            throw new IOException("interfaces cannot be listed: " + error.getString(0));
        }
        List<String> names = new ArrayList<>();
        // pcap_if_t begins with a pointer to the next and one to the name.
        Pointer list = first.getPointer(0);
        for (Pointer at = list; at != null; at = at.getPointer(0)) {
            names.add(at.getPointer(runtime.addressSize()).getString(0));
        }
        pcap.pcap_freealldevs(list);
        return names;
    }

    /** What an interface is at the moment; {@code any} is always up. */
    State state(String name) {
        Pointer first = Memory.allocateDirect(runtime, runtime.addressSize());
        if (name.equals(LiveOptions.ANY) || libC.getifaddrs(first) < 0) {
            return State.UP; // the capture itself will tell otherwise
        }
        State state = State.GONE;
        // struct ifaddrs begins with a pointer to the next, one to the name, and the flags. There
        // is an entry for each address, and one for the interface itself.
        Pointer list = first.getPointer(0);
        for (Pointer at = list; at != null; at = at.getPointer(0)) {
            if (at.getPointer(runtime.addressSize()).getString(0).equals(name)) {
                int flags = at.getInt(2L * runtime.addressSize());
                state = (flags & LibC.INTERFACE_UP) != 0 ? State.UP : State.DOWN;
            }
        }
        libC.freeifaddrs(list);
        return state;
    }

    Pointer errorBuffer() {
        return Memory.allocateDirect(runtime, LibPcap.ERROR_BUFFER_BYTES, true);
    }
}
