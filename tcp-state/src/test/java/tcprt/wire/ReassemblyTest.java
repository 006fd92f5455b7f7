package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tcprt.wire.Defect.IP_FRAGMENT;
import static tcprt.wire.Defect.IP_FRAGMENT_BOUNDS;
import static tcprt.wire.Defect.NONE;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final int RAW = 101;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int[] STARTS = {0, 1480, 2960};

    private final PacketView view = new PacketView(List.of(4789), true);
    private Reassembly reassembly = new Reassembly(16);
    private long frame;
    private long timeNs = 1_700_000_000 * SECOND_NS;

    // ---- What belongs together ----

    @Test
    void everyOrderGivesTheWholePacket() {
        byte[] packet = tcpOverIpv4(3000);
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int i = 0; i < orders.length; i++) {
            List<byte[]> fragments = Fragments.ofIpv4(packet, i, STARTS);
            assertEquals(IP_FRAGMENT, add(fragments.get(orders[i][0])));
            assertEquals(IP_FRAGMENT, add(fragments.get(orders[i][1])));
            assertEquals(NONE, add(fragments.get(orders[i][2])));
            assertIsWhole(packet);
            assertEquals(NONE, wrapWhole());
            assertEquals(3000, view.tcp().payloadLength());
            assertEquals(3000, view.tcp().capturedPayloadLength());
            assertEquals(0xc0000201L, view.sourceLow());
        }
        assertNothingIsMissing();
    }

    @Test
    void firstFragmentMayHoldTheWholeTcpHeader() {
        byte[] packet = tcpOverIpv4(100);
        List<byte[]> fragments = Fragments.ofIpv4(packet, 1, 0, 24);
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(NONE, add(fragments.get(1)));
        assertEquals(NONE, wrapWhole());
        assertEquals(100, view.tcp().payloadLength());
    }

    @Test
    void ipv6KeepsAFragmentHeaderThatSaysThereIsOnePart() {
        byte[] packet = tcpOverIpv6(3000);
        List<byte[]> fragments = Fragments.ofIpv6(packet, 0x80000001, 0, 1232, 2464);
        assertEquals(IP_FRAGMENT, add(fragments.get(2)));
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(NONE, add(fragments.get(1)));
        assertEquals(NONE, wrapWhole());
        assertTrue(view.ipv6());
        assertEquals(3000, view.tcp().payloadLength());
        assertEquals(3000, view.tcp().capturedPayloadLength());
        assertEquals(1, view.sourceLow());
        // RFC 8200 4.5: next header, reserved, offset and M, identification
        assertEquals(0x0600_0000_8000_0001L, reassembly.whole().getLong(4 + 40));
    }

    @Test
    void partsOfOtherPacketsAreKeptApart() {
        byte[] packet = tcpOverIpv4(2000);
        List<byte[]> fragments = Fragments.ofIpv4(packet, 7, 0, 1480);
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        // Each differs in one of: identification, protocol, source, destination.
        for (int changed : new int[] {5, 9, 15, 19}) {
            byte[] other = fragments.get(1).clone();
            other[changed] = (byte) (changed == 9 ? IpProtocol.UDP : 77);
            assertEquals(IP_FRAGMENT, add(other), "byte " + changed);
        }
        assertEquals(NONE, add(fragments.get(1)));
        assertIsWhole(packet);
    }

    @Test
    void fragmentsInTunnelsOfOtherNumbersAreKeptApart() {
        List<byte[]> fragments = Fragments.ofIpv4(tcpOverIpv4(2000), 7, 0, 1480);
        assertEquals(IP_FRAGMENT, addEthernet(inVxlan(100, fragments.get(0))));
        assertEquals(IP_FRAGMENT, addEthernet(inVxlan(101, fragments.get(1))));
        assertEquals(NONE, addEthernet(inVxlan(100, fragments.get(1))));
        assertEquals(NONE, wrapWhole());
        assertEquals(2000, view.tcp().payloadLength());
        assertEquals(100, view.tunnelId());
    }

    @Test
    void fragmentsOfATunnelsOutsideArePutTogether() {
        String inner = Frames.ETHERNET_IPV4 + Frames.IPV4 + Frames.SEGMENT;
        byte[] tunnel =
                Frames.parse(Frames.outerIpv4(17, Frames.udp(4789, "0800000000006400" + inner)));
        List<byte[]> fragments = Fragments.ofIpv4(tunnel, 9, 0, 16, 48);
        assertEquals(IP_FRAGMENT, add(fragments.get(1)));
        assertEquals(IP_FRAGMENT, add(fragments.get(2)));
        assertEquals(NONE, add(fragments.get(0)));
        assertEquals(NONE, wrapWhole());
        assertEquals(40000, view.tcp().sourcePort());
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(100, view.tunnelId());
    }

    @Test
    void aWholePacketMayHoldTheLastFragmentOfAnother() {
        List<byte[]> inner = Fragments.ofIpv4(tcpOverIpv4(2000), 3, 0, 1480);
        assertEquals(IP_FRAGMENT, add(inner.get(0)));
        String ipInIp = Frames.outerIpv4(4, hex(inner.get(1)));
        List<byte[]> outer = Fragments.ofIpv4(Frames.parse(ipInIp), 4, 0, 200);
        assertEquals(IP_FRAGMENT, add(outer.get(0)));
        assertEquals(NONE, add(outer.get(1)));
        assertEquals(IP_FRAGMENT, wrapWhole());
        assertEquals(NONE, reassembly.add(view, frame, timeNs));
        assertEquals(NONE, wrapWhole());
        assertEquals(2000, view.tcp().payloadLength());
    }

    // ---- Cut off, doubled, contradicting ----

    @Test
    void snapLengthLeavesTheLengthAndTheFirstBytes() {
        byte[] packet = tcpOverIpv4(3000);
        List<byte[]> fragments = Fragments.ofIpv4(packet, 1, STARTS);
        assertEquals(IP_FRAGMENT, add(fragments.get(1), 20 + 34));
        assertEquals(IP_FRAGMENT, add(fragments.get(2), 20));
        assertEquals(NONE, add(fragments.get(0), 20 + 107));
        assertEquals(NONE, wrapWhole());
        assertEquals(3000, view.tcp().payloadLength());
        assertEquals(107 - 20, view.tcp().capturedPayloadLength());
    }

    @Test
    void bytesThatComeTwiceCountAsTheyCameFirst() {
        byte[] packet = tcpOverIpv4(100);
        byte[] payload = Arrays.copyOfRange(packet, 20, 140);
        byte[] other = payload.clone();
        Arrays.fill(other, (byte) 0xee);
        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 1, 40, true, payload, 40, 80)));
        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 1, 32, true, other, 32, 88)));
        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 1, 0, true, payload, 0, 40)));
        assertEquals(NONE, add(Fragments.ipv4(packet, 1, 80, false, payload, 80, 120)));
        byte[] expected = packet.clone();
        Arrays.fill(expected, 20 + 32, 20 + 40, (byte) 0xee);
        Arrays.fill(expected, 20 + 80, 20 + 88, (byte) 0xee);
        assertIsWhole(expected);
    }

    @Test
    void copiesChangeNothing() {
        byte[] packet = tcpOverIpv4(2000);
        List<byte[]> fragments = Fragments.ofIpv4(packet, 1, 0, 1480);
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(NONE, add(fragments.get(1)));
        assertIsWhole(packet);
        timeNs += 100_000_000;
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(IP_FRAGMENT, add(fragments.get(1)));
        assertNothingIsMissing();
    }

    @Test
    void anIdentificationIsUsedAgainLater() {
        List<byte[]> fragments = Fragments.ofIpv4(tcpOverIpv4(2000), 1, 0, 1480);
        add(fragments.get(0));
        assertEquals(NONE, add(fragments.get(1)));
        timeNs += 100_000_001;
        byte[] packet = tcpOverIpv4(1600);
        List<byte[]> again = Fragments.ofIpv4(packet, 1, 0, 1480);
        assertEquals(IP_FRAGMENT, add(again.get(1)));
        assertEquals(NONE, add(again.get(0)));
        assertIsWhole(packet);
        assertNothingIsMissing();
    }

    @Test
    void fragmentsThatCannotBePartsAreOfNoUse() {
        byte[] packet = tcpOverIpv4(3000);
        byte[] payload = Arrays.copyOfRange(packet, 20, 3040);
        assertEquals(IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 0, true, payload, 0, 0)));
        assertEquals(IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 0, true, payload, 0, 20)));
        assertEquals(
                IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 65528, false, payload, 0, 8)));
        assertEquals(0, reassembly.incomplete());

        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 1, 1600, false, payload, 0, 100)));
        assertEquals(
                IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 1600, true, payload, 0, 104)));
        assertEquals(
                IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 1600, false, payload, 0, 96)));
        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 2, 1600, true, payload, 0, 80)));
        assertEquals(
                IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 2, 1480, false, payload, 0, 100)));
    }

    @Test
    void aPacketTooLongForItsHeaderIsOfNoUse() {
        byte[] packet = tcpOverIpv4(0);
        byte[] zeros = new byte[65528];
        assertEquals(IP_FRAGMENT, add(Fragments.ipv4(packet, 1, 0, true, zeros, 0, 32768)));
        assertEquals(
                IP_FRAGMENT_BOUNDS, add(Fragments.ipv4(packet, 1, 32768, false, zeros, 0, 32760)));
        // 20 less fit exactly.
        byte[] longest = tcpOverIpv4(65535 - 40);
        List<byte[]> fragments = Fragments.ofIpv4(longest, 2, 0, 32768);
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(NONE, add(fragments.get(1)));
        assertIsWhole(longest);
    }

    // ---- What is missing ----

    @Test
    void afterThirtySecondsAPacketIsGivenUp() {
        List<byte[]> fragments = Fragments.ofIpv4(tcpOverIpv4(2000), 1, 0, 1480);
        add(fragments.get(0));
        long firstTimeNs = timeNs;
        timeNs += 30 * SECOND_NS + 1;
        assertEquals(IP_FRAGMENT, add(fragments.get(1)));
        assertEquals(1, reassembly.incomplete());
        assertEquals(1, reassembly.firstIncompleteFrame());
        assertEquals(firstTimeNs, reassembly.firstIncompleteTimeNs());
        assertEquals(NONE, add(fragments.get(0)));
    }

    @Test
    void withinThirtySecondsItIsNot() {
        List<byte[]> fragments = Fragments.ofIpv4(tcpOverIpv4(2000), 1, 0, 1480);
        add(fragments.get(0));
        timeNs += 30 * SECOND_NS;
        assertEquals(NONE, add(fragments.get(1)));
        assertNothingIsMissing();
    }

    @Test
    void theEndOfTheCaptureGivesUpTheRest() {
        add(Fragments.ofIpv4(tcpOverIpv4(2000), 1, 0, 1480).get(0));
        add(Fragments.ofIpv4(tcpOverIpv4(2000), 2, 0, 1480).get(1));
        reassembly.giveUpAll();
        assertEquals(2, reassembly.incomplete());
        assertEquals(1, reassembly.firstIncompleteFrame());
    }

    @Test
    void atTheLimitTheOldestIsGivenUp() {
        List<List<byte[]>> packets = new ArrayList<>();
        for (int id = 0; id <= 16; id++) {
            packets.add(Fragments.ofIpv4(tcpOverIpv4(2000), id, 0, 1480));
            add(packets.get(id).get(0));
        }
        assertEquals(1, reassembly.incomplete());
        for (int id = 1; id <= 16; id++) {
            assertEquals(NONE, add(packets.get(id).get(1)), "identification " + id);
        }
        assertEquals(IP_FRAGMENT, add(packets.get(0).get(1)));
    }

    @Test
    void packetsThatAreWholeMakeRoomFirst() {
        List<byte[]> waiting = Fragments.ofIpv4(tcpOverIpv4(2000), 1000, 0, 1480);
        add(waiting.get(0));
        for (int id = 0; id < 100; id++) {
            List<byte[]> fragments = Fragments.ofIpv4(tcpOverIpv4(2000), id, 0, 1480);
            add(fragments.get(0));
            assertEquals(NONE, add(fragments.get(1)));
        }
        assertEquals(NONE, add(waiting.get(1)));
        assertNothingIsMissing();
    }

    @Test
    void whenNoBytesAreLeftTheOldestIsGivenUp() {
        // 16 packets have 64 pages of 2 KiB together, and each of these needs 32 of them.
        byte[] packet = tcpOverIpv4(65535 - 40);
        List<List<byte[]>> packets = new ArrayList<>();
        for (int id = 0; id < 3; id++) {
            packets.add(Fragments.ofIpv4(packet, id, 0, 65488));
            add(packets.get(id).get(0));
        }
        assertEquals(1, reassembly.incomplete());
        assertEquals(NONE, add(packets.get(1).get(1)));
        assertIsWhole(packet);
        assertEquals(NONE, add(packets.get(2).get(1)));
        assertIsWhole(packet);
    }

    @Test
    void aFloodTakesNeitherMemoryNorMoreThanTheLimit() {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this JVM does not count allocated bytes");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer first =
                ByteBuffer.wrap(Fragments.ofIpv6(tcpOverIpv6(60_000), 0, 0, 59_992).get(0));
        flood(first, 1000);
        long before = threads.getCurrentThreadAllocatedBytes();
        flood(first, 20_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < 10_000, allocated + " bytes for 20,000 fragments");
        long waiting = 21_000 - reassembly.incomplete();
        assertTrue(waiting >= 1 && waiting <= 16, waiting + " packets wait");
        assertAPacketIsStillPutTogether();
    }

    /** Each the first fragment of another packet, with as many bytes as it may have. */
    private void flood(ByteBuffer fragment, int count) {
        for (int i = 0; i < count; i++) {
            fragment.putInt(44, (int) frame);
            view.wrap(RAW, fragment, 0, fragment.capacity(), fragment.capacity());
            assertEquals(IP_FRAGMENT, reassembly.add(view, frame++, timeNs += 1000));
        }
    }

    private void assertAPacketIsStillPutTogether() {
        byte[] packet = tcpOverIpv4(3000);
        List<byte[]> fragments = Fragments.ofIpv4(packet, 1, STARTS);
        assertEquals(IP_FRAGMENT, add(fragments.get(2)));
        assertEquals(IP_FRAGMENT, add(fragments.get(0)));
        assertEquals(NONE, add(fragments.get(1)));
        assertIsWhole(packet);
    }

    // ---- Any bytes ----

    @Test
    void shuffledDoubledAndLostFragmentsGiveWholePacketsOrNone() {
        Random random = new Random(20261123);
        int whole = 0;
        for (int id = 0; id < 3000; id++) {
            byte[] packet = tcpOverIpv4(random.nextInt(8000));
            random.nextBytes(packet);
            packet = header(packet);
            List<byte[]> fragments =
                    new ArrayList<>(Fragments.ofIpv4(packet, id, starts(random, packet.length)));
            if (fragments.size() == 1) {
                continue;
            }
            boolean lost = random.nextInt(4) == 0;
            fragments.addAll(new ArrayList<>(fragments).subList(0, fragments.size() / 2));
            if (lost) {
                byte[] gone = fragments.get(fragments.size() / 2);
                fragments.removeIf(fragment -> Arrays.equals(fragment, gone));
            }
            Collections.shuffle(fragments, random);
            int wholeNow = 0;
            for (byte[] fragment : fragments) {
                if (add(fragment) == NONE) {
                    assertIsWhole(packet);
                    wholeNow++;
                }
            }
            assertEquals(lost ? 0 : 1, wholeNow, "packet " + id);
            whole += wholeNow;
            timeNs += 1_000_000;
        }
        assertTrue(whole > 1000, whole + " whole packets");
    }

    @Test
    void changedFragmentsThrowNothing() {
        Random random = new Random(20261124);
        List<byte[]> fragments = new ArrayList<>();
        fragments.addAll(Fragments.ofIpv4(tcpOverIpv4(3000), 1, STARTS));
        fragments.addAll(Fragments.ofIpv4(tcpOverIpv4(60000), 2, 0, 20000, 40000));
        fragments.addAll(Fragments.ofIpv6(tcpOverIpv6(3000), 3, 0, 1232, 2464));
        int whole = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = fragments.get(random.nextInt(fragments.size())).clone();
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(48)] = (byte) random.nextInt();
            }
            int captured = random.nextInt(3) > 0 ? bytes.length : random.nextInt(bytes.length);
            timeNs += random.nextInt(20) == 0 ? SECOND_NS : 1000;
            frame++;
            ByteBuffer buffer = Frames.atEndOfBuffer(bytes, captured, 0);
            Defect defect = view.wrap(RAW, buffer, 0, captured, bytes.length);
            while (defect == IP_FRAGMENT) {
                defect = reassembly.add(view, frame, timeNs);
                if (defect != NONE) {
                    break;
                }
                whole++;
                assertTrue(reassembly.wholeCapturedLength() <= reassembly.wholeWireLength());
                defect = wrapWhole();
            }
        }
        assertTrue(whole > 1000, whole + " whole packets");
    }

    @Test
    void fragmentsAreTakenWithoutAllocation() {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this JVM does not count allocated bytes");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        reassembly = new Reassembly(64);
        List<ByteBuffer> buffers = new ArrayList<>();
        for (byte[] fragment : Fragments.ofIpv4(tcpOverIpv4(3000), 1, STARTS)) {
            buffers.add(ByteBuffer.wrap(fragment));
        }
        addMany(buffers);
        long before = threads.getCurrentThreadAllocatedBytes();
        int whole = addMany(buffers);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(50_000, whole);
        assertTrue(allocated < 10_000, allocated + " bytes for 150,000 fragments");
    }

    /** Every ninth packet loses its last fragment as well, so that some are given up. */
    private int addMany(List<ByteBuffer> buffers) {
        int whole = 0;
        for (int id = 0; whole < 50_000; id++) {
            for (int i = 0; i < (id % 9 == 0 ? 2 : 3); i++) {
                ByteBuffer buffer = buffers.get(i);
                buffer.putShort(4, (short) id);
                view.wrap(RAW, buffer, 0, buffer.capacity(), buffer.capacity());
                timeNs += 10_000;
                whole += reassembly.add(view, frame++, timeNs) == NONE ? 1 : 0;
            }
        }
        return whole;
    }

    // ---- Packets ----

    /** 192.0.2.1:40000 to 198.51.100.1:80, 20 bytes of TCP header, then bytes that count up. */
    private static byte[] tcpOverIpv4(int payloadLength) {
        return header(withTcp(20, payloadLength));
    }

    private static byte[] header(byte[] packet) {
        ByteBuffer header = ByteBuffer.wrap(packet);
        header.putInt(0, 0x45000000 | packet.length).putInt(4, 0).putInt(8, 0x40060000);
        header.putInt(12, 0xc0000201).putInt(16, 0xc6336401);
        return packet;
    }

    private static byte[] tcpOverIpv6(int payloadLength) {
        byte[] packet = withTcp(40, payloadLength);
        byte[] header = Frames.parse(Frames.ipv6(20 + payloadLength, IpProtocol.TCP));
        System.arraycopy(header, 0, packet, 0, 40);
        return packet;
    }

    private static byte[] withTcp(int headerLength, int payloadLength) {
        byte[] packet = new byte[headerLength + 20 + payloadLength];
        System.arraycopy(Frames.parse(Frames.PURE_ACK), 0, packet, headerLength, 20);
        for (int i = headerLength + 20; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        return packet;
    }

    private static byte[] inVxlan(int network, byte[] packet) {
        String vxlan = String.format("08000000 %06x00 ", network);
        return Frames.parse(
                Frames.ETHERNET_IPV4
                        + Frames.outerIpv4(
                                17, Frames.udp(4789, vxlan + Frames.ETHERNET_IPV4 + hex(packet))));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static int[] starts(Random random, int packetLength) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int units = (packetLength - 20) / 8;
        int at = 1 + random.nextInt(200);
        while (at < units) {
            starts.add(at * 8);
            at += 1 + random.nextInt(200);
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    // ---- Doing and checking ----

    private Defect add(byte[] packet) {
        return add(packet, packet.length);
    }

    private Defect add(byte[] packet, int captured) {
        ByteBuffer buffer = Frames.atEndOfBuffer(packet, captured, 3);
        assertEquals(IP_FRAGMENT, view.wrap(RAW, buffer, 3, captured, packet.length));
        return reassembly.add(view, ++frame, timeNs);
    }

    private Defect addEthernet(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertEquals(IP_FRAGMENT, view.wrap(1, buffer, 0, bytes.length, bytes.length));
        return reassembly.add(view, ++frame, timeNs);
    }

    private Defect wrapWhole() {
        return view.wrap(
                Reassembly.LINK_TYPE,
                reassembly.whole(),
                0,
                reassembly.wholeCapturedLength(),
                reassembly.wholeWireLength());
    }

    /** An IPv4 packet, but for the identification, which it still has, four bytes further on. */
    private void assertIsWhole(byte[] packet) {
        assertEquals(4 + packet.length, reassembly.wholeCapturedLength());
        assertEquals(4 + packet.length, reassembly.wholeWireLength());
        byte[] actual = new byte[packet.length];
        reassembly.whole().get(4, actual);
        actual[4] = packet[4];
        actual[5] = packet[5];
        assertArrayEquals(packet, actual);
    }

    private void assertNothingIsMissing() {
        reassembly.giveUpAll();
        assertEquals(0, reassembly.incomplete());
    }
}
