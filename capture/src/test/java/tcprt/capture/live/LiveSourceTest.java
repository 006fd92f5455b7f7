package tcprt.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcprt.capture.FrameHandler;

/** Frames on real interfaces that the test makes, as root. */
@Timeout(60)
class LiveSourceTest {
    /** Of our frames only; the kernel greets every interface with some of its own. */
    private static final String OURS = "ether[6:4] = 0x02aabbcc";

    /** For local experiments (IEEE 802). */
    private static final int EXPERIMENT = 0x88b5;

    private static final int ETHERNET = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private record Frame(long timeNs, int interfaceId, int linkType, String hex, int wire) {}

    private final List<Frame> frames = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private LiveOptions options(String interfaces, int snapLength, @Nullable String expression) {
        return new LiveOptions(
                List.of(interfaces.split(",", -1)),
                snapLength,
                1 << 26, // the kernel gives every frame of a slow sender a block of its own
                false,
                KernelFilter.builder()
                        .addPorts(80, 80)
                        .addPorts(8000, 8100)
                        .addVxlanPorts(List.of(4789))
                        .build(),
                expression,
                notices::add);
    }

    private void collect(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        byte[] bytes = new byte[capturedLength];
        buffer.get(offset, bytes);
        if (Arrays.equals(Frames.SOURCE, 0, 6, bytes, 6, 12)) {
            frames.add(new Frame(timeNs, interfaceId, linkType, hex(bytes), wireLength));
        }
    }

    private void pollFor(LiveSource source, int count) throws IOException {
        long started = System.nanoTime();
        while (frames.size() < count) {
            assertTrue(
                    System.nanoTime() - started < PATIENCE_NS,
                    () -> frames.size() + " of " + count + " frames");
            if (source.poll(this::collect, 16) == 0) {
                source.awaitFrames(100);
            }
        }
    }

    @Test
    void framesComeWithTheirBytesLengthsAndTimes() {
        OwnNetwork.run(
                network -> {
                    network.wire("here", "there");
                    List<byte[]> sent = new ArrayList<>();
                    for (int i = 0; i < 300; i++) {
                        byte[] payload = new byte[46 + i];
                        Arrays.fill(payload, (byte) i);
                        sent.add(Frames.ethernet(EXPERIMENT, payload));
                    }
                    try (LiveSource source = LiveSource.open(options("here", 128, OURS))) {
                        assertEquals(ETHERNET, source.linkType());
                        long before = System.currentTimeMillis();
                        network.send("there", sent);
                        pollFor(source, sent.size());
                        assertEquals(0, source.poll(this::collect, 16));
                        assertEquals(
                                List.of(new InterfaceHealth("here", sent.size(), 0, 0)),
                                source.health());
                        for (int i = 0; i < sent.size(); i++) {
                            Frame frame = frames.get(i);
                            byte[] kept =
                                    Arrays.copyOf(sent.get(i), Math.min(128, sent.get(i).length));
                            assertEquals(hex(kept), frame.hex);
                            assertEquals(sent.get(i).length, frame.wire);
                            assertEquals(ETHERNET, frame.linkType);
                            assertTrue(frame.timeNs >= before * 1_000_000);
                            assertTrue(
                                    frame.timeNs <= (System.currentTimeMillis() + 1) * 1_000_000);
                        }
                    }
                    assertEquals(List.of(), notices);
                });
    }

    @Test
    void tagsThatTheKernelTookAwayArePutBack() {
        byte[] packet = Frames.ipv4(TCP, 0, Frames.ports(80, 40000));
        List<byte[]> sent =
                List.of(
                        Frames.ethernet(0x8100, Frames.tag(0x0800, packet)),
                        Frames.ethernet(0x88a8, Frames.tag(0x8100, Frames.tag(0x0800, packet))));
        OwnNetwork.run(
                network -> {
                    network.wire("here", "there");
                    try (LiveSource source = LiveSource.open(options("here", 256, OURS))) {
                        network.send("there", sent);
                        pollFor(source, sent.size());
                        assertEquals(hex(sent.get(0)), frames.get(0).hex);
                        assertEquals(hex(sent.get(1)), frames.get(1).hex);
                    }
                });
    }

