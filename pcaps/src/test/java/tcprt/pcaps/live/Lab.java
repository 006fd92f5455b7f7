package tcprt.pcaps.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A server and a client, each in a namespace of its own, joined by a wire. */
final class Lab implements AutoCloseable {
    static final String SERVER = "10.77.1.1";
    static final String CLIENT = "10.77.1.2";
    static final int REDIS = 6379;

    final Path directory;
    final Namespace server;
    final Namespace client;
    private final Deque<Child> programs = new ArrayDeque<>();

    /**
     * Joins {@code srv0} of the server and {@code cli0} of the client.
     *
     * @param directory for what programs say and write
     */
    Lab(Path directory) throws IOException {
        this.directory = directory;
        this.server = new Namespace(directory);
        this.client = new Namespace(directory);
        try {
            Namespace.join(server, "srv0", SERVER + "/24", client, "cli0", CLIENT + "/24");
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Lets a program run until the lab is closed. */
    Child keep(Child program) {
        programs.push(program);
        return program;
    }

    /** Starts redis on the server and waits until it listens. */
    void startRedis() throws IOException {
        startRedis(REDIS);
    }

    /** Starts redis on this port of the server and waits until it listens. */
    void startRedis(int port) throws IOException {
        Child redis =
                keep(
                        server.start(
                                Tool.command(
                                        "redis-server",
                                        "--port "
                                                + port
                                                + " --bind "
                                                + SERVER
                                                + " --protected-mode no --save ")));
        awaitPort(redis, port);
    }

    /** Sends so many requests to redis, on so many connections. */
    void requests(int count, int connections) throws IOException {
        client.run(
                Tool.command(
                        "redis-benchmark",
                        "-h " + SERVER + " -q -c " + connections + " -n " + count + " -t set"));
    }

    /** Starts nginx with one small and one large file, and waits until it listens on port 80. */
    void startNginx() throws IOException {
        startNginx("");
    }

    /**
     * Starts nginx with one small and one large file, and waits until it listens on port 80.
     *
     * @param more servers in its own language; {@code %1$s} is the directory, {@code %2$s} the
     *     server's address
     */
    void startNginx(String more) throws IOException {
        Path www = Files.createDirectories(directory.resolve("www"));
        Files.write(www.resolve("small"), new byte[300]);
        Files.write(www.resolve("large"), new byte[300_000]);
        Path configuration =
                Files.writeString(
                        directory.resolve("nginx.conf"),
                        """
                        daemon off;
                        master_process off; # a worker would outlive its killed master
                        user root;
                        pid %1$s/nginx.pid;
                        error_log %1$s/error.log;
                        events {}
                        http {
                            access_log off;
                            server { listen %2$s:80; root %1$s/www; }
                            %3$s
                        }
                        """
                                .formatted(directory, SERVER, more.formatted(directory, SERVER)));
        Child nginx =
                keep(
                        server.start(
                                Tool.command("nginx", "-p " + directory + " -c " + configuration)));
        awaitPort(nginx, 80);
    }

    /** Waits until a program on the server listens. */
    void awaitPort(Child program, int port) throws IOException {
        String listens = ".*:%04X 0+:0000 0A .*".formatted(port); // proc_net_tcp(5)
        program.await(
                () -> {
                    try {
                        return server.run(Tool.command("cat", "/proc/net/tcp"))
                                .lines()
                                .anyMatch(line -> line.matches(listens));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                "listens on " + port);
    }

    /** Lines of a log of this type. */
    static List<String> lines(String log, String type) {
        return log.lines().filter(line -> line.startsWith("V6 " + type + " ")).toList();
    }

    @Override
    @SuppressWarnings("try") // the resource is there to be closed, not to be used
    public void close() throws IOException {
        programs.forEach(Child::close);
        try (server) {
            client.close();
        }
    }
}
