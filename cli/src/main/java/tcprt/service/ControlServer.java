package tcprt.service;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A Unix socket on which the program is asked and told.
 *
 * <p>One request and one answer per connection, both text. The request is a line of words separated
 * by blanks. The answer's first line is {@code ok} or {@code no}; behind it comes what was asked
 * for, or the reason. So {@code echo status | nc -U tcprt.sock} is enough to ask.
 *
 * <p>Whoever may write to the socket may give every command: its mode is 0660. A client that says
 * nothing is let go after five seconds and keeps nobody else waiting.
 */
public final class ControlServer implements Closeable {
    /** First line of an answer to a command that was carried out. */
    static final String OK = "ok";

    /** First line of an answer to one that was not. */
    static final String NO = "no";

    private static final int REQUEST_BYTES = 4096;
    private static final int CLIENTS = 16;
    private static final long PATIENCE_S = 5;

    /** Carries out commands. Several threads may call at once. */
    public interface Commands {
        /**
         * Carries out one.
         *
         * @param words at least one
         * @return the answer, any number of lines
         * @throws Refusal if it is not carried out
         */
        String answer(List<String> words) throws Refusal;
    }

    private final Path path;
    private final ServerSocketChannel server;
    private final Commands commands;
    private final Semaphore places = new Semaphore(CLIENTS);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "control-timer"));

    private ControlServer(Path path, ServerSocketChannel server, Commands commands) {
        this.path = path;
        this.server = server;
        this.commands = commands;
    }

    /**
     * Opens the socket and answers from now on, in threads of its own. A socket that a process left
     * which is gone is replaced.
     *
     * @throws IOException if it cannot be opened; the message is complete
     */
    public static ControlServer open(Path path, Commands commands) throws IOException {
        ServerSocketChannel server = bind(path);
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            ControlServer control = new ControlServer(path, server, commands);
            daemon(control::accept, "control").start();
            return control;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ServerSocketChannel bind(Path path) throws IOException {
        if (Files.exists(path)) {
            if (isAnswered(path)) {
                throw new IOException(
                        path + ": another tcprt answers there; end it, or name another --socket");
            }
            Files.delete(path);
        }
        Path directory = path.toAbsolutePath().getParent();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
            server.bind(UnixDomainSocketAddress.of(path));
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    path
                            + ": cannot be opened as a socket: "
                            + (e instanceof BindException ? e.getMessage() : reason(e))
                            + "; name another --socket",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(e.getMessage());
    }

    private static boolean isAnswered(Path path) {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (places.tryAcquire()) {
                    daemon(() -> serve(client), "control-client").start();
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // Closed, and so done; or out of descriptors, and then the next one may get
                // through.
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            Future<?> patience = timer.schedule(() -> letGo(client), PATIENCE_S, TimeUnit.SECONDS);
            String request = readLine(client);
            patience.cancel(false);
            write(client, answer(request));
        } catch (IOException | RejectedExecutionException e) {
            // The client has gone, or we are closed; nobody else is concerned.
        } finally {
            places.release();
        }
    }

    private static void letGo(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(REQUEST_BYTES);
        while (bytes.hasRemaining() && client.read(bytes) >= 0) {
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    private String answer(String request) {
        if (request.isEmpty()) {
            return NO + "\nno command; try status\n";
        }
        try {
            String text = commands.answer(List.of(request.split("\\s+")));
            return OK + "\n" + text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n");
        } catch (Refusal e) {
            return NO + "\n" + e.getMessage() + "\n";
        } catch (RuntimeException e) { // the client has to hear of it, the service goes on
            return NO + "\ninternal error: " + e + "\n";
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Answers no more and removes the socket. */
    @Override
    public void close() throws IOException {
        server.close();
        timer.shutdownNow();
        Files.deleteIfExists(path);
    }
}
