package tcprt.capture.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import tcprt.capture.FrameHandler;
import tcprt.capture.FrameSource;

/**
 * Frames from one or several interfaces, in the order of time. Ends never; interfaces are numbered
 * as they are named.
 *
 * <p>With several, a frame waits until no earlier one can come from another interface: the kernel
 * hands frames over in blocks, each at most {@link #BLOCK_MS} old when it has been looked for. So
 * this is {@link #SETTLE_MS} late, and exact unless the kernel is later still.
 */
public final class LiveSource implements FrameSource {
    /** With one interface, the kernel may fill its blocks; the lines need not be that fresh. */
    private static final int ALONE_BLOCK_MS = 100;

    private static final int BLOCK_MS = 10;

    /** The kernel looks after its blocks every {@link #BLOCK_MS}, so they may be twice as old. */
    private static final long SETTLE_MS = 5 * BLOCK_MS;

    /** A frame so far ahead of our clock is from another clock, and waits for nothing. */
    private static final long OTHER_CLOCK_MS = 1000;

    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final long NS_PER_MS = 1_000_000;

    private final PcapLibrary library;
    private final List<LiveInterface> interfaces = new ArrayList<>();
    private final Pointer descriptors;

    /** Whether a frame is held back, so that a wait for descriptors would end at once. */
    private boolean settling;

    private LiveSource(PcapLibrary library, int interfaceCount) {
        this.library = library;
        this.descriptors =
                Memory.allocateDirect(library.runtime, interfaceCount * POLLFD_BYTES, true);
    }

    /**
     * Opens interfaces; frames are collected from now on.
     *
     * @throws FilterException if the filter cannot be used
     * @throws IOException if one of them cannot be opened, or libpcap is missing; the message says
     *     what to do
     */
    @SuppressWarnings("try") // closed here only if it is not handed out
    public static LiveSource open(LiveOptions options) throws IOException {
        PcapLibrary library = PcapLibrary.load();
        int count = options.interfaces().size();
        LiveSource source = new LiveSource(library, count);
        try {
            for (String name : options.interfaces()) {
                source.interfaces.add(
                        new LiveInterface(
                                library, name, options, count == 1 ? ALONE_BLOCK_MS : BLOCK_MS));
            }
            return source;
        } catch (IOException | RuntimeException e) {
            try (source) {
                throw e;
            }
        }
    }

    @Override
    public int poll(FrameHandler handler, int frameLimit) throws IOException {
        int delivered = 0;
        settling = false;
        while (delivered < frameLimit) {
            int next = interfaces.size() == 1 ? 0 : earliest();
            LiveInterface from = interfaces.get(next);
            if (!from.peek()) {
                break;
            }
            if (interfaces.size() > 1 && mayBeOvertaken(next)) {
                settling = true;
                break;
            }
            from.taken();
            PcapHandle frame = from.frame();
            handler.onFrame(
                    frame.timeNs(),
                    next,
                    frame.linkType(),
                    frame.data(),
                    0,
                    frame.capturedLength(),
                    frame.wireLength());
            delivered++;
        }
        return delivered;
    }

    /** The number of the interface with the earliest frame; of any if none has one. */
    private int earliest() throws IOException {
        int earliest = 0;
        long earliestNs = Long.MAX_VALUE;
        for (int i = 0; i < interfaces.size(); i++) {
            LiveInterface candidate = interfaces.get(i);
            // Asking an empty one costs a system call, so not for every frame of the others.
            boolean ask = candidate.emptyAtMs() != System.currentTimeMillis();
            if ((candidate.hasFrame() || (ask && candidate.peek()))
                    && candidate.frame().timeNs() < earliestNs) {
                earliest = i;
                earliestNs = candidate.frame().timeNs();
            }
        }
        return earliest;
    }

    /** Whether another interface may still have a frame before the one at {@code index}. */
    private boolean mayBeOvertaken(int index) {
        long timeMs = interfaces.get(index).frame().timeNs() / NS_PER_MS;
        for (LiveInterface other : interfaces) {
            if (!other.hasFrame()
                    && other.isUp()
                    && timeMs > other.emptyAtMs() - SETTLE_MS
                    && timeMs < System.currentTimeMillis() + OTHER_CLOCK_MS) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks the kernel for other frames; an expression of the options goes before. On the thread
     * that polls.
     *
     * @throws IOException if the filter cannot be used; interfaces may differ then in what they
     *     hand over
     */
    public void setFilter(KernelFilter filter) throws IOException {
        for (LiveInterface each : interfaces) {
            each.setFilter(filter);
        }
    }

    @Override
    public void awaitFrames(int timeoutMs) {
        int count = 0;
        for (LiveInterface each : interfaces) {
            int descriptor = settling ? -1 : each.descriptor();
            if (descriptor >= 0) {
                long at = (long) count++ * POLLFD_BYTES;
                descriptors.putInt(at, descriptor);
                descriptors.putInt(at + POLLFD_EVENTS, 0);
                descriptors.putShort(at + POLLFD_EVENTS, LibC.READABLE);
            }
        }
        library.libC.poll(descriptors, count, settling ? BLOCK_MS : timeoutMs);
    }

    /**
     * What every frame begins with.
     *
     * @return a LINKTYPE_ value; null if interfaces differ in it, or it is not known yet because
     *     one has not been up
     */
    public @Nullable Integer linkType() {
        int first = interfaces.get(0).linkType();
        boolean same = interfaces.stream().allMatch(i -> i.linkType() == first);
        return same && interfaces.stream().allMatch(LiveInterface::isUp) ? first : null;
    }

    /** What was received and lost so far, one for each interface. Also after {@link #close}. */
    public List<InterfaceHealth> health() {
        return interfaces.stream().map(LiveInterface::health).toList();
    }

    @Override
    public void close() {
        interfaces.forEach(LiveInterface::close);
    }
}
