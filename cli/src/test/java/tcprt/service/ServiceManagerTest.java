package tcprt.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a socket of Python's in systemd's place. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceManagerTest {
    private static final String LISTENER =
            """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name[0] == '@' else name)
            print('bound', flush=True)
            print(s.recv(4096).decode().replace('\\n', '|'), flush=True)
            """;

    @TempDir private Path directory;

    @Test
    void aPathIsTold() throws Exception {
        assertEquals("READY=1|STATUS=tracing", heardOn(directory.resolve("notify").toString()));
    }

    @Test
    void anAbstractNameIsTold() throws Exception {
        String name = "@tcprt-test/" + ProcessHandle.current().pid();
        assertEquals("READY=1|STATUS=tracing", heardOn(name));
    }

    @Test
    void withoutAServiceManagerNobodyIsTold() throws Exception {
        ServiceManager.of(Map.of()).tell("READY=1");
    }

    @Test
    void aSocketThatIsGoneIsNamed() {
        String gone = directory.resolve("gone").toString();
        IOException failure = assertThrows(IOException.class, () -> manager(gone).tell("READY=1"));
        assertEquals(
                gone
                        + ": the service manager cannot be told (errno 2); with Type=notify it will"
                        + " take the start for failed",
                failure.getMessage());
    }

    @Test
    void whatIsNoNameOfASocketIsRefused() {
        assertThrows(IOException.class, () -> manager("notify").tell("READY=1"));
        assertThrows(IOException.class, () -> manager("/" + "x".repeat(107)).tell("READY=1"));
    }

    private static String heardOn(String name) throws IOException, InterruptedException {
        Process listener = start(name);
        try (BufferedReader reader = listener.inputReader()) {
            assertEquals("bound", reader.readLine());
            manager(name).tell("READY=1\nSTATUS=tracing");
            return reader.readLine();
        } finally {
            listener.destroyForcibly().waitFor();
        }
    }

    private static Process start(String name) {
        try {
            return new ProcessBuilder("python3", "-c", LISTENER, name)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: needs python3");
            throw new AssertionError(e);
        }
    }

    private static ServiceManager manager(String name) {
        return ServiceManager.of(Map.of("NOTIFY_SOCKET", name));
    }
}
