package tcprt.pcaps.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tcprt run} as a service: what it is asked and told, and how its files are read. */
@Timeout(120)
class ServiceTest {
    private static final int OTHER_PORT = 6380;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    private Path mount = Path.of("");
    private Path out = Path.of("");
    private Path config = Path.of("");
    private String socket = "";

    @BeforeEach
    void connect() throws IOException {
        lab = new Lab(directory);
        mount = directory.resolve("tcp-rt");
        out = directory.resolve("out");
        config = directory.resolve("tcprt.yaml");
        socket = "--socket=" + directory.resolve("tcprt.sock");
        trace(Lab.REDIS);
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private void trace(int... ports) throws IOException {
        StringBuilder yaml = new StringBuilder("per-port:\n");
        for (int port : ports) {
            yaml.append("  - port: ").append(port).append('\n');
        }
        Files.writeString(config, yaml);
    }

    /**
     * Starts the service: in the server's network, but where everybody sees what it mounts, which
     * ip netns exec would prevent.
     */
    private Child service(String options) throws IOException {
        List<String> command = Tool.command("nsenter", "--net=/run/netns/" + lab.server.name());
        command.addAll(Tcprt.command("run -i srv0 -c " + config + " " + socket + " " + options));
        Child service = Child.start(directory, command);
        service.awaitSaid("tracing ");
        return service;
    }

    private String ctl(String words) throws IOException {
        return Child.run(directory, Tcprt.command("ctl " + socket + " " + words));
    }

    /** What is said of a command that is refused. */
    private String refusal(String words) throws IOException {
        try (Child refused = Child.start(directory, Tcprt.command("ctl " + socket + " " + words))) {
            refused.awaitEnd(1);
            return refused.err();
        }
    }

    /** A number of {@code ctl status --json}. */
    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(json);
        assertTrue(matcher.find(), json);
        return Long.parseLong(matcher.group(1));
    }

    private String cat(String name) throws IOException {
        return Child.run(directory, List.of(Tool.path("cat"), mount.resolve(name).toString()));
    }

    private String log() throws IOException {
        return Files.readString(out.resolve("rt-network-log0"));
    }

