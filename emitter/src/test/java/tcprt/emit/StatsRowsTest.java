package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;
import tcprt.task.PortStats;

class StatsRowsTest {
    private static final String TASK_80 =
            "V6 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 500 4100 1000 0 1 3000 0 100 0 1460 ";

    private final PortStats master = new PortStats(1000);
    private final MemoryTarget target = new MemoryTarget();

    /**
     * Golden script g16: records, rows and their order in time, by hand from the kernel's source.
     */
    @Test
    void rowsFollowListsThenRangesAndRangesPrintOnlyWithTasks() throws IOException {
        StatsRows rows =
                new StatsRows(
                        PortRules.builder()
                                .addLocalPort(80)
                                .addLocalRange(new PortRange(1000, 1002))
                                .addPeerPort(8080)
                                .addPeerRange(new PortRange(9000, 9001))
                                .build(),
                        master);

        feed(
                TASK_80,
                "V6 R 1700000000 10000 10.0.0.2:40000 10.0.0.1:80 700 2900 900 0 2 2000 0 120 0 1460 ",
                "V6 E 1700000000 10000 10.0.0.2:40000 10.0.0.1:80 2 1201 0 221 0 900 ",
                "V6 R 1700000000 102000 10.0.0.2:40001 10.0.0.1:1001 499 2000 1000 0 1 1000 0 100 0 1460 ",
                "V6 E 1700000000 102000 10.0.0.2:40001 10.0.0.1:1001 1 500 0 100 0 1000 ",
                "V6 P 1700000000 202000 10.0.0.9:8080 10.0.0.1:50000 100 1000 1000 0 1 1000 0 300 0 1460 ",
                "V6 E 1700000000 202000 10.0.0.9:8080 10.0.0.1:50000 1 100 0 300 0 1000 ");
        rows.writeRows(1_700_000_010, target);
        assertEquals(
                """
                1700000010 all 80 3500 2500 0 950 0 600 0 110 2
                1700000010 all 1001 2000 1000 0 1000 0 499 0 100 1
                1700000010 all P8080 1000 1000 0 1000 0 100 0 300 1
                """,
                target.take());

        feed(
                "V6 W 1700000020 2000 10.0.0.2:40002 10.0.0.1:1001 2920 3000 1000 0 1 1000 0 1460 0 1460 ",
                "V6 E 1700000020 2000 10.0.0.2:40002 10.0.0.1:1001 1 2920 1460 100 0 1000 ");
        rows.writeRows(1_700_000_070, target);
        assertEquals(
                """
                1700000070 all 80 0 0 0 0 0 0 0 0 0
                1700000070 all P8080 0 0 0 0 0 0 0 0 0
                """,
                target.take());

        feed(
                "V6 R 1700000080 2000 10.0.0.2:40003 10.0.0.1:1001 4379 203000 1000 2 1 1000 0 100 0 1460 ",
                "V6 E 1700000080 2000 10.0.0.2:40003 10.0.0.1:1001 1 4380 0 100 2 1000 ");
        rows.writeRows(1_700_000_130, target);
        assertEquals(
                """
                1700000130 all 80 0 0 0 0 0 0 0 0 0
                1700000130 all 1001 203000 1000 666 1000 1000 4379 0 100 1
                1700000130 all P8080 0 0 0 0 0 0 0 0 0
                """,
                target.take());
    }

    /** Golden script g05, and what its next interval would show. */
    @Test
    void aFailureAloneOnAListedPortIsForgotten() throws IOException {
        StatsRows rows = new StatsRows(PortRules.builder().addLocalPort(80).build(), master);

        feed(
                "V6 W 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 2920 3000 1000 0 1 1000 0 1460 0 1460 ");
        rows.writeRows(1_700_000_010, target);
        assertEquals("1700000010 all 80 0 0 0 0 0 0 0 0 0\n", target.take());

        feed(TASK_80);
        rows.writeRows(1_700_000_070, target);
        assertEquals("1700000070 all 80 4100 3000 0 1000 0 500 0 100 1\n", target.take());
    }

