package tcprt.capture.live;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One interface through its ups and downs.
 *
 * <p>One that goes down is waited for, for as long as it exists; libpcap goes on with it by itself.
 * One that is gone ends the capture, because nobody knows whether its name will ever mean the same
 * wire again. What the kernel had collected before is still handed over.
 */
final class LiveInterface implements Closeable {
    /** How often a quiet interface is looked at. */
    private static final long LOOK_AFTER_MS = 1000;

    /** How long the kernel may keep what it has collected. */
    private static final long LAST_BLOCK_MS = 300;

    private final PcapLibrary library;
    private final String name;
    private LiveOptions options;
    private final int timeoutMs;

    private @Nullable PcapHandle handle;
    private int linkType;
    private boolean down;
    private long lookMs;

    /** Since when the handle says that the interface is gone; 0 if it does not. */
    private long goneSinceMs;

    private boolean hasFrame;

    /** How far the wall clock had come, milliseconds, when there was no frame last. */
    private long emptyAtMs;

    // Sums over all handles so far. The library counts in 32 bits.
    private long received;
    private long kernelDrops;
    private long interfaceDrops;
    private int lastReceived;
    private int lastKernelDrops;
    private int lastInterfaceDrops;

    /**
     * Opens an interface; if it is down, that is said, and it is waited for later.
     *
     * @throws IOException if it does not exist or cannot be opened
     */
    LiveInterface(PcapLibrary library, String name, LiveOptions options, int timeoutMs)
            throws IOException {
        this.library = library;
        this.name = name;
        this.options = options;
        this.timeoutMs = timeoutMs;
        try {
            open();
        } catch (PcapHandle.NoSuchInterfaceException e) {
            throw new IOException(
                    e.getMessage() + "; there are " + String.join(", ", library.names()), e);
        } catch (PcapHandle.InterfaceDownException e) {
            wentDown();
        }
    }

    /**
     * Asks the kernel for something else, if that is something else. Frames that come during the
     * exchange, which takes microseconds, are lost.
     *
     * @throws IOException if it cannot be used; the one before stays
     */
    void setFilter(KernelFilter filter) throws IOException {
        LiveOptions changed = options.withFilter(filter);
        PcapHandle open = handle;
        boolean same = changed.expressionFor(linkType).equals(options.expressionFor(linkType));
        if (open != null && !same) {
            open.setFilter(library, changed);
        }
        options = changed;
    }

    private void open() throws IOException {
        PcapHandle opened = PcapHandle.open(library, name, options, timeoutMs);
        handle = opened;
        linkType = opened.linkType();
        lastReceived = 0;
        lastKernelDrops = 0;
        lastInterfaceDrops = 0;
    }

    private void wentDown() {
        if (!down) {
            down = true;
            options.notices().accept(name + ": is down; waiting for it to come up");
        }
    }

    private void cameUp() {
        if (down) {
            down = false;
            options.notices().accept(name + ": is up");
        }
    }

    private IOException gone() {
        return new IOException(name + ": the interface is gone; start again when it is back");
    }

    /** Looks whether it is up, if it is time to. */
    private void look() throws IOException {
        long nowMs = steadyMs();
        if (nowMs < lookMs) {
            return;
        }
        lookMs = nowMs + LOOK_AFTER_MS;
        switch (library.state(name)) {
            case UP -> {
                if (handle == null) {
                    reopen();
                } else {
                    cameUp();
                }
            }
            case DOWN -> wentDown();
            case GONE -> {
                if (handle == null) {
                    throw gone();
                }
            }
        }
    }

    private void reopen() throws IOException {
        try {
            open();
            cameUp();
        } catch (PcapHandle.InterfaceDownException | PcapHandle.NoSuchInterfaceException e) {
            // It has changed again since it was looked at; the next time tells.
        }
    }

    private static long steadyMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Whether frames can come from it at the moment. */
    boolean isUp() {
        return handle != null && !down;
    }

    /**
     * Whether there is a frame to be looked at; takes one if need be.
     *
     * @throws IOException if there will never be one again
     */
    boolean peek() throws IOException {
        if (hasFrame) {
            return true;
        }
        PcapHandle open = handle;
        if (open == null) {
            look();
            return false;
        }
        long nowMs = System.currentTimeMillis();
        try {
            hasFrame = open.next();
            goneSinceMs = 0;
        } catch (PcapHandle.InterfaceDownException e) {
            waitForLastBlock();
        }
        if (!hasFrame) {
            emptyAtMs = nowMs;
            look();
        }
        return hasFrame;
    }

    private void waitForLastBlock() throws IOException {
        if (goneSinceMs == 0) {
            goneSinceMs = steadyMs();
        } else if (steadyMs() - goneSinceMs >= LAST_BLOCK_MS) {
            throw gone();
        }
    }

    /** The handle whose frame is looked at; {@link #peek} has answered true. */
    PcapHandle frame() {
        PcapHandle open = handle;
        if (open == null) {
            throw new IllegalStateException(name + ": no frame");
        }
        return open;
    }

    /** The frame that is looked at goes out: the next {@link #peek} takes another. */
    void taken() {
        hasFrame = false;
    }

    /** Whether there is a frame that was taken and has not gone out. */
    boolean hasFrame() {
        return hasFrame;
    }

    /** When there was no frame last, milliseconds since 1970-01-01 UTC. */
    long emptyAtMs() {
        return emptyAtMs;
    }

    /** What frames begin with, a LINKTYPE_ value; 0 before it was up for the first time. */
    int linkType() {
        return linkType;
    }

    /** What poll(2) can wait for, or -1. */
    int descriptor() {
        return handle == null ? -1 : handle.descriptor();
    }

    /** What was lost so far. */
    InterfaceHealth health() {
        PcapHandle open = handle;
        if (open != null) {
            open.readCounters();
            received += Integer.toUnsignedLong(open.received() - lastReceived);
            kernelDrops += Integer.toUnsignedLong(open.kernelDrops() - lastKernelDrops);
            interfaceDrops += Integer.toUnsignedLong(open.interfaceDrops() - lastInterfaceDrops);
            lastReceived = open.received();
            lastKernelDrops = open.kernelDrops();
            lastInterfaceDrops = open.interfaceDrops();
        }
        return new InterfaceHealth(name, received, kernelDrops, interfaceDrops);
    }

    @Override
    public void close() {
        health();
        hasFrame = false;
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }
}