    private static void needsFuse() {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "mounts need /dev/fuse");
        Tool.path("fusermount");
    }

    // ---- The mounted directory ----

    @Test
    void readersOfALiveRingGetWholeLinesAndWithTheOverwrittenOnesAll() throws IOException {
        needsFuse();
        StringBuilder read = new StringBuilder();
        lab.startRedis();
        try (Child service =
                service(
                        "--fuse "
                                + mount
                                + " -o "
                                + out
                                + " --log-buf-num 4 --log-buf-size 8192")) {
            try (Child load = load(20_000)) {
                while (load.isAlive()) {
                    read.append(cat("rt-network-log0"));
                    Child.pause(20); // too slow for 32 KiB of lines
                }
            }
            awaitQuiet(service);
            String status = ctl("status --json");
            long before = number(status, "overwrittenLines");
            read.append(cat("rt-network-log0"));
            String rest = cat("rt-network-log0");
            assertEquals("", rest);

            String log = log();
            assertEquals(number(status, "R"), Lab.lines(log, "R").size());
            List<String> all = log.lines().toList();
            List<String> seen = read.toString().lines().toList();
            assertTrue(read.toString().endsWith("\n"));
            assertEquals(all.size(), seen.size() + before, "lines read and overwritten");
            assertTrue(before > 0, "overwritten lines");
            int at = 0;
            for (String line : seen) { // whole, each once, in order
                while (at < all.size() && !all.get(at).equals(line)) {
                    at++;
                }
                assertTrue(at++ < all.size(), line);
            }
            service.terminate(0);
            assertTrue(service.err().contains(" lines overwritten before they were read"));
        }
        assertFalse(Files.readString(Path.of("/proc/mounts")).contains(mount.toString()));
        assertFalse(Files.exists(directory.resolve("tcprt.sock")));
    }

    private Child load(int requests) throws IOException {
        return lab.client.start(
                Tool.command(
                        "redis-benchmark",
                        "-h " + Lab.SERVER + " -q -c 8 -n " + requests + " -t set"));
    }

    /** Waits until no line comes any more. */
    private void awaitQuiet(Child service) throws IOException {
        String[] last = {""};
        service.await(
                () -> {
                    try {
                        Child.pause(700); // longer than a line rests
                        String before = last[0];
                        last[0] = log();
                        return before.equals(last[0]);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                "quiet");
    }

    @Test
    void parametersAndDeactivateAreFilesAsTheModulesAre() throws IOException {
        needsFuse();
        lab.startRedis();
        lab.startRedis(OTHER_PORT);
        try (Child service = service("--fuse " + mount)) {
            assertEquals("6379\n", cat("parameters/lports"));
            assertEquals("0\n", cat("parameters/stats"));
            ping(OTHER_PORT);
            assertEquals("", readNow());

            shell("echo 6379,6380 > tcp-rt/parameters/lports");
            assertEquals("6379,6380\n", cat("parameters/lports"));
            ping(OTHER_PORT);
            assertEquals(List.of("R", "E"), types(readNow()));

            String refused = shell("echo 70000 | tee tcp-rt/parameters/lports 2>&1 || true");
            assertTrue(refused.contains("Invalid argument"), refused);
            service.awaitSaid("lports is 70000; a port is 1..65535");
            assertEquals("6379,6380\n", cat("parameters/lports"));

            shell("echo 1 > tcp-rt/deactivate");
            ping(OTHER_PORT);
            assertEquals("", readNow());
            service.terminate(0);
        }
    }

    /** What there is to be read once everything so far has been traced. */
    private String readNow() throws IOException {
        Child.pause(1000);
        return cat("rt-network-log0");
    }

    private static List<String> types(String log) {
        return log.lines().map(line -> line.split(" ", -1)[1]).toList();
    }

    private String shell(String script) throws IOException {
        return Child.run(directory, List.of(Tool.path("sh"), "-c", script));
    }

    private void ping(int port) throws IOException {
        lab.client.run(Tool.command("redis-cli", "-h " + Lab.SERVER + " -p " + port + " PING"));
    }

    // ---- Changes while connections are open ----

    /**
     * A connection that asks once, waits until a file {@code go} is there, asks again, and closes.
     */
    private Child longConnection(int port) throws IOException {
        Child client =
                lab.client.start(
                        Tool.path("bash"),
                        "-c",
                        "exec 3<>/dev/tcp/%s/%d; echo PING >&3; read -u 3 a; echo asked >&2;"
                                        .formatted(Lab.SERVER, port)
                                + " while [ ! -e "
                                + directory.resolve("go")
                                + " ]; do read -t 0.05 < <(:); done;"
                                + " echo PING >&3; read -u 3 a");
        client.awaitSaid("asked");
        return client;
    }

    private void letGo(Child client) throws IOException {
        Files.createFile(directory.resolve("go"));
        client.awaitEnd(0);
    }

    @Test
    void aFileThatChangesIsForNewConnectionsAndABrokenOneForNone() throws IOException {
        lab.startRedis();
        lab.startRedis(OTHER_PORT);
        try (Child service = service("-o " + out);
                Child before = longConnection(Lab.REDIS);
                Child untraced = longConnection(OTHER_PORT)) {
            trace(OTHER_PORT);
            service.awaitSaid("reloaded: new connections: local port 6380");
            ping(Lab.REDIS);
            ping(OTHER_PORT);

            Files.writeString(config, "per-port:\n  - port: 6379\n    mode: htp\n");
            service.awaitSaid(config + ":3: per-port[0].mode is htp; allowed are");
            ping(OTHER_PORT);
            String said = refusal("reload");
            assertTrue(said.contains(":3: per-port[0].mode is htp"), said);
            assertTrue(said.contains("nothing has changed"), said);
            letGo(before);
            untraced.awaitEnd(0);
            service.terminate(0);
        }
        String log = log();
        // The old connection: both its requests. Of the other port: the two that came later.
        assertEquals(3, count(log, ":6379 "), log);
        assertEquals(4, count(log, ":6380 "), log);
        assertEquals(2, count(log, "V6 E [0-9]+ [0-9]+ [^ ]+ [^ ]+:6380 1 "), log);
    }

    /** Lines that have this in them. */
    private static long count(String log, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return log.lines().filter(line -> wanted.matcher(line).find()).count();
    }

    @Test
    void afterDeactivationOpenConnectionsFinish() throws IOException {
        lab.startRedis();
        try (Child service = service("-o " + out + " --shards 2");
                Child before = longConnection(Lab.REDIS)) {
            String answer = ctl("deactivate");
            assertTrue(answer.contains("1 traced connections are still open"), answer);
            ping(Lab.REDIS);
            String status = ctl("status");
            assertTrue(status.startsWith("deactivated: "), status);
            assertTrue(status.contains("1 connections traced, 1 of them still open"), status);
            letGo(before);
            service.await(this::nothingIsOpen, "closes");
            service.terminate(0);
        }
        String log = log() + Files.readString(out.resolve("rt-network-log1"));
        assertEquals(List.of("R", "R", "E"), types(log));
    }

    private boolean nothingIsOpen() {
        try {
            return number(ctl("status --json"), "openConnections") == 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reloadingUnderLoadLosesNothing() throws IOException {
        Path pcap = directory.resolve("ours.pcap");
        lab.startRedis();
        try (Child service = service("-o " + out + " --shards 2 --write-pcap " + pcap);
                Child load = load(20_000)) {
            for (int i = 0; load.isAlive(); i++) {
                trace(Lab.REDIS, 7000 + i);
                ctl("reload");
            }
            ctl("set stats 1");
            assertEquals("1\n", ctl("get stats"));
            service.await(this::nothingIsOpen, "closes"); // each writes its last line then
            service.terminate(0);
            assertTrue(service.err().contains(" 0 dropped by the kernel"), service.err());
        }
        String log = log() + Files.readString(out.resolve("rt-network-log1"));
        String again = Tcprt.replayed(pcap, directory.resolve("again"), "--lports=" + Lab.REDIS);
        assertEquals(SameLines.sorted(again), SameLines.sorted(log));
        assertTrue(Lab.lines(log, "R").size() >= 20_000, "lines");
    }

    // ---- Files ----

    @Test
    void filesAreRotatedAndFollowedWithoutLosingALine() throws IOException {
        Path pcap = directory.resolve("ours.pcap");
        Path file = out.resolve("rt-network-log0");
        Path moved = out.resolve("moved");
        lab.startRedis();
        try (Child service =
                service("-o " + out + " --rotate-mb 1 --keep 9 --write-pcap " + pcap)) {
            lab.requests(15_000, 4);
            awaitQuiet(service);
            Files.move(file, moved);
            assertEquals("", ctl("flush"));
            assertTrue(Files.exists(file));
            long movedBytes = Files.size(moved);
            lab.requests(15_000, 4);
            service.terminate(0);
            assertEquals(movedBytes, Files.size(moved));
        }
        StringBuilder log = new StringBuilder();
        List<Path> files = new ArrayList<>();
        for (int i = 9; i > 0; i--) {
            files.add(out.resolve("rt-network-log0." + i));
        }
        files.removeIf(path -> !Files.exists(path));
        assertTrue(files.size() >= 2, files.toString());
        files.add(1, moved); // one was put aside before, one or more after it
        files.add(file);
        for (Path path : files) {
            String text = Files.readString(path, US_ASCII);
            assertTrue(text.isEmpty() || text.endsWith(" \n"), path.toString());
            assertTrue(text.length() <= 1_000_000, path.toString());
            log.append(text);
        }
        assertEquals(
                Tcprt.replayed(pcap, directory.resolve("again"), "--lports=" + Lab.REDIS),
                log.toString());
    }

    @Test
    void signalsReloadAndFlush() throws IOException {
        lab.startRedis();
        try (Child service = service("-o " + out)) {
            service.signal("HUP");
            service.awaitSaid("reloaded: new connections: local port 6379");
            Path moved = out.resolve("moved");
            Files.move(out.resolve("rt-network-log0"), moved);
            service.signal("USR1");
            service.await(() -> Files.exists(out.resolve("rt-network-log0")), "begins it anew");
            service.terminate(0);
        }
    }

    @Test
    void statisticsCanBeTurnedOnAndLookedAt() throws IOException {
        lab.startRedis();
        try (Child service = service("-o " + out)) {
            assertEquals(
                    "statistics are off; turn them on with: tcprt ctl set stats 1\n",
                    refusal("stats"));
            ctl("set stats 1");
            for (int i = 0; i < 3; i++) {
                ping(Lab.REDIS);
            }
            service.await(() -> rowSays(" all 6379 .* 3\n"), "counts three tasks");
            service.terminate(0);
        }
        String rows = Files.readString(out.resolve("rt-network-stats"));
        assertTrue(rows.matches("[0-9]+ all 6379 .* 3\n"), rows); // looking took nothing away
    }

    private boolean rowSays(String pattern) {
        try {
            return Pattern.compile(pattern).matcher(ctl("stats")).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
