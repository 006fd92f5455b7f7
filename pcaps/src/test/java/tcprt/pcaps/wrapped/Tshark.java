package tcprt.pcaps.wrapped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A decoder that knows nothing of ours. */
final class Tshark {
    private static final int TIMEOUT_S = 120;

    /** The link layers and tunnels are asked for; what is in TCP, and its analysis, is not. */
    private static final List<String> COMMAND =
            List.of(
                    "tshark",
                    "-n",
                    "-Y",
                    "tcp",
                    "-d",
                    "udp.port==" + Headers.OTHER_VXLAN_PORT + ",vxlan",
                    "-o",
                    "tcp.analyze_sequence_numbers:FALSE",
                    "-o",
                    "tcp.desegment_tcp_streams:FALSE",
                    "-T",
                    "fields",
                    "-e",
                    "frame.protocols");

    private Tshark() {}

    /**
     * Fields of the frames with a TCP layer that is not a quotation in an ICMP error; the calling
     * test is skipped if tshark is not installed.
     *
     * @return frame after frame, with tabs between the fields
     */
    static List<String> ofTcpFrames(Path capture, String... fields)
            throws IOException, InterruptedException {
        Path answer = Files.createTempFile("tcprt-tshark", ".txt");
        try {
            run(answer, capture, fields);
            List<String> values = new ArrayList<>();
            for (String line : Files.readAllLines(answer)) {
                int tab = line.indexOf('\t');
                if (!line.substring(0, tab).contains(":icmp")) {
                    values.add(line.substring(tab + 1));
                }
            }
            return values;
        } finally {
            Files.delete(answer);
        }
    }

    private static void run(Path answer, Path capture, String... fields)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(COMMAND);
        Arrays.stream(fields).forEach(field -> command.addAll(List.of("-e", field)));
        command.addAll(List.of("-r", capture.toString()));
        ProcessBuilder tshark = new ProcessBuilder(command);
        tshark.redirectOutput(answer.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = tshark.start();
        } catch (IOException e) {
            Assumptions.abort("tshark is not installed");
            return;
        }
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("tshark takes too long for " + capture);
        }
    }
}
