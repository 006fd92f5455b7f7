package tcprt.capture.live;

import com.kenai.jffi.MemoryIO;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * One capture that is open: frames are taken one at a time, and looked at until the next is taken.
 *
 * <p>libpcap lends a frame at an address. As long as it is the same address, which it is on Linux
 * (its own copy of the frame), the buffer over it is made once.
 */
final class PcapHandle implements Closeable {
    /** A DLT_ value of libpcap that is another LINKTYPE_ in files: raw IP. */
    private static final int DLT_RAW = 12;

    private static final int LINKTYPE_RAW = 101;
    private static final int DLT_LINUX_SLL = 113;

    /** Tells the interface too, and leaves more of the address. */
    private static final int DLT_LINUX_SLL2 = 276;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final String name;
    private final LibPcap pcap;
    private final Pointer p;
    private final Pointer headerOut;
    private final Pointer dataOut;
    private final Pointer stats;
    private final int longBytes;
    private final int snapLength;
    private final int fractionNs;

    private long headerAddress;
    private ByteBuffer header = ByteBuffer.allocate(0);
    private long dataAddress;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int linkType;
    private boolean closed;

    private PcapHandle(PcapLibrary library, String name, Pointer p, LiveOptions options) {
        this.name = name;
        this.pcap = library.pcap;
        this.p = p;
        this.headerOut = Memory.allocateDirect(library.runtime, library.runtime.addressSize());
        this.dataOut = Memory.allocateDirect(library.runtime, library.runtime.addressSize());
        this.stats = Memory.allocateDirect(library.runtime, 3 * Integer.BYTES);
        this.longBytes = library.runtime.longSize();
        this.snapLength = options.snapLength();
        boolean nanos = pcap.pcap_set_tstamp_precision(p, LibPcap.NANOSECONDS) == 0;
        this.fractionNs = nanos ? 1 : 1000;
    }

    /**
     * Opens an interface.
     *
     * @param timeoutMs how long the kernel may collect frames before it hands them over
     * @throws InterfaceDownException if it is not up
     * @throws NoSuchInterfaceException if there is none of that name
     * @throws IOException if it cannot be opened for another reason; the message says what to do
     */
    @SuppressWarnings("try") // closed here only if it is not handed out
    static PcapHandle open(PcapLibrary library, String name, LiveOptions options, int timeoutMs)
            throws IOException {
        Pointer error = library.errorBuffer();
        Pointer p = library.pcap.pcap_create(name, error);
        if (p == null) {
            throw new IOException(name + ": cannot be opened: " + error.getString(0));
        }
        PcapHandle handle = new PcapHandle(library, name, p, options);
        try {
            handle.activate(options, timeoutMs);
            handle.setFilter(library, options);
            if (library.pcap.pcap_setnonblock(p, 1, error) < 0) {
                throw new IOException(name + ": cannot be polled: " + error.getString(0));
            }
            return handle;
        } catch (IOException | RuntimeException e) {
            try (handle) {
                throw e;
            }
        }
    }

    private void activate(LiveOptions options, int timeoutMs) throws IOException {
        // Never pcap_set_immediate_mode: it gives every frame a slot of its own in the ring, and
        // under load most are lost.
        pcap.pcap_set_snaplen(p, options.snapLength());
        pcap.pcap_set_promisc(p, 1);
        pcap.pcap_set_timeout(p, timeoutMs);
        pcap.pcap_set_buffer_size(p, options.bufferBytes());
        if (options.adapterTimeStamps()
                && pcap.pcap_set_tstamp_type(p, LibPcap.TIME_STAMPS_OF_ADAPTER) != 0) {
            throw new IOException(
                    name
                            + ": has no time stamps of its own in step with the host's clock; use"
                            + " the host's");
        }
        int status = pcap.pcap_activate(p);
        switch (status) {
            case LibPcap.NO_SUCH_DEVICE -> throw new NoSuchInterfaceException(name);
            case LibPcap.INTERFACE_NOT_UP -> throw new InterfaceDownException(name);
            case LibPcap.PERMISSION_DENIED, LibPcap.PROMISCUOUS_PERMISSION_DENIED ->
                    throw new IOException(
                            name + ": permission denied; run as root or grant cap_net_raw");
            default -> {
                if (status < 0) {
                    throw new IOException(
                            name
                                    + ": cannot be opened: "
                                    + pcap.pcap_statustostr(status)
                                    + ": "
                                    + pcap.pcap_geterr(p));
                }
            }
        }
        if (pcap.pcap_datalink(p) == DLT_LINUX_SLL) {
            pcap.pcap_set_datalink(p, DLT_LINUX_SLL2); // if it knows it; both are understood
        }
        int dlt = pcap.pcap_datalink(p);
        linkType = dlt == DLT_RAW ? LINKTYPE_RAW : dlt;
    }

