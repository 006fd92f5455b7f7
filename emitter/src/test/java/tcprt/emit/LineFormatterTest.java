package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

class LineFormatterTest {
    /**
     * Lines the kernel wrote (golden pairs http-5m-snap128, lab-slow-server-read,
     * net-blackhole-timeout, lab-server-kill, off-bridge) and the hand-made lines of scripts g06,
     * g18 and g19.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "V6 R 1795294001 202662 10.77.1.2:35184 10.77.1.1:80 5000239 135854 10178 0 1 173 0 81 0 1448 ",
                "V6 E 1795294001 338688 10.77.1.2:35184 10.77.1.1:80 2 5000571 0 159 0 10140 ",
                "V6 P 1795294412 8577 10.77.1.1:9000 10.77.1.2:46982 5067 4333 19 0 1 3927 306 86317 0 1448 ",
                "V6 P 1795294163 759972 10.77.1.1:0 0.0.0.0:47384 22 2275 2300 0 2 2242 34 3000 0 1448 ",
                "V6 W 1795294513 263102 10.77.1.2:57760 10.77.1.1:9000 20000 3276300 10496 4 1 712 116 5520 0 1448 ",
                "V6 N 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 1 1000 2920 0 1460 ",
                "V6 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 499 3000001500 1500 0 1 18446744072414584320 0 100 0 1460 ",
                "V6 E 1700000001 2000 10.0.0.2:40000 10.0.0.1:80 1 0 0 100 1 4294967295 "
            })
    void aKernelLineComesOutAsItWentIn(String line) {
        assertEquals(line + "\n", format(Ipv6Text.REAL, RecordText.parse(line)));
    }

    /**
     * The rules of V7, by hand: letters in the order C Z A H F; srtt and cwnd in http and https
     * mode only; behind them the handshake's time and the pairs of first_frame, n counting the
     * numbers.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "V7 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 499 3000 1500 0 1 20 0 100 0 1460 0 10 ",
                "V7 R.C 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 25 3000 1500 0 1 20 0 100 0 1460 1510 10 ",
                "V7 R.H 1700000000 2000 10.0.0.2:40000 10.0.0.1:443 3000 90 15 0 1 20 0 243 0 1448 16 10 H 151878 ",
                "V7 R.ZH 1700000000 2000 10.0.0.2:40000 10.0.0.1:443 3000 90 15 0 1 20 0 243 0 1448 16 10 H 0 ",
                "V7 R.H 1700000000 2000 10.0.0.2:40000 10.0.0.1:443 3000 90 15 0 2 20 0 243 0 1448 16 10 ",
                "V7 R.AF 1700000000 2000 10.0.0.2:40000 10.0.0.1:443 98436 900 15 0 3 20 0 100 0 1448 16 38"
                        + " F 6 7240 214 63698 311 98436 358 ",
                "V7 R.CZAHF 1700000000 2000 10.0.0.2:40000 10.0.0.1:443 9 900 15 0 3 20 0 1 0 1448 16 38"
                        + " H 7 F 2 1 2 ",
                "V7 R.F 1700000000 2000 10.0.0.2:40000 10.0.0.1:3306 499 900 15 0 1 20 0 100 0 1448"
                        + " F 8 100 5 300 9 499 12 499 12 "
            })
    void whatAServiceMarksComesOutAsItWentIn(String line) {
        assertEquals(line + "\n", format(Ipv6Text.REAL, RecordText.parse(line)));
    }

    @Test
    void everyV7LineOfTheGoldenPairsComesOutAsItWentIn() throws IOException {
        int lines = 0;
        for (Path log : Shared.golden("pairs/*/kernel.v7.log")) {
            lines += comesOutAsItWentIn(log, Shared.lines(log));
        }
        assertTrue(lines > 3000, lines + " lines only");
    }

    @Test
    void onlyAnRecordIsEverV7() {
        for (RecordType type : RecordType.values()) {
            TcpRtRecord record = task(type);
            record.parsed = true;
            record.letters = Letter.H.bit();
            String expected = type == RecordType.R ? "V7 R.H " : "V6 " + type + " ";
            assertEquals(expected, format(Ipv6Text.REAL, record).substring(0, expected.length()));
        }
    }

    @Test
    void everyLineOfTheGoldenPairsComesOutAsItWentIn() throws IOException {
        int lines = 0;
        for (Path log : Shared.golden("pairs/*/kernel{,.peer}.log{,.gz}")) {
            lines += comesOutAsItWentIn(log, Shared.lines(log));
        }
        assertTrue(lines > 3000, lines + " lines only");
    }

    @Test
    void everyLineOfTheGoldenScriptsComesOutAsItWentIn() throws IOException {
        int lines = 0;
        for (Path script : Shared.golden("scripts/*.txt")) {
            List<String> expected =
                    Files.readAllLines(script).stream()
                            .filter(line -> line.startsWith("V6 "))
                            .map(line -> line.substring(0, line.indexOf('$')))
                            .toList();
            lines += comesOutAsItWentIn(script, expected);
        }
        assertTrue(lines > 70, lines + " lines only");
    }

    private static int comesOutAsItWentIn(Path source, List<String> lines) {
        for (String line : lines) {
            assertEquals(
                    line + "\n",
                    format(Ipv6Text.REAL, RecordText.parse(line)),
                    () -> source.toString());
        }
        return lines.size();
    }

    @Test
    void anIntOfTheKernelThatIsNegativeIsPrintedAsUnsigned64Bits() {
        TcpRtRecord record = task(RecordType.R);
        record.serverTimeMicros = (int) 3_000_000_000L;
        record.receiveTimeMicros = -1;

        assertTrue(
                format(Ipv6Text.REAL, record)
                        .contains(" 18446744072414584320 18446744073709551615 "));
    }

    @Test
    void everyRecordAtItsWidestFitsALine() {
        for (RecordType type : RecordType.values()) {
            TcpRtRecord record = task(type);
            record.ipv6 = true;
            record.startTimeNs = Long.MAX_VALUE;
            record.remoteAddressHigh = -1;
            record.remoteAddressLow = -1;
            record.localAddressHigh = -1;
            record.localAddressLow = -1;
            record.remotePort = 65535;
            record.localPort = 65535;
            record.sentBytes = -1;
            record.totalMicros = -1;
            record.minRttMicros = -1;
            record.retransmits = -1;
            record.taskNumber = -1;
            record.serverTimeMicros = -1;
            record.receiveTimeMicros = -1;
            record.receivedBytes = -1;
            record.unackedBytes = -1;
            record.reordered = -1;
            record.mssBytes = -1;
            record.parsed = true;
            record.letters = -1;
            record.smoothedRttMicros = -1;
            record.congestionWindow = -1;
            record.handshakeMicros = Long.MAX_VALUE;
            record.firstFrames = TcpRtRecord.MAX_FIRST_FRAMES;
            Arrays.fill(record.firstFrameBytes, -1);
            Arrays.fill(record.firstFrameMicros, -1);

            String line = format(Ipv6Text.REAL, record);

            assertTrue(line.length() <= LineFormatter.MAX_LINE_BYTES, line);
            String widest = " 18446744073709551615";
            int fields = line.split(widest, -1).length - 1;
            int expected =
                    switch (type) {
                        case R -> 20; // with srtt, cwnd and four pairs
                        case W, P -> 10;
                        case E -> 6;
                        case N -> 5;
                    };
            assertEquals(expected, fields, line);
        }
    }

    @Test
    void aLineIsWrittenAtItsOffsetAndNothingOutsideItsRoom() {
        TcpRtRecord record = RecordText.parse("V6 N 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 1 9 ");
        byte[] target = new byte[7 + LineFormatter.MAX_LINE_BYTES + 7];
        Arrays.fill(target, (byte) '#');

        int length = new LineFormatter(Ipv6Text.REAL).format(record, target, 7);

        String text = new String(target, StandardCharsets.US_ASCII);
        assertEquals(
                "#######V6 N 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 1 9 \n",
                text.substring(0, 7 + length));
        assertEquals("#######", text.substring(7 + LineFormatter.MAX_LINE_BYTES));
    }

    @Test
    void timesOnBothSidesOfASecondArePrintedInWhateverOrderTheyCome() {
        LineFormatter formatter = new LineFormatter(Ipv6Text.REAL);
        byte[] target = new byte[LineFormatter.MAX_LINE_BYTES];
        String ends = " 10.0.0.2:3 10.0.0.1:4 5 6 7 1 9 ";
        for (String time :
                List.of(
                        "1700000000 999999",
                        "1700000001 0",
                        "1700000000 0",
                        "1700000001 999999",
                        "0 1",
                        "9223372035 999999",
                        "999999999 5",
                        "1000000000 5")) {
            String line = "V6 N " + time + ends;
            int length = formatter.format(RecordText.parse(line), target, 0);
            assertEquals(line + "\n", new String(target, 0, length, StandardCharsets.US_ASCII));
        }
    }

    /** As the kernel's {@code %lu} would: no capture has such times. */
    @Test
    void timesBefore1970ArePrintedAsUnsigned64Bits() {
        TcpRtRecord record = task(RecordType.N);
        record.startTimeNs = -1;
        String justBefore = format(Ipv6Text.REAL, record);
        record.startTimeNs = Long.MIN_VALUE; // 9223372036.854775808 s before
        String longBefore = format(Ipv6Text.REAL, record);

        assertAll(
                () ->
                        assertEquals(
                                "V6 N 18446744073709551615 999999 ", justBefore.substring(0, 33)),
                () ->
                        assertEquals(
                                "V6 N 18446744064486179579 145224 ", longBefore.substring(0, 33)));
    }

    @Test
    void ipv6EndsArePrintedInBracketsOrAsTheModuleDoes() {
        TcpRtRecord record = RecordText.parse("V6 N 1 2 0.0.0.0:40000 0.0.0.0:443 5 6 7 0 9 ");
        record.ipv6 = true;
        record.remoteAddressHigh = 0x2001_0db8_0000_0000L;
        record.remoteAddressLow = 2;
        record.localAddressHigh = 0x2001_0db8_0000_0000L;
        record.localAddressLow = 1;

        assertAll(
                () ->
                        assertEquals(
                                "V6 N 1 2 [2001:db8::2]:40000 [2001:db8::1]:443 5 6 7 0 9 \n",
                                format(Ipv6Text.REAL, record)),
                () ->
                        assertEquals(
                                "V6 N 1 2 127.0.0.6:40000 127.0.0.6:443 5 6 7 0 9 \n",
                                format(Ipv6Text.MODULE, record)),
                () -> {
                    record.activeOpen = true;
                    assertEquals(
                            "V6 N 1 2 0.0.0.0:40000 0.0.0.0:443 5 6 7 0 9 \n",
                            format(Ipv6Text.MODULE, record));
                });
    }

    @Test
    void ipv4EndsArePrintedAlikeInBothIpv6Modes() {
        String line = "V6 N 1 2 192.0.2.255:40000 198.51.100.0:443 5 6 7 0 9 ";

        assertEquals(line + "\n", format(Ipv6Text.MODULE, RecordText.parse(line)));
    }

    private static TcpRtRecord task(RecordType type) {
        TcpRtRecord record =
                RecordText.parse("V6 R 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 8 9 10 11 12 1 14 ");
        record.type = type;
        return record;
    }

    private static String format(Ipv6Text ipv6Text, TcpRtRecord record) {
        byte[] target = new byte[LineFormatter.MAX_LINE_BYTES];
        int length = new LineFormatter(ipv6Text).format(record, target, 0);
        return new String(target, 0, length, StandardCharsets.US_ASCII);
    }
}
