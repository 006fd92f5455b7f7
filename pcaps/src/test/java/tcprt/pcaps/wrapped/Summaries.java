package tcprt.pcaps.wrapped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tcprt.cli.CommandInProcess;

/** What the command says to a human at the end of a run. */
final class Summaries {
    private Summaries() {}

    static String of(List<Frame> frames, Path directory) throws IOException {
        Path capture = directory.resolve("summary.pcap");
        PcapFile.write(frames, capture);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        String out = directory.resolve("summary").toString();
        int exitCode = CommandInProcess.run(err, "replay", "-o", out, capture.toString());
        assertEquals(0, exitCode, said.toString(StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }
}
