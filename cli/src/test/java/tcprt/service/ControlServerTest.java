package tcprt.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlServerTest {
    @TempDir private Path directory;
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        socket = directory.resolve("run").resolve("tcprt.sock");
        server = ControlServer.open(socket, ControlServerTest::answer);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static String answer(List<String> words) throws Refusal {
        return switch (words.get(0)) {
            case "echo" -> String.join("\n", words.subList(1, words.size()));
            case "fail" -> throw new IllegalStateException("on purpose");
            default -> throw new Refusal(words.get(0) + " is not a command; try echo");
        };
    }

    @Test
    void aCommandIsAnswered() throws Exception {
        assertEquals("a\nb\n", ControlClient.ask(socket, List.of("echo", "a", "b")));
        assertEquals("", ControlClient.ask(socket, List.of("echo")));
    }

    @Test
    void aRefusalComesWithItsReason() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> ControlClient.ask(socket, List.of("frob")));
        assertEquals("frob is not a command; try echo", refusal.getMessage());
    }

    @Test
    void afterAFailureTheNextCommandIsAnswered() throws Exception {
        Refusal failure =
                assertThrows(Refusal.class, () -> ControlClient.ask(socket, List.of("fail")));
        assertTrue(String.valueOf(failure.getMessage()).contains("on purpose"));
        assertEquals("a\n", ControlClient.ask(socket, List.of("echo", "a")));
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        assertEquals("no\nno command; try status\n", raw("\n"));
        assertTrue(raw("x".repeat(3000)).startsWith("no\n"));
        assertEquals("ok\na\n", raw("  echo \t a \r\n"));
    }

    @Test
    void clientsThatSayNothingKeepNobodyWaiting() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }
        assertEquals("a\n", ControlClient.ask(socket, List.of("echo", "a")));
        for (SocketChannel client : silent) {
            client.close();
        }
    }

    @Test
    void ownerAndGroupMayGiveCommandsAndNobodyElse() throws Exception {
        assertEquals(
                "rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void closingRemovesTheSocket() throws Exception {
        server.close();
        assertFalse(Files.exists(socket));
        IOException failure =
                assertThrows(
                        IOException.class, () -> ControlClient.ask(socket, List.of("echo", "a")));
        assertEquals(
                socket + ": no such socket; is tcprt running, and with this --socket?",
                failure.getMessage());
    }

    @Test
    void aSocketInUseIsNotTaken() {
        IOException failure =
                assertThrows(
                        IOException.class,
                        () -> ControlServer.open(socket, ControlServerTest::answer));
        assertTrue(String.valueOf(failure.getMessage()).contains("another tcprt answers there"));
    }

    @Test
    void aSocketThatADeadProcessLeftIsReplaced() throws Exception {
        Path left = directory.resolve("left.sock");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(left));
        }
        assertTrue(Files.exists(left)); // Java does not remove it
        IOException nobody =
                assertThrows(
                        IOException.class, () -> ControlClient.ask(left, List.of("echo", "a")));
        assertEquals(left + ": nobody answers; tcprt is not running", nobody.getMessage());

        ControlServer again = ControlServer.open(left, ControlServerTest::answer);
        assertEquals("a\n", ControlClient.ask(left, List.of("echo", "a")));
        again.close();
    }

    @Test
    void aPathThatIsTooLongIsNamed() {
        Path tooLong = directory.resolve("x".repeat(120));
        IOException failure =
                assertThrows(
                        IOException.class,
                        () -> ControlServer.open(tooLong, ControlServerTest::answer));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith(tooLong + ": cannot be opened as a socket: "));
    }

    private String raw(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }
}
