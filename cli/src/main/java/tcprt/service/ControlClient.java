package tcprt.service;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The other end of {@link ControlServer}. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * Gives a command and waits for the answer.
     *
     * @param words without blanks
     * @return what was asked for, any number of lines
     * @throws Refusal if the service does not carry it out
     * @throws IOException if nobody answers; the message is complete
     */
    public static String ask(Path path, List<String> words) throws IOException, Refusal {
        String answer;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(
                    ByteBuffer.wrap(
                            (String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8)));
            answer =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(path + ": " + why(path, e), e);
        }
        int end = answer.indexOf('\n');
        String rest = answer.substring(end + 1);
        if (end >= 0 && answer.substring(0, end).equals(ControlServer.OK)) {
            return rest;
        }
        throw new Refusal(
                end < 0 ? path + ": no answer; the service is ending or overrun" : rest.strip());
    }

    private static String why(Path path, IOException e) {
        if (!Files.exists(path)) {
            return "no such socket; is tcprt running, and with this --socket?";
        }
        if (e instanceof ConnectException || !Files.isWritable(path)) {
            return Files.isWritable(path)
                    ? "nobody answers; tcprt is not running"
                    : "permission denied; be root or in the socket's group";
        }
        return String.valueOf(e.getMessage());
    }
}