    /** Asks the kernel for what the options say. */
    void setFilter(PcapLibrary library, LiveOptions options) throws IOException {
        String expression = options.expressionFor(linkType);
        // struct bpf_program: a count, then a pointer where one may stand.
        Pointer program =
                Memory.allocateDirect(library.runtime, 2 * library.runtime.addressSize(), true);
        if (pcap.pcap_compile(p, program, expression, 1, LibPcap.NETMASK_UNKNOWN) < 0) {
            throw new FilterException(name, expression, pcap.pcap_geterr(p));
        }
        try {
            if (pcap.pcap_setfilter(p, program) < 0) {
                throw new FilterException(name, expression, pcap.pcap_geterr(p));
            }
        } finally {
            pcap.pcap_freecode(program);
        }
    }

    /** What frames begin with, a LINKTYPE_ value of the tcpdump registry. */
    int linkType() {
        return linkType;
    }

    /** What poll(2) can wait for, or -1. */
    int descriptor() {
        return pcap.pcap_get_selectable_fd(p);
    }

    /**
     * Takes the next frame.
     *
     * @return false if there is none at the moment
     * @throws InterfaceDownException if the interface is gone; no frame will come but those that
     *     the kernel has collected
     */
    boolean next() throws IOException {
        int status = pcap.pcap_next_ex(p, headerOut, dataOut);
        if (status > 0) {
            wrapHeader(headerOut.getAddress(0));
            wrapData(dataOut.getAddress(0));
            return true;
        }
        if (status == 0) {
            return false;
        }
        String error = pcap.pcap_geterr(p);
        if (error.contains("disappeared")) { // libpcap has no code for it
            throw new InterfaceDownException(name);
        }
        throw new IOException(name + ": cannot be read: " + error);
    }

    private void wrapHeader(long address) {
        if (address != headerAddress) {
            headerAddress = address;
            // struct pcap_pkthdr: struct timeval of two longs, caplen, len
            header =
                    MemoryIO.getInstance()
                            .newDirectByteBuffer(address, 2 * longBytes + 2 * Integer.BYTES)
                            .order(ByteOrder.nativeOrder());
        }
    }

    private void wrapData(long address) {
        if (address != dataAddress) {
            dataAddress = address;
            // The kernel's snap length is libpcap's; a tag put back or a cooked header is on top.
            data = MemoryIO.getInstance().newDirectByteBuffer(address, snapLength + 64);
        }
    }

    // The frame that was taken last.

    /** Nanoseconds since 1970-01-01 UTC. */
    long timeNs() {
        return headerLong(0) * NS_PER_SECOND + headerLong(longBytes) * fractionNs;
    }

    private long headerLong(int offset) {
        return longBytes == Long.BYTES ? header.getLong(offset) : header.getInt(offset);
    }

    /** The bytes, big-endian, from index 0; lent until {@link #next} or {@link #close}. */
    ByteBuffer data() {
        return data;
    }

    int capturedLength() {
        return header.getInt(2 * longBytes);
    }

    int wireLength() {
        return Math.max(header.getInt(2 * longBytes + Integer.BYTES), capturedLength());
    }

    // Counters since the opening, unsigned 32 bits; kept as the library left them if it fails.

    /** Asks the library for its counters. */
    void readCounters() {
        if (!closed) {
            pcap.pcap_stats(p, stats);
        }
    }

    int received() {
        return stats.getInt(0);
    }

    int kernelDrops() {
        return stats.getInt(Integer.BYTES);
    }

    int interfaceDrops() {
        return stats.getInt(2 * Integer.BYTES);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pcap.pcap_close(p);
        }
    }

    /** Not up, or no more. */
    static final class InterfaceDownException extends IOException {
        private static final long serialVersionUID = 1;

        InterfaceDownException(String name) {
            super(name + ": is down");
        }
    }

    /** None of that name. */
    static final class NoSuchInterfaceException extends IOException {
        private static final long serialVersionUID = 1;

        NoSuchInterfaceException(String name) {
            super(name + ": no such interface");
        }
    }
}
