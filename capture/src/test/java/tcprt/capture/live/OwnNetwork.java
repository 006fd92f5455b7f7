package tcprt.capture.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A thread with a network of its own, in which a test makes interfaces and puts frames on them. It
 * is gone with the thread.
 */
final class OwnNetwork {
    /** {@code CLONE_NEWNET}. */
    private static final int NEW_NETWORK = 0x40000000;

    private final Sender sender;
    private final Runtime runtime;

    /** What a test does in its network. */
    interface Test {
        void run(OwnNetwork network) throws IOException;
    }

    /** unshare(2). */
    public interface Unshare {
        int unshare(int what);
    }

    /** Functions of libpcap that only tests need. */
    public interface Sender {
        @Nullable Pointer pcap_open_live(
                String device, int snapLength, int promiscuous, int timeoutMs, Pointer error);

        int pcap_sendpacket(Pointer p, Pointer bytes, int length);

        void pcap_close(Pointer p);
    }

    private OwnNetwork() {
        sender = LibraryLoader.create(Sender.class).load("libpcap.so.0.8");
        runtime = Runtime.getRuntime(sender);
    }

    /** Runs a test in a new network; skips it, visibly, where that is not possible. */
    static void run(Test test) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                Unshare kernel = LibraryLoader.create(Unshare.class).load("c");
                                assumeTrue(
                                        kernel.unshare(NEW_NETWORK) == 0,
                                        "a network of its own takes root");
                                test.run(new OwnNetwork());
                            } catch (Throwable e) { // thrown again in the test's thread
                                failure.set(e);
                            }
                        },
                        "own-network");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Throwable thrown = failure.get();
        if (thrown instanceof TestAbortedException skipped) {
            throw skipped;
        }
        if (thrown instanceof AssertionError wrong) {
            throw wrong;
        }
        if (thrown != null) {
            throw new CompletionException(thrown);
        }
    }

    /** Joins two interfaces: what is sent on one arrives at the other. */
    void wire(String a, String b) throws IOException {
        ip("link add " + a + " type veth peer name " + b);
        ip("link set " + a + " up");
        ip("link set " + b + " up");
    }

    /** Runs {@code ip}, arguments separated by blanks. */
    void ip(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts frames on an interface, in this order. */
    void send(String from, List<byte[]> frames) {
        Pointer error = Memory.allocateDirect(runtime, LibPcap.ERROR_BUFFER_BYTES);
        Pointer p = sender.pcap_open_live(from, 64, 0, 10, error);
        if (p == null) {
            throw new AssertionError(error.getString(0));
        }
        for (byte[] frame : frames) {
            Pointer bytes = Memory.allocateDirect(runtime, frame.length);
            bytes.put(0, frame, 0, frame.length);
            if (sender.pcap_sendpacket(p, bytes, frame.length) != 0) {
                throw new AssertionError("cannot send " + frame.length + " bytes on " + from);
            }
        }
        sender.pcap_close(p);
    }
}