    @Test
    void lookingAtTheRowsTakesNothingAway() throws IOException {
        StatsRows rows = new StatsRows(PortRules.builder().addLocalPort(80).build(), master);
        feed(TASK_80);
        MemoryTarget preview = new MemoryTarget();
        rows.previewRows(1_700_000_005, preview);
        rows.writeRows(1_700_000_010, target);

        assertEquals("1700000005 all 80 4100 3000 0 1000 0 500 0 100 1\n", preview.take());
        assertEquals("1700000010 all 80 4100 3000 0 1000 0 500 0 100 1\n", target.take());
    }

    @Test
    void aPortNamedTwiceHasItsNumbersInItsFirstRow() throws IOException {
        StatsRows rows =
                new StatsRows(
                        PortRules.builder()
                                .addLocalPort(80)
                                .addLocalPort(80)
                                .addLocalRange(new PortRange(79, 81))
                                .build(),
                        master);

        feed(TASK_80);
        rows.writeRows(10, target);

        assertEquals(
                """
                10 all 80 4100 3000 0 1000 0 500 0 100 1
                10 all 80 0 0 0 0 0 0 0 0 0
                """,
                target.take());
    }

    @Test
    void whenEveryServerIsTracedAnyPortWithTasksHasARow() throws IOException {
        StatsRows rows = new StatsRows(PortRules.everyServer(), master);

        feed(
                "V6 R 1 2 10.0.0.2:4 10.0.0.1:65535 1 2 3 0 5 6 7 8 0 10 ",
                "V6 R 1 2 10.0.0.2:4 10.0.0.1:0 1 2 3 0 5 6 7 8 0 10 ");
        rows.writeRows(10, target);

        assertEquals(
                """
                10 all 0 2 6 0 3 0 1 7 8 1
                10 all 65535 2 6 0 3 0 1 7 8 1
                """,
                target.take());
    }

    /** -1500 as u64 is 2^64 - 1500; divided by 2 it is 2^63 - 750. */
    @Test
    void aNegativeSumIsDividedAsUnsigned() throws IOException {
        StatsRows rows = new StatsRows(PortRules.builder().addLocalPort(80).build(), master);

        feed(
                "V6 R 1 2 10.0.0.2:4 10.0.0.1:80 1 2 3 0 5 18446744073709549616 7 8 0 10 ", // -2000
                "V6 R 1 2 10.0.0.2:4 10.0.0.1:80 1 2 3 0 5 500 7 8 0 10 ");
        rows.writeRows(10, target);

        assertEquals("10 all 80 2 9223372036854775058 0 3 0 1 7 8 2\n", target.take());
    }

    /** One row over each whole run, next to the records it was summed from, by the kernel. */
    @Test
    void theRowOfEveryGoldenPairFollowsFromItsRecords() throws IOException {
        for (Path stats : Shared.golden("pairs/*/kernel{,.peer}.stats")) {
            PortStats sums = new PortStats(250);
            PortRules.Builder rules = PortRules.builder();
            List<String> expected =
                    Files.readAllLines(stats).stream()
                            .filter(line -> !line.startsWith("#"))
                            .toList();
            long epochSeconds = 0;
            for (String row : expected) {
                String[] token = row.split(" ", -1);
                epochSeconds = Long.parseLong(token[0]);
                if (token[2].startsWith("P")) {
                    rules.addPeerPort(Integer.parseInt(token[2].substring(1)));
                } else {
                    rules.addLocalPort(Integer.parseInt(token[2]));
                }
            }
            for (String line : Shared.lines(records(stats))) {
                sums.onRecord(RecordText.parse(line));
            }

            new StatsRows(rules.build(), sums).writeRows(epochSeconds, target);

            assertEquals(expected, target.take().lines().toList(), () -> stats.toString());
        }
    }

    private static Path records(Path stats) {
        String log = stats.getFileName().toString().replace(".stats", ".log");
        Path plain = stats.resolveSibling(log);
        return Files.exists(plain) ? plain : stats.resolveSibling(log + ".gz");
    }

    private void feed(String... lines) {
        for (String line : lines) {
            master.onRecord(RecordText.parse(line));
        }
    }
}
