package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers and clients; we and tcpdump listen on the server's interface. What we write live is
 * what we make of tcpdump's capture, none is missing, and our own capture replays to the same
 * bytes.
 */
@Timeout(120)
class RealServersTest {
    /** tcpdump lets the kernel collect frames for a second, and loses what it was not given. */
    private static final long TCPDUMP_IS_LATE_MS = 2500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    @BeforeEach
    void connect() throws IOException {
        lab = new Lab(directory);
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** What clients do while we listen. */
    private interface Traffic {
        void run() throws IOException;
    }

    @Test
    void nginx() throws IOException {
        String url = "http://" + Lab.SERVER + "/";
        List<String> curl =
                List.of(
                        Tool.path("curl"),
                        "-sf",
                        "-o",
                        "/dev/null",
                        "-o",
                        "/dev/null",
                        "-o",
                        "/dev/null",
                        url + "small",
                        url + "large",
                        url + "small");
        lab.startNginx();
        String log =
                compare(
                        80,
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                lab.client.run(curl);
                            }
                        });
        assertEquals(15, Lab.lines(log, "R").size());
        assertEquals(5, Lab.lines(log, "E").size());
    }

    @Test
    void redis() throws IOException {
        List<String> benchmark =
                Tool.command(
                        "redis-benchmark",
                        "-h " + Lab.SERVER + " -q -c 4 -n 5000 -t set,get,lrange_100");
        lab.startRedis();
        String log = compare(Lab.REDIS, () -> lab.client.run(benchmark));
        // To fill its list for lrange it sends as many requests as for each of the three, and
        // it begins with one for the configuration.
        assertEquals(4 * 5000 + 1, Lab.lines(log, "R").size());
    }

    @Test
    void mariaDb() throws IOException {
        Path data = directory.resolve("data");
        Child.run(
                directory,
                Tool.command(
                        "mariadb-install-db",
                        "--no-defaults --user=root --datadir="
                                + data
                                + " --skip-test-db --skip-innodb --default-storage-engine=Aria"));
        StringBuilder queries = new StringBuilder("create database d; use d;");
        queries.append("create table t (i int, s varchar(2000));");
        for (int i = 0; i < 100; i++) {
            queries.append("insert into t values (" + i + ", repeat('x', 1000));");
        }
        queries.append("select * from t; select count(*) from t where i > 50;");
        List<String> client =
                Tool.command("mariadb", "--no-defaults -h " + Lab.SERVER + " -u root -e");
        client.add(queries.toString());
        try (Child mariaDb =
                lab.server.start(
                        Tool.path("mariadbd"),
                        "--no-defaults",
                        "--user=root",
                        "--datadir=" + data,
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + data + "/pid",
                        "--skip-innodb",
                        "--default-storage-engine=Aria",
                        "--skip-grant-tables",
                        "--skip-name-resolve",
                        "--skip-networking=0",
                        "--bind-address=" + Lab.SERVER)) {
            lab.awaitPort(mariaDb, 3306);
            String log = compare(3306, () -> lab.client.run(client));
            // At least one for each statement.
            assertTrue(Lab.lines(log, "R").size() >= 105, log);
        }
    }

    /** Returns our log, after everything about it was checked. */
    private String compare(int port, Traffic traffic) throws IOException {
        Path theirs = directory.resolve("tcpdump.pcap");
        Path ours = directory.resolve("ours.pcap");
        Path out = directory.resolve("out");
        String ports = "--lports=" + port;
        try (Child tcpdump =
                        lab.server.start(
                                Tool.command(
                                        "tcpdump",
                                        "-i srv0 -s 256 -B 65536 --time-stamp-precision=nano -Z root -w "
                                                + theirs
                                                + " tcp port "
                                                + port));
                Child run =
                        Tcprt.run(
                                lab.server,
                                "-i srv0 " + ports + " -o " + out + " --write-pcap " + ours)) {
            tcpdump.awaitSaid("listening on");
            traffic.run();
            Child.pause(TCPDUMP_IS_LATE_MS);
            tcpdump.terminate(0);
            run.terminate(0);
            String captured = tcpdump.err();
            assertTrue(captured.contains("\n0 packets dropped by kernel"), captured);
            String said = run.err();
            assertTrue(said.endsWith(" 0 dropped by the kernel, 0 by the interface\n"), said);
        }
        String live = Files.readString(out.resolve("rt-network-log0"));
        assertEquals(Tcprt.replayed(ours, directory.resolve("again"), ports), live);
        SameLines.check(
                Tcprt.replayed(theirs, directory.resolve("replayed"), ports),
                live,
                Stamps.apartMicros(theirs, ours));
        return live;
    }
}
