package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to {@code tcprt run}, from its start to its end. */
@Timeout(120)
class LiveRunTest {
    private static final String PORT = "--lports=" + Lab.REDIS;

    /** Times are of no interest where two interfaces are compared. */
    private static final long ANY_TIME_MICROS = 10_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    private Path out = Path.of("");
    private Path pcap = Path.of("");

    @BeforeEach
    void connect() throws IOException {
        lab = new Lab(directory);
        out = directory.resolve("out");
        pcap = directory.resolve("ours.pcap");
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private String log() throws IOException {
        return Files.readString(out.resolve("rt-network-log0"));
    }

    private boolean logHas(String type, int count) {
        try {
            return Lab.lines(log(), type).size() >= count;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void signalUnderLoadEndsItInOrder() throws IOException {
        lab.startRedis();
        try (Child run =
                Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + out + " --write-pcap " + pcap)) {
            lab.keep(
                    lab.client.start(
                            Tool.command(
                                    "redis-benchmark", "-h " + Lab.SERVER + " -q -l -c 8 -t set")));
            run.await(() -> logHas("R", 5000), "writes 5000 lines");
            run.terminate(0);
            assertTrue(run.err().contains(" 0 dropped by the kernel, "), run.err());
        }
        String log = log();
        assertTrue(log.endsWith(" \n"));
        assertEquals(Tcprt.replayed(pcap, directory.resolve("again"), PORT), log);
    }

    @Test
    void shardsWriteTheSameLinesAndTheNextRunAddsToThem() throws IOException {
        lab.startRedis();
        for (int round = 0; round < 2; round++) {
            try (Child run =
                    Tcprt.run(
                            lab.server,
                            "-i srv0 "
                                    + PORT
                                    + " -o "
                                    + out
                                    + " --shards 2 --write-pcap "
                                    + pcap
                                    + " --write-pcap-mb 1")) {
                lab.requests(5000, 10);
                run.terminate(0);
            }
        }
        String shard0 = log();
        String shard1 = Files.readString(out.resolve("rt-network-log1"));
        assertFalse(shard0.isEmpty() || shard1.isEmpty());
        List<String> files = new ArrayList<>();
        for (Path file = pcap; Files.exists(file); file = piece(files.size())) {
            assertTrue(Files.size(file) <= 1_000_000);
            files.add(file.toString());
        }
        assertTrue(files.size() > 3, files.toString()); // some 2 MB of frames each time
        String replayed = Tcprt.replayed(files, directory.resolve("again"), PORT);
        assertEquals(SameLines.sorted(replayed), SameLines.sorted(shard0 + shard1));
    }

    private Path piece(int number) {
        return directory.resolve("ours.pcap." + number);
    }

    @Test
    void quietLineCostsNothingAndTimeStillPasses() throws IOException {
        lab.startNginx();
        try (Child run =
                Tcprt.run(lab.server, "-i srv0 --lports=80 -o " + out + " --write-pcap " + pcap)) {
            // nginx closes after the response; this client never does, and says nothing more.
            String request = "printf 'GET /small HTTP/1.0\\r\\n\\r\\n' >&3";
            lab.keep(
                    lab.client.start(
                            Tool.path("bash"),
                            "-c",
                            "exec 3<>/dev/tcp/" + Lab.SERVER + "/80; " + request + "; sleep 60"));
            // Whether nginx closed or shut down is decided by time alone, one second later.
            run.await(() -> logHas("E", 1), "writes E");
            long before = run.cpuTicks();
            Child.pause(3000);
            long ticks = run.cpuTicks() - before;
            assertTrue(ticks < 100, ticks + " of 300 clock ticks");
            run.terminate(0);
        }
        assertEquals(1, Lab.lines(log(), "R").size());
        assertEquals(Tcprt.replayed(pcap, directory.resolve("again"), "--lports=80"), log());
    }

    @Test
    void interfaceThatGoesDownIsWaitedFor() throws IOException {
        lab.startRedis();
        try (Child run = Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + out)) {
            lab.requests(100, 1);
            run.await(() -> logHas("E", 2), "writes lines");
            lab.server.ip("link set srv0 down");
            run.awaitSaid("srv0: is down; waiting for it to come up\n");
            lab.server.ip("link set srv0 up");
            run.awaitSaid("srv0: is up\n");
            lab.requests(100, 1);
            run.await(() -> logHas("E", 4), "writes lines again");
            run.terminate(0);
        }
        assertEquals(2 * 101, Lab.lines(log(), "R").size());
    }

    @Test
    void interfaceThatIsGoneEndsIt() throws IOException {
        lab.startRedis();
        try (Child run = Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + out)) {
            lab.requests(100, 1);
            lab.server.ip("link del srv0");
            run.awaitEnd(1);
            assertTrue(
                    run.err()
                            .endsWith("srv0: the interface is gone; start again when it is back\n"),
                    run.err());
            assertTrue(run.err().contains("lines to " + out), run.err());
        }
        assertEquals(101, Lab.lines(log(), "R").size());
    }

