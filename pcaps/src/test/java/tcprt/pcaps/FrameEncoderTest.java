package tcprt.pcaps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frames a script becomes, read by hand and by tshark. */
final class FrameEncoderTest {
    private static final List<String> SCRIPT =
            List.of(
                    "trace a local 192.0.2.1:80 remote 192.0.2.2:40000 mode default",
                    "trace b local 192.0.2.1:80 isn 0xffffffff remote 192.0.2.2:40001 mode"
                            + " default timestamps",
                    "trace c local [2001:db8::1]:80 remote [2001:db8::2]:40002 mode default",
                    "clock 1700000000.000000",
                    "+0   a < S  0:0(0) win 64240 <mss 1460,sackOK,wscale 7>",
                    "+1us a > S. 0:0(0) ack 1 win 65160 <mss 1400,sackOK,TS val 9 ecr 8,wscale 2>",
                    "+1us a < .  1:1(0) ack 1 <sack 101:201 301:401>",
                    "+1us b < S  0:0(0)",
                    "+1us b > P. 1:1001(1000) ack 1 win 0",
                    "+1us b < FP. 1:4(3) ack 1001",
                    "+1us c < S  0:0(0) <mss 1440,FO 0123456789abcdef>",
                    "+1us c > R  1:1(0)",
                    "+1us time",
                    "+5ns c > U  1:2(1)");

    @TempDir private Path directory = Path.of("");

    @Test
    void aSynIsTheBytesOfTheRfcs() {
        // Written by hand from RFC 791, 9293, 2018 and 7323; checksums by tcpdump's own check
        // below.
        PacketScript script =
                ScriptParser.parse(
                        "x.pkt", List.of(SCRIPT.get(0), "+0 a < S 0:0(0) win 64240 <mss 1460>"));
        byte[] frame = new FrameEncoder().encode((Step.Segment) script.steps().get(0));
        byte[] withoutChecksums = frame.clone();
        for (int checksum : new int[] {24, 25, 50, 51}) {
            withoutChecksums[checksum] = 0;
        }
        assertArrayEquals(
                HexFormat.of()
                        .parseHex(
                                "020000000001"
                                        + "020000000002"
                                        + "0800" // Ethernet II
                                        + "4500002c"
                                        + "00004000"
                                        + "40060000" // IPv4
                                        + "c0000202"
                                        + "c0000201" // 192.0.2.2 to 192.0.2.1
                                        + "9c400050"
                                        + "00001388"
                                        + "00000000" // ports, seq 5000
                                        + "6002faf0"
                                        + "00000000" // 24 bytes, SYN, window
                                        + "020405b4"), // MSS 1460
                withoutChecksums);
    }

    @Test
    void anotherDecoderReadsWhatTheScriptSays() throws Exception {
        List<String> expected =
                List.of(
                        "1700000000.000000000|40000|80|5000|0|0x0002|64240|0|1460|7||||| 1",
                        "1700000000.000001000|80|40000|1000|5001|0x0012|65160|0|1400|2|9|8||| 1",
                        "1700000000.000002000|40000|80|5001|1001|0x0010|64240|0|||||1101,1301"
                                + "|1201,1401| 1",
                        // The clock in milliseconds, modulo 2^32, is 3487918080.
                        "1700000000.000003000|40001|80|5000|0|0x0002|65535|0|||3488918080|0||| 1",
                        "1700000000.000004000|80|40001|0|5001|0x0018|0|1000|||3487918080"
                                + "|3488918080||| 1",
                        "1700000000.000005000|40001|80|5001|1000|0x0019|65535|3|||3488918080"
                                + "|3487918080||| 1",
                        "1700000000.000006000|40002|80|5000|0|0x0002|65535|0|1440|||||| 1",
                        "1700000000.000007000|80|40002|1001|0|0x0004|65535|0||||||| 1",
                        "1700000000.000008000|||||||||||||| ",
                        "1700000000.000008005|80|40002|1001|0|0x0020|65535|1||||||| 1");
        assertEquals(
                expected.stream().map(line -> line.replace(" ", "")).toList(),
                tshark(
                        capture(SCRIPT),
                        "frame.time_epoch tcp.srcport tcp.dstport tcp.seq_raw tcp.ack_raw"
                                + " tcp.flags tcp.window_size_value tcp.len tcp.options.mss_val"
                                + " tcp.options.wscale.shift tcp.options.timestamp.tsval"
                                + " tcp.options.timestamp.tsecr tcp.options.sack_le"
                                + " tcp.options.sack_re tcp.checksum.status"));
    }

    @Test
    void anotherDecoderReadsTheAddresses() throws Exception {
        List<String> lines =
                tshark(capture(SCRIPT), "ip.src ip.dst ip.checksum.status ipv6.src ipv6.dst");
        assertEquals("192.0.2.2|192.0.2.1|1||", lines.get(0));
        assertEquals("192.0.2.1|192.0.2.2|1||", lines.get(1));
        assertEquals("|||2001:db8::2|2001:db8::1", lines.get(6));
        assertEquals("|||2001:db8::1|2001:db8::2", lines.get(7));
    }

    @Test
    void everyFrameOfEveryScriptHasGoodChecksums() throws Exception {
        List<PacketScript> scripts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Path file : ScriptFiles.all()) {
            PacketScript script = PacketScript.read(file);
            scripts.add(script);
            for (Step step : script.steps()) {
                if (step instanceof Step.Segment segment) {
                    expected.add(segment.connection().local().isIpv6() ? "1|" : "1|1");
                } else if (step instanceof Step.PassTime) {
                    expected.add("|");
                }
            }
        }
        Path capture = directory.resolve("all.pcap");
        ScriptCapture.write(scripts, capture, ScriptCapture.WHOLE_FRAMES);
        List<String> actual = tshark(capture, "tcp.checksum.status ip.checksum.status");
        assertEquals(expected.size(), actual.size());
        for (int frame = 0; frame < expected.size(); frame++) {
            assertEquals(expected.get(frame), actual.get(frame), "frame " + (frame + 1));
        }
    }

    private Path capture(List<String> lines) throws IOException {
        Path capture = directory.resolve("x.pcap");
        ScriptCapture.write(ScriptParser.parse("x.pkt", lines), capture);
        return capture;
    }

    /** One line per frame, fields apart by a bar; checksum status 1 is "good". */
    private static List<String> tshark(Path capture, String fields)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
        command.addAll(List.of("-o", "tcp.relative_sequence_numbers:FALSE"));
        command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=a"));
        for (String field : fields.split(" ", -1)) {
            command.addAll(List.of("-e", field));
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException notInstalled) {
            Assumptions.abort("tshark is not installed (Debian package tshark)");
            throw notInstalled;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "tshark does not end");
        return output.lines().toList();
    }
}
