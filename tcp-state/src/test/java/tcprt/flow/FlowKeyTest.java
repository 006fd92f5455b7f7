package tcprt.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
    private static final int ADDRESS = 0x0a00_0001;

    private final TestPackets packets = new TestPackets();
    private final FlowKey there = new FlowKey();
    private final FlowKey back = new FlowKey();

    @Test
    void bothDirectionsHaveOneKey() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            int from = random.nextInt();
            int to = random.nextInt(4) == 0 ? from : random.nextInt();
            int fromPort = random.nextInt(65536);
            int toPort = random.nextInt(4) == 0 ? fromPort : random.nextInt(65536);
            there.set(packets.ipv4(from, fromPort, to, toPort));
            back.set(packets.ipv4(to, toPort, from, fromPort));
            assertSame(from == to && fromPort == toPort);
        }
    }

    @Test
    void bothDirectionsHaveOneKeyInIpv6() {
        Random random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            long high = random.nextLong();
            long from = random.nextLong();
            long to = random.nextInt(4) == 0 ? from : random.nextLong();
            long toHigh = random.nextBoolean() ? high : random.nextLong();
            there.set(packets.ipv6(high, from, 1, toHigh, to, 2));
            back.set(packets.ipv6(toHigh, to, 2, high, from, 1));
            assertSame(false);
        }
    }

    private void assertSame(boolean talksToItself) {
        assertEquals(there.hash(), back.hash());
        assertTrue(back.matches(new Connection(there)));
        assertTrue(there.matches(new Connection(back)));
        assertEquals(talksToItself, there.sentByFirst() == back.sentByFirst());
    }

    @Test
    void everyPartOfThe4TupleMatters() {
        there.set(packets.ipv4(ADDRESS, 1000, ADDRESS + 9, 80));
        Connection connection = new Connection(there);
        assertOther(connection, ADDRESS + 1, 1000, ADDRESS + 9, 80);
        assertOther(connection, ADDRESS, 1001, ADDRESS + 9, 80);
        assertOther(connection, ADDRESS, 1000, ADDRESS + 8, 80);
        assertOther(connection, ADDRESS, 1000, ADDRESS + 9, 81);
        assertOther(connection, ADDRESS, 80, ADDRESS + 9, 1000); // ports swapped, not the ends
    }

    private void assertOther(Connection connection, int from, int fromPort, int to, int toPort) {
        back.set(packets.ipv4(from, fromPort, to, toPort));
        assertFalse(back.matches(connection));
        assertNotEquals(there.hash(), back.hash());
    }

    @Test
    void ipv4AndTheSameNumberInIpv6AreTwo() {
        there.set(packets.ipv4(1, 1000, 2, 80));
        back.set(packets.ipv6(0, 1, 1000, 0, 2, 80));
        assertFalse(back.matches(new Connection(there)));
    }

    /** Neighbouring clients and ports fill a table evenly, whichever bits it uses. */
    @Test
    void neighboursSpread() {
        for (int shift = 0; shift <= 22; shift += 11) {
            int[] slots = new int[1024];
            for (int client = 0; client < 64; client++) {
                for (int port = 0; port < 160; port++) {
                    there.set(packets.ipv4(ADDRESS + client, 32768 + 2 * port, ADDRESS - 1, 80));
                    slots[(there.hash() >>> shift) & 1023]++;
                }
            }
            int fullest = 0;
            for (int slot : slots) {
                fullest = Math.max(fullest, slot);
            }
            // 10 a slot; of 1024 random slots the fullest has 22 or so.
            assertTrue(fullest < 30, "shift " + shift + ": " + fullest);
        }
    }
}