    @Test
    void interfaceMayBeDownAtTheStart() throws IOException {
        lab.server.ip("link set srv0 down");
        lab.startRedis();
        try (Child run = Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + out)) {
            assertTrue(run.err().startsWith("srv0: is down; waiting for it to come up\n"));
            lab.server.ip("link set srv0 up");
            run.awaitSaid("srv0: is up\n");
            lab.requests(100, 1);
            run.await(() -> logHas("E", 2), "writes lines");
            run.terminate(0);
        }
        assertEquals(101, Lab.lines(log(), "R").size());
    }

    @Test
    void allInterfacesAtOnce() throws IOException {
        Path one = directory.resolve("one");
        lab.startRedis();
        try (Child any =
                        Tcprt.run(
                                lab.server,
                                "-i any " + PORT + " -o " + out + " --write-pcap " + pcap);
                Child run = Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + one)) {
            lab.requests(2000, 3);
            any.terminate(0);
            run.terminate(0);
        }
        assertEquals(Tcprt.replayed(pcap, directory.resolve("again"), PORT), log());
        assertEquals(2001, Lab.lines(log(), "R").size());
        SameLines.check(Files.readString(one.resolve("rt-network-log0")), log(), ANY_TIME_MICROS);
    }

    @Test
    void refusalsSayWhatToDo() throws IOException {
        refused(1, "eth7: no such interface; there are ", "run -i eth7 -o " + out);
        refused(
                2,
                "srv0: the filter 'tcp-prot' cannot be used: ",
                "run -i srv0 --filter tcp-prot -o " + out);
        refused(2, "--interface is any,srv0; any is all interfaces", "run -i any,srv0");
        refused(2, "--interface is srv0,srv0; give one name, or ", "run -i srv0,srv0");
        refused(2, "--interface has no value", "run -i");
        refused(2, "--user is nobody; only the launcher ", "run -i srv0 --user nobody");
        assertFalse(Files.exists(out));
    }

    @Test
    void withoutTheRightToCaptureItSaysHowToGetIt() throws IOException {
        List<String> command = Tcprt.command("run -i srv0 -o " + out);
        command.addAll(0, Tool.command("setpriv", "--bounding-set=-net_raw"));
        try (Child run = lab.server.start(command)) {
            run.awaitEnd(1);
            assertEquals("srv0: permission denied; run as root or grant cap_net_raw\n", run.err());
        }
        assertFalse(Files.exists(out));
    }

    @Test
    void devicesAreListed() throws IOException {
        try (Child devices = lab.server.start(Tcprt.command("devices"))) {
            devices.awaitEnd(0);
            List<String> lines = devices.out().lines().toList();
            assertTrue(
                    lines.stream()
                            .anyMatch(l -> l.matches("srv0 +up +Ethernet +10\\.77\\.1\\.1.*")),
                    devices.out());
            assertTrue(lines.stream().anyMatch(l -> l.startsWith("any ")), devices.out());
        }
        lab.server.ip("link set srv0 down");
        try (Child devices = lab.server.start(Tcprt.command("devices"))) {
            devices.awaitEnd(0);
            assertTrue(
                    devices.out()
                            .lines()
                            .anyMatch(l -> l.matches("srv0 +down +- +10\\.77\\.1\\.1.*")),
                    devices.out());
        }
    }

    private void refused(int exitCode, String message, String arguments) throws IOException {
        try (Child run = lab.server.start(Tcprt.command(arguments))) {
            run.awaitEnd(exitCode);
            assertTrue(run.err().startsWith(message), run.err());
        }
    }
}