    /** Whether the filter of ports 80 and 8000 to 8100 passes a frame, by the frame's name. */
    private static Map<String, byte[]> frames(boolean passed) {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        byte[] web = Frames.ports(40000, 80);
        byte[] other = Frames.ports(40000, 81);
        byte[] segment = Frames.ipv4(TCP, 0, web);
        byte[] otherSegment = Frames.ipv4(TCP, 0, other);
        if (passed) {
            frames.put("IPv4", Frames.ethernet(0x0800, segment));
            frames.put(
                    "from the port",
                    Frames.ethernet(0x0800, Frames.ipv4(TCP, 0, Frames.ports(80, 9))));
            frames.put(
                    "first of a range",
                    Frames.ethernet(0x0800, Frames.ipv4(TCP, 0, Frames.ports(1, 8000))));
            frames.put(
                    "last of a range",
                    Frames.ethernet(0x0800, Frames.ipv4(TCP, 0, Frames.ports(8100, 1))));
            frames.put("first fragment", Frames.ethernet(0x0800, Frames.ipv4(TCP, 0x2000, web)));
            frames.put("later fragment", Frames.ethernet(0x0800, Frames.ipv4(TCP, 0x0010, other)));
            frames.put("IPv6", Frames.ethernet(0x86dd, Frames.ipv6(TCP, web)));
            frames.put(
                    "IPv6 behind options",
                    Frames.ethernet(0x86dd, Frames.ipv6(0, Frames.raw("0600"))));
            frames.put(
                    "IPv6 fragment", Frames.ethernet(0x86dd, Frames.ipv6(44, Frames.raw("0600"))));
            frames.put(
                    "packet too big",
                    Frames.ethernet(0x0800, Frames.ipv4(1, 0, Frames.raw("0304"))));
            frames.put(
                    "IPv6 packet too big",
                    Frames.ethernet(0x86dd, Frames.ipv6(58, Frames.raw("0200"))));
            frames.put("IP in IP", Frames.ethernet(0x0800, Frames.ipv4(4, 0, otherSegment)));
            frames.put("GRE", Frames.ethernet(0x0800, Frames.ipv4(47, 0, Frames.raw("00000800"))));
            frames.put(
                    "GRE in IPv6",
                    Frames.ethernet(0x86dd, Frames.ipv6(47, Frames.raw("00000800"))));
            frames.put(
                    "VXLAN", Frames.ethernet(0x0800, Frames.ipv4(UDP, 0, Frames.ports(9, 4789))));
            frames.put("Geneve", Frames.ethernet(0x86dd, Frames.ipv6(UDP, Frames.ports(9, 6081))));
            frames.put("MPLS", Frames.ethernet(0x8847, Frames.raw("00064140")));
            frames.put("PPPoE", Frames.ethernet(0x8864, Frames.raw("11000001")));
            frames.put("tag", Frames.ethernet(0x8100, Frames.tag(0x0800, segment)));
            frames.put(
                    "two tags",
                    Frames.ethernet(0x8100, Frames.tag(0x8100, Frames.tag(0x0800, segment))));
            frames.put(
                    "tag, IPv6",
                    Frames.ethernet(0x8100, Frames.tag(0x86dd, Frames.ipv6(TCP, web))));
            frames.put(
                    "two tags, later fragment",
                    Frames.ethernet(
                            0x88a8,
                            Frames.tag(
                                    0x8100, Frames.tag(0x0800, Frames.ipv4(TCP, 0x0010, other)))));
        } else {
            frames.put("another port", Frames.ethernet(0x0800, otherSegment));
            frames.put(
                    "below a range",
                    Frames.ethernet(0x0800, Frames.ipv4(TCP, 0, Frames.ports(1, 7999))));
            frames.put(
                    "above a range",
                    Frames.ethernet(0x0800, Frames.ipv4(TCP, 0, Frames.ports(8101, 1))));
            frames.put("UDP", Frames.ethernet(0x0800, Frames.ipv4(UDP, 0, web)));
            frames.put(
                    "from VXLAN's port",
                    Frames.ethernet(0x0800, Frames.ipv4(UDP, 0, Frames.ports(4789, 9))));
            frames.put("echo", Frames.ethernet(0x0800, Frames.ipv4(1, 0, Frames.raw("0800"))));
            frames.put(
                    "host unreachable",
                    Frames.ethernet(0x0800, Frames.ipv4(1, 0, Frames.raw("0301"))));
            frames.put("IPv6, another port", Frames.ethernet(0x86dd, Frames.ipv6(TCP, other)));
            frames.put("IPv6 echo", Frames.ethernet(0x86dd, Frames.ipv6(58, Frames.raw("8000"))));
            frames.put("another type", Frames.ethernet(EXPERIMENT, segment));
            frames.put(
                    "tag, another port", Frames.ethernet(0x8100, Frames.tag(0x0800, otherSegment)));
            frames.put(
                    "two tags, UDP",
                    Frames.ethernet(
                            0x8100,
                            Frames.tag(0x8100, Frames.tag(0x0800, Frames.ipv4(UDP, 0, web)))));
        }
        return frames;
    }

