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

    // Offsets in pcap_if_t: next, name, description, addresses, flags.
    private static final int NAME_POINTERS = 1;
    private static final int FLAGS_POINTERS = 4;

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
     * An interface of this machine.
     *
     * @param up whether it is administratively up
     */
    record Interface(String name, boolean up) {}

    /**
     * The interfaces that can be captured on, {@code any} among them.
     *
     * @throws IOException if they cannot be listed
     */
    List<Interface> interfaces() throws IOException {
        Pointer first = Memory.allocateDirect(runtime, runtime.addressSize());
        Pointer error = errorBuffer();
        if (pcap.pcap_findalldevs(first, error) < 0) {
            throw new IOException("interfaces cannot be listed: " + error.getString(0));
        }
        int pointer = runtime.addressSize();
        List<Interface> interfaces = new ArrayList<>();
        Pointer list = first.getPointer(0);
        for (Pointer at = list; at != null; at = at.getPointer(0)) {
            String name = at.getPointer((long) NAME_POINTERS * pointer).getString(0);
            int flags = at.getInt((long) FLAGS_POINTERS * pointer);
            interfaces.add(new Interface(name, (flags & LibPcap.INTERFACE_UP) != 0));
        }
        pcap.pcap_freealldevs(list);
        return interfaces;
    }

    Pointer errorBuffer() {
        return Memory.allocateDirect(runtime, LibPcap.ERROR_BUFFER_BYTES, true);
    }
}
