package tcprt.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.RecordLog;
import tcprt.stream.StreamContext;
import tcprt.task.RecordWriter;
import tcprt.tcp.TcpContext;

class FlowTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;

    private final TestPackets packets = new TestPackets();
    private final FlowKey key = new FlowKey();
    private final TcpContext context = new TcpContext(1000, false, true, 1448, SECOND, 1000);

    private FlowKey key(int client) {
        key.set(packets.ipv4(0x0a00_0000 + client, 40000, 0x0b00_0000, 80));
        return key;
    }

    private Connection addOpen(FlowTable table, int client, long timeNs) {
        Connection connection = table.add(key(client), timeNs);
        connection.open = true;
        connection.firstFlow =
                new Flow(
                        connection,
                        true,
                        false,
                        PortRules.Match.LOCAL,
                        PortMode.DEFAULT,
                        context,
                        new StreamContext(1),
                        new RecordWriter(new RecordLog()));
        return connection;
    }

    private Connection addTombstone(FlowTable table, int client, long timeNs) {
        Connection connection = table.add(key(client), timeNs);
        connection.open = true;
        return connection;
    }

    /** Probing, backward shift and growth, against a map. */
    @Test
    void holdsWhatAHashMapHolds() {
        Random random = new Random(23);
        for (int run = 0; run < 20; run++) {
            FlowTable table = new FlowTable(1_000_000);
            Map<Integer, Connection> model = new HashMap<>();
            int clients = 50 << random.nextInt(8);
            for (int step = 0; step < 20_000; step++) {
                int client = random.nextInt(clients);
                Connection known = table.find(key(client));
                assertSame(model.get(client), known);
                if (known == null) {
                    model.put(client, table.add(key(client), NOW));
                } else if (random.nextInt(3) > 0) {
                    table.remove(known, key(client));
                    model.remove(client);
                } else {
                    Connection fresh = table.replace(known, key(client), NOW);
                    assertTrue(fresh != known);
                    model.put(client, fresh);
                }
                assertEquals(model.size(), table.size());
            }
            IdentityHashMap<Connection, Integer> seen = new IdentityHashMap<>();
            table.forEach(connection -> seen.merge(connection, 1, Integer::sum));
            assertEquals(model.size(), seen.size());
            model.forEach((client, connection) -> assertSame(connection, table.find(key(client))));
            assertEquals(0, table.evicted());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 1000, 5000})
    void neverHoldsMoreThanItsLimitAndAlwaysTheNewest(int limit) {
        FlowTable table = new FlowTable(limit);
        for (int client = 0; client < 3 * limit; client++) {
            Connection added = table.add(key(client), NOW + client);
            assertSame(added, table.find(key(client)));
            assertTrue(table.size() <= limit);
        }
        int[] counted = {0};
        table.forEach(connection -> counted[0]++);
        assertEquals(limit, counted[0]);
        assertEquals(2L * limit, table.evicted());
    }

    @Test
    void aTombstoneMakesRoomFirstAndIsNoLoss() {
        FlowTable table = new FlowTable(3);
        addOpen(table, 1, NOW);
        table.add(key(2), NOW + 1);
        addTombstone(table, 3, NOW + 2);
        addOpen(table, 4, NOW + 3);

        assertNull(table.find(key(3)));
        assertNotNull(table.find(key(1)));
        assertNotNull(table.find(key(2)));
        assertEquals(0, table.evicted());
    }

    @Test
    void aHalfOpenConnectionMakesRoomBeforeAnOpenOne() {
        FlowTable table = new FlowTable(3);
        addOpen(table, 1, NOW);
        table.add(key(2), NOW + 2);
        addOpen(table, 3, NOW + 1);
        addOpen(table, 4, NOW + 3);

        assertNull(table.find(key(2)));
        assertNotNull(table.find(key(1)));
        assertEquals(1, table.evicted());
    }

    @Test
    void ofOpenConnectionsTheQuietestMakesRoomAndIsForgotten() {
        FlowTable table = new FlowTable(3);
        addOpen(table, 1, NOW + 5);
        Connection quietest = addOpen(table, 2, NOW);
        addOpen(table, 3, NOW + 9);
        assertNotNull(quietest.firstFlow);
        Flow flow = quietest.firstFlow;
        addOpen(table, 4, NOW + 10);

        assertNull(table.find(key(2)));
        assertTrue(flow.tcb().isReleased());
        assertEquals(1, table.evicted());
    }

    @Test
    void tombstonesAreForgottenAfter60SecondsAndHalfOpenConnectionsAfter127() {
        FlowTable table = new FlowTable(1_000_000);
        for (int client = 0; client < 100; client++) {
            addTombstone(table, client, NOW);
            table.add(key(1000 + client), NOW);
            addOpen(table, 2000 + client, NOW);
        }
        assertEquals(300, table.size());
        churn(table, NOW + 60 * SECOND);
        assertEquals(300, table.size());
        churn(table, NOW + 60 * SECOND + 1);
        assertEquals(200, table.size());
        churn(table, NOW + 127 * SECOND);
        assertEquals(200, table.size());
        churn(table, NOW + 127 * SECOND + 1);
        assertEquals(100, table.size());
        churn(table, NOW + 100_000 * SECOND);
        assertEquals(100, table.size());
        assertEquals(0, table.evicted());
    }

    /** Adds and removes often enough for the sweep to go round the table. */
    private void churn(FlowTable table, long timeNs) {
        for (int i = 0; i < 1000; i++) {
            table.remove(table.add(key(9999), timeNs), key(9999));
        }
    }

    @Test
    void aReplacedConnectionIsForgotten() {
        FlowTable table = new FlowTable(10);
        Connection old = addOpen(table, 1, NOW);
        assertNotNull(old.firstFlow);
        Flow flow = old.firstFlow;
        Connection fresh = table.replace(old, key(1), NOW + 1);

        assertSame(fresh, table.find(key(1)));
        assertEquals(1, table.size());
        assertTrue(flow.tcb().isReleased());
    }

    @Test
    void evictionKeepsEveryOtherConnectionReachable() {
        Random random = new Random(29);
        FlowTable table = new FlowTable(300);
        IdentityHashMap<Connection, Integer> clients = new IdentityHashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int client = step;
            Connection connection =
                    switch (random.nextInt(3)) {
                        case 0 -> addOpen(table, client, NOW + step);
                        case 1 -> addTombstone(table, client, NOW + step);
                        default -> table.add(key(client), NOW + step);
                    };
            clients.put(connection, client);
            if (step % 1000 == 0) {
                int[] reached = {0};
                table.forEach(
                        held -> {
                            assertSame(held, table.find(key(clients.getOrDefault(held, -1))));
                            reached[0]++;
                        });
                assertEquals(table.size(), reached[0]);
            }
        }
        assertEquals(300, table.size());
    }
}