    @Test
    void kernelHandsOverWhatMayBelongToThePortsAndNothingElse() {
        Map<String, byte[]> passed = frames(true);
        List<byte[]> sent = new ArrayList<>(frames(false).values());
        sent.addAll(passed.values());
        Collections.rotate(sent, 7); // the last frame is one that passes
        sent.add(passed.values().iterator().next());
        OwnNetwork.run(
                network -> {
                    network.wire("here", "there");
                    try (LiveSource source = LiveSource.open(options("here", 256, null))) {
                        network.send("there", sent);
                        pollFor(source, passed.size() + 1);
                        assertEquals(0, source.poll(this::collect, 16));
                    }
                });
        Set<String> arrived = new HashSet<>();
        for (Frame frame : frames) {
            passed.forEach(
                    (name, bytes) -> {
                        if (hex(bytes).equals(frame.hex)) {
                            arrived.add(name);
                        }
                    });
        }
        assertEquals(passed.keySet(), arrived);
        assertEquals(passed.size() + 1, frames.size());
    }

    @Test
    void severalInterfacesAreOneCaptureInTheOrderOfTime() {
        OwnNetwork.run(
                network -> {
                    network.wire("here0", "there0");
                    network.wire("here1", "there1");
                    try (LiveSource source = LiveSource.open(options("here0,here1", 128, OURS))) {
                        List<Integer> sent = new ArrayList<>();
                        for (int i = 0; i < 60; i++) {
                            int which = i % 7 % 2; // runs of one and two
                            byte[] frame = Frames.ethernet(EXPERIMENT, new byte[46 + i]);
                            network.send("there" + which, List.of(frame));
                            sent.add(which);
                        }
                        pollFor(source, sent.size());
                        for (int i = 0; i < sent.size(); i++) {
                            assertEquals(sent.get(i), frames.get(i).interfaceId);
                            assertEquals(60 + i, frames.get(i).wire);
                        }
                    }
                });
    }

    @Test
    void quietInterfaceDoesNotHoldUpTheOther() {
        OwnNetwork.run(
                network -> {
                    network.wire("here0", "there0");
                    network.wire("here1", "there1");
                    network.ip("link set here1 down");
                    try (LiveSource source = LiveSource.open(options("here0,here1", 128, OURS))) {
                        network.send("there0", List.of(Frames.ethernet(EXPERIMENT, new byte[46])));
                        pollFor(source, 1);
                        network.ip("link set here1 up");
                        network.send("there0", List.of(Frames.ethernet(EXPERIMENT, new byte[46])));
                        pollFor(source, 2);
                        assertEquals(
                                List.of("here1: is down; waiting for it to come up"),
                                notices.subList(0, 1));
                    }
                });
    }

    @Test
    void nothingIsAllocatedPerFrame() {
        OwnNetwork.run(
                network -> {
                    network.wire("here", "there");
                    List<byte[]> sent =
                            Collections.nCopies(3000, Frames.ethernet(EXPERIMENT, new byte[46]));
                    try (LiveSource source = LiveSource.open(options("here", 128, OURS))) {
                        count(source, network, sent);
                        long allocated = count(source, network, sent);
                        assertTrue(allocated < sent.size(), allocated + " bytes");
                    }
                });
    }

    private int counted;

    /** Bytes that were allocated to receive what is sent, but for the waits. */
    private long count(LiveSource source, OwnNetwork network, List<byte[]> sent)
            throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FrameHandler counter =
                (timeNs, interfaceId, linkType, buffer, offset, captured, wire) -> counted++;
        counted = 0;
        network.send("there", sent);
        long allocated = 0;
        while (counted < sent.size()) {
            source.awaitFrames(100);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            int polled;
            do {
                polled = source.poll(counter, 256);
            } while (polled == 256);
            allocated += threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
        return allocated;
    }

    @Test
    void filterThatCannotBeUsedIsShown() {
        OwnNetwork.run(
                network -> {
                    network.ip("link set lo up");
                    FilterException e =
                            assertThrows(
                                    FilterException.class,
                                    () -> LiveSource.open(options("lo", 128, "tcp prot 80")));
                    assertEquals(
                            "lo: the filter 'tcp prot 80' cannot be used: can't parse filter"
                                    + " expression: syntax error; see pcap-filter(7)",
                            e.getMessage());
                });
    }
}
