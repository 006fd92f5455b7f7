package tcprt.pcaps.wrapped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A decoder that knows nothing of ours. */
final class Tshark {
    private static final int TIMEOUT_S = 120;

    private Tshark() {}

    /**
     * Fields of the frames with a TCP layer that is not a quotation in an ICMP error; the calling
     * test is skipped if tshark is not installed.
     *
     * @param field one that every such frame has
     * @return frame after frame
     */
    static List<String> ofTcpFrames(Path capture, String field)
            throws IOException, InterruptedException {
        Path answer = Files.createTempFile("tcprt-tshark", ".txt");
        try {
            run(answer, capture, field);
            List<String> values = new ArrayList<>();
            for (String line : Files.readAllLines(answer)) {
                String[] columns = line.split("\t", -1);
                if (!columns[0].contains(":icmp")) {
                    values.add(columns[1]);
                }
            }
            return values;
        } finally {
            Files.delete(answer);
        }
    }

    private static void run(Path answer, Path capture, String field)
            throws IOException, InterruptedException {
        ProcessBuilder tshark =
                new ProcessBuilder(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-Y",
                        "tcp",
                        "-T",
                        "fields",
                        "-e",
                        "frame.protocols",
                        "-e",
                        field);
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
