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
    private static final String SERVER = "10.77.1.1";
    private static final String CLIENT = "10.77.1.2";

    /**
     * tcpdump lets the kernel collect frames for a second, and loses what it has not been given.
     */
    private static final long TCPDUMP_IS_LATE_MS = 2500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Namespace server;

    @SuppressWarnings("NullAway.Init")
    private Namespace client;

    @BeforeEach
    void connect() throws IOException {
        server = new Namespace(directory);
        client = new Namespace(directory);
        Namespace.join(server, "srv0", SERVER + "/24", client, "cli0", CLIENT + "/24");
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        for (Namespace each : new Namespace[] {server, client}) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** What clients do while we listen. */
    private interface Traffic {
        void run() throws IOException;
    }

    @Test
    void nginx() throws IOException {
        Path www = Files.createDirectories(directory.resolve("www"));
        Files.write(www.resolve("small"), new byte[300]);
        Files.write(www.resolve("large"), new byte[300_000]);
        Path configuration =
                Files.writeString(
                        directory.resolve("nginx.conf"),
                        """
                        daemon off;
                        user root;
                        pid %1$s/nginx.pid;
                        error_log %1$s/error.log;
                        events {}
                        http {
                            access_log off;
                            server { listen %2$s:80; root %1$s/www; }
                        }
                        """
                                .formatted(directory, SERVER));
        try (Child nginx =
                server.start(
                        Tool.path("nginx"), "-p", directory.toString(), "-c", "" + configuration)) {
            awaitPort(nginx, 80);
            List<String> lines =
                    compare(
                            80,
                            () -> {
                                String url = "http://" + SERVER + "/";
                                for (int i = 0; i < 5; i++) {
                                    client.run(
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
                                }
                            });
            assertEquals(15, count(lines, "R"));
            assertEquals(5, count(lines, "E"));
        }
    }

    @Test
    void redis() throws IOException {
        try (Child redis =
                server.start(
                        Tool.path("redis-server"),
                        "--port",
                        "6379",
                        "--bind",
                        SERVER,
                        "--protected-mode",
                        "no",
                        "--save",
                        "")) {
            awaitPort(redis, 6379);
            List<String> lines =
                    compare(
                            6379,
                            () ->
                                    client.run(
                                            Tool.path("redis-benchmark"),
                                            "-h",
                                            SERVER,
                                            "-q",
                                            "-c",
                                            "4",
                                            "-n",
                                            "5000",
                                            "-t",
                                            "set,get,lrange_100"));
            // lrange_100 fills its list first, with as many requests as each of the three.
            assertTrue(count(lines, "R") >= 20_000, () -> count(lines, "R") + " tasks");
        }
    }

    @Test
    void mariaDb() throws IOException {
        Path data = directory.resolve("data");
        Child.run(
                directory,
                List.of(
                        Tool.path("mariadb-install-db"),
                        "--no-defaults",
                        "--user=root",
                        "--datadir=" + data,
                        "--skip-test-db",
                        "--skip-innodb",
                        "--default-storage-engine=Aria"));
        try (Child mariaDb =
                server.start(
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
                        "--bind-address=" + SERVER)) {
            awaitPort(mariaDb, 3306);
            StringBuilder queries = new StringBuilder("create database d; use d;");
            queries.append("create table t (i int, s varchar(2000));");
            for (int i = 0; i < 100; i++) {
                queries.append("insert into t values (" + i + ", repeat('x', 1000));");
            }
            queries.append("select * from t; select count(*) from t where i > 50;");
            List<String> lines =
                    compare(
                            3306,
                            () ->
                                    client.run(
                                            Tool.path("mariadb"),
                                            "--no-defaults",
                                            "-h",
                                            SERVER,
                                            "-u",
                                            "root",
                                            "-e",
                                            queries.toString()));
            assertTrue(count(lines, "R") >= 104, () -> count(lines, "R") + " tasks");
        }
    }

    private void awaitPort(Child program, int port) throws IOException {
        String wanted = ":%04X".formatted(port);
        program.await(
                () -> {
                    try {
                        return server.run(Tool.path("cat"), "/proc/net/tcp")
                                .lines()
                                .anyMatch(line -> line.matches(".*" + wanted + " 0+:0000 0A .*"));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                "listens on " + port);
    }

    /** Returns our lines, after everything about them was checked. */
    private List<String> compare(int port, Traffic traffic) throws IOException {
        Path theirs = directory.resolve("tcpdump.pcap");
        Path ours = directory.resolve("ours.pcap");
        Path out = directory.resolve("out");
        String ports = "--lports=" + port;
        String said;
        try (Child tcpdump =
                        server.start(
                                Tool.path("tcpdump"),
                                "-i",
                                "srv0",
                                "-s",
                                "256",
                                "-B",
                                "65536",
                                "--time-stamp-precision=nano",
                                "-Z",
                                "root",
                                "-w",
                                "" + theirs,
                                "tcp port " + port);
                Child run =
                        Tcprt.run(
                                server,
                                "-i",
                                "srv0",
                                ports,
                                "-o",
                                "" + out,
                                "--write-pcap",
                                "" + ours)) {
            tcpdump.awaitSaid("listening on");
            traffic.run();
            Child.pause(TCPDUMP_IS_LATE_MS);
            tcpdump.terminate(0);
            run.terminate(0);
            String captured = tcpdump.err();
            assertTrue(captured.contains("\n0 packets dropped by kernel"), captured);
            said = run.err();
        }
        assertTrue(said.contains(" 0 dropped by the kernel, 0 by the interface\n"), said);
        String live = Files.readString(out.resolve("rt-network-log0"));
        assertEquals(Tcprt.replayed(ours, directory.resolve("again"), ports), live);
        SameLines.check(
                Tcprt.replayed(theirs, directory.resolve("replayed"), ports),
                live,
                Stamps.apartMicros(theirs, ours));
        return live.lines().toList();
    }

    private static long count(List<String> lines, String type) {
        return lines.stream().filter(line -> line.startsWith("V6 " + type + " ")).count();
    }
}
