package tcprt.emit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tcprt.task.Letter;
import tcprt.task.RecordField;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

/** Expected objects are written by hand after docs/FORMAT.md. */
class JsonFormatterTest {
    private static final String COMPLETE =
            "\"midStream\":false,\"tapToHostMicros\":20,\"tapToRemoteMicros\":10000,"
                    + "\"captureHoles\":0,\"captureHoleBytes\":0,\"inferred\":[]}\n";

    @Test
    void aServersTaskHasUploadAndServerTime() {
        TcpRtRecord record =
                seenWhole(
                        "V6 R 1700000000 10120 192.0.2.1:40000 198.51.100.1:80 1000 12850 10000 0 1"
                                + " 2050 300 150 1 1460 ");
        record.smoothedRttMicros = 10_062;

        assertEquals(
                "{\"type\":\"R\",\"start\":\"1700000000.010120\",\"startEpochMicros\":1700000000010120,"
                        + "\"remoteAddress\":\"192.0.2.1\",\"remotePort\":40000,"
                        + "\"localAddress\":\"198.51.100.1\",\"localPort\":80,\"task\":1,"
                        + "\"sentBytes\":1000,\"totalMicros\":12850,\"minRttMicros\":10000,"
                        + "\"smoothedRttMicros\":10062,\"retransmits\":0,\"serverTimeMicros\":2050,"
                        + "\"uploadMicros\":300,\"receivedBytes\":150,\"reordered\":true,"
                        + "\"mssBytes\":1460,"
                        + COMPLETE,
                format(record));
    }

    @Test
    void aMarkedTaskTellsItsLettersAndItsHandshake() {
        TcpRtRecord record =
                seenWhole(
                        "V7 R.HF 1700000000 10120 192.0.2.1:40000 198.51.100.1:443 3000 12850 10000 0"
                                + " 1 2050 300 517 0 1460 10062 10 H 14900 F 4 1460 30 3000 90 ");
        TlsHandshake tls = new TlsHandshake();
        tls.version = 0x0304;
        tls.cipherSuite = 0x1302;
        tls.serverNameLength = put("exam\"ple\n.com", tls.serverName);
        tls.alpnLength = put("h2", tls.alpn);
        tls.alpnOffered = true;
        tls.helloRetryRequest = true;
        record.tlsHandshake = tls;

        String json = format(record);

        assertTrue(
                json.contains(
                        "\"mssBytes\":1460,\"letters\":\"HF\",\"congestionWindowSegments\":10,"
                                + "\"firstFrames\":[{\"ackedBytes\":1460,\"micros\":30},"
                                + "{\"ackedBytes\":3000,\"micros\":90}],"
                                + "\"tcpConnectMicros\":10020,\"tlsHandshakeMicros\":14900,"
                                + "\"tlsVersion\":\"TLS 1.3\",\"tlsCipher\":\"TLS_AES_256_GCM_SHA384\","
                                + "\"tlsServerName\":\"exam\\\"ple?.com\",\"tlsAlpn\":\"h2\","
                                + "\"tlsAlpnOnlyOffered\":true,\"tlsResumed\":false,"
                                + "\"tlsHelloRetryRequest\":true,\"tlsEarlyDataAccepted\":false,"
                                + "\"midStream\":false,"),
                json);
    }

    @Test
    void whatAHandshakeDidNotSayIsNull() {
        TcpRtRecord record =
                seenWhole(
                        "V7 R.H 1700000000 10120 192.0.2.1:40000 198.51.100.1:443 7 12850 10000 0"
                                + " 1 2050 300 517 0 1460 0 10 ");
        record.tapToHostMicros = -1;
        record.tlsHandshake = new TlsHandshake();

        String json = format(record);

        assertTrue(
                json.contains(
                        "\"letters\":\"H\",\"congestionWindowSegments\":10,"
                                + "\"tcpConnectMicros\":null,\"tlsHandshakeMicros\":null,"
                                + "\"tlsVersion\":null,\"tlsCipher\":null,\"tlsServerName\":null,"
                                + "\"tlsAlpn\":null,"),
                json);
    }

    @Test
    void aCipherSuiteWithoutANameIsItsNumber() {
        TcpRtRecord record =
                seenWhole(
                        "V7 R.H 1700000000 10120 192.0.2.1:40000 198.51.100.1:443 7 12850 10000 0"
                                + " 1 2050 300 517 0 1460 0 10 ");
        TlsHandshake tls = new TlsHandshake();
        tls.version = 0x0303;
        tls.cipherSuite = 0xc0af;
        record.tlsHandshake = tls;

        String json = format(record);

        assertTrue(json.contains("\"tlsVersion\":\"TLS 1.2\",\"tlsCipher\":\"0xc0af\""), json);
    }

    private static int put(String text, byte[] into) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    @Test
    void aClientsTaskHasReceiveTime() {
        TcpRtRecord record =
                seenWhole(
                        "V6 P 1700000000 2000 192.0.2.1:3306 198.51.100.1:40000 5067 4333 19 2 3"
                                + " 3927 306 86317 0 1448 ");
        record.smoothedRttMicros = 21;

        assertEquals(
                "{\"type\":\"P\",\"start\":\"1700000000.002000\",\"startEpochMicros\":1700000000002000,"
                        + "\"remoteAddress\":\"192.0.2.1\",\"remotePort\":3306,"
                        + "\"localAddress\":\"198.51.100.1\",\"localPort\":40000,\"task\":3,"
                        + "\"sentBytes\":5067,\"totalMicros\":4333,\"minRttMicros\":19,"
                        + "\"smoothedRttMicros\":21,\"retransmits\":2,\"serverTimeMicros\":3927,"
                        + "\"receiveMicros\":306,\"receivedBytes\":86317,\"reordered\":false,"
                        + "\"mssBytes\":1448,"
                        + COMPLETE,
                format(record));
    }

    @Test
    void aCutOffResponseTellsWhatIsNotAcknowledged() {
        String json =
                format(
                        seenWhole(
                                "V6 W 1700000000 2000 192.0.2.1:5 198.51.100.1:80 20000 3276300"
                                        + " 10496 4 1 712 116 5520 0 1448 "));

        assertTrue(json.contains(",\"uploadMicros\":116,\"unackedBytes\":5520,"), json);
        assertFalse(json.contains("receivedBytes"), json);
    }

    @Test
    void aCutOffRequestHasNoResponse() {
        assertEquals(
                "{\"type\":\"N\",\"start\":\"1700000000.002000\",\"startEpochMicros\":1700000000002000,"
                        + "\"remoteAddress\":\"10.0.0.2\",\"remotePort\":40000,"
                        + "\"localAddress\":\"10.0.0.1\",\"localPort\":80,\"task\":1,"
                        + "\"totalMicros\":1000,\"receivedBytes\":2920,\"reordered\":false,"
                        + "\"mssBytes\":1460,"
                        + COMPLETE,
                format(
                        seenWhole(
                                "V6 N 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 1 1000 2920 0"
                                        + " 1460 ")));
    }

    @Test
    void aConnectionsEndSumsUpAndMayHaveNoRoundTripTime() {
        assertEquals(
                "{\"type\":\"E\",\"start\":\"1700000001.000002\",\"startEpochMicros\":1700000001000002,"
                        + "\"remoteAddress\":\"10.0.0.2\",\"remotePort\":40000,"
                        + "\"localAddress\":\"10.0.0.1\",\"localPort\":80,\"tasks\":2,"
                        + "\"sentBytes\":1101,\"unackedBytes\":7,\"receivedBytes\":251,"
                        + "\"retransmits\":1,\"minRttMicros\":null,\"smoothedRttMicros\":null,"
                        + COMPLETE,
                format(
                        seenWhole(
                                "V6 E 1700000001 2 10.0.0.2:40000 10.0.0.1:80 2 1101 7 251 1"
                                        + " 4294967295 ")));
    }

    @Test
    void whatTheCaptureMissesIsNamedByTheFieldsOfTheRecord() {
        TcpRtRecord record =
                seenWhole("V6 N 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 1 1000 2920 0 1460 ");
        record.midStream = true;
        record.tapToHostMicros = -1;
        record.tapToRemoteMicros = -1;
        record.captureHoles = 2;
        record.captureHoleBytes = 2896;
        // An N has no server time, so that one is not named.
        record.inferred =
                RecordField.RECEIVED_BYTES.bit()
                        | RecordField.SERVER_TIME.bit()
                        | RecordField.START.bit();

        assertTrue(
                format(record)
                        .endsWith(
                                "\"midStream\":true,\"tapToHostMicros\":null,"
                                        + "\"tapToRemoteMicros\":null,\"captureHoles\":2,"
                                        + "\"captureHoleBytes\":2896,"
                                        + "\"inferred\":[\"start\",\"receivedBytes\"]}\n"),
                format(record));
    }

    @Test
    void aServerTimeBeyondTheKernelsIntIsWhatItCounts() {
        TcpRtRecord record = seenWhole("V6 R 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 8 9 10 11 12 1 14 ");
        record.serverTimeMicros = (int) 3_000_000_000L;

        assertTrue(format(record).contains("\"serverTimeMicros\":3000000000,"), format(record));
    }

    @Test
    void ipv6AddressesHaveNoBrackets() {
        TcpRtRecord record = seenWhole("V6 N 1 2 0.0.0.0:40000 0.0.0.0:443 5 6 7 0 9 ");
        record.ipv6 = true;
        record.remoteAddressHigh = 0x2001_0db8_0000_0000L;
        record.remoteAddressLow = 2;
        record.localAddressHigh = 0x2001_0db8_0000_0000L;
        record.localAddressLow = 1;

        assertTrue(format(record).contains("\"remoteAddress\":\"2001:db8::2\""), format(record));
        assertTrue(format(record).contains("\"localAddress\":\"2001:db8::1\""), format(record));
    }

    @Test
    void everyObjectAtItsWidestFits() {
        for (RecordType type : RecordType.values()) {
            TcpRtRecord record =
                    seenWhole("V6 R 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 8 9 10 11 12 1 14 ");
            record.type = type;
            record.ipv6 = true;
            record.startTimeNs = Long.MIN_VALUE;
            record.remoteAddressHigh = -1;
            record.remoteAddressLow = -1;
            record.localAddressHigh = -1;
            record.localAddressLow = -1;
            record.remotePort = 65535;
            record.localPort = 65535;
            record.sentBytes = Long.MIN_VALUE;
            record.totalMicros = Long.MIN_VALUE;
            record.minRttMicros = Long.MIN_VALUE;
            record.smoothedRttMicros = Long.MIN_VALUE;
            record.retransmits = Long.MIN_VALUE;
            record.taskNumber = Long.MIN_VALUE;
            record.serverTimeMicros = -1;
            record.receiveTimeMicros = -1;
            record.receivedBytes = Long.MIN_VALUE;
            record.unackedBytes = Long.MIN_VALUE;
            record.mssBytes = Long.MIN_VALUE;
            record.inferred = -1;
            record.captureHoles = Long.MIN_VALUE;
            record.captureHoleBytes = Long.MIN_VALUE;
            record.tapToHostMicros = Long.MAX_VALUE;
            record.tapToRemoteMicros = Long.MAX_VALUE;
            record.parsed = true;
            record.letters = -1;
            record.congestionWindow = Long.MIN_VALUE;
            record.handshakeMicros = Long.MAX_VALUE;
            record.firstFrames = TcpRtRecord.MAX_FIRST_FRAMES;
            Arrays.fill(record.firstFrameBytes, Long.MIN_VALUE);
            Arrays.fill(record.firstFrameMicros, Long.MIN_VALUE);
            TlsHandshake tls = new TlsHandshake();
            tls.version = 0x0301;
            tls.cipherSuite = 0xcca9; // the longest name
            tls.serverNameLength = put("\"".repeat(255), tls.serverName);
            tls.alpnLength = put("\\".repeat(255), tls.alpn);
            record.tlsHandshake = tls;

            String json = format(record);

            assertTrue(json.endsWith("]}\n"), json);
        }
    }

    @Test
    void anotherParserReadsWhatWasMeant() throws IOException {
        Random random = new Random(8);
        for (int i = 0; i < 5000; i++) {
            TcpRtRecord record =
                    RecordText.parse("V6 R 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 8 9 1 1 1 1 1 ");
            record.type = RecordType.values()[i % RecordType.values().length];
            record.taskNumber = random.nextLong() >> random.nextInt(Long.SIZE);
            record.captureHoles = random.nextLong() >> random.nextInt(Long.SIZE);
            record.tapToHostMicros = random.nextInt(3) - 1L;
            record.inferred = random.nextInt();
            record.parsed = random.nextBoolean();
            record.letters = random.nextInt(32);
            record.firstFrames = random.nextInt(TcpRtRecord.MAX_FIRST_FRAMES + 1);
            record.firstFrameMicros[0] = random.nextLong() >>> random.nextInt(Long.SIZE);
            TlsHandshake tls = new TlsHandshake();
            random.nextBytes(tls.serverName);
            tls.serverNameLength = 1 + random.nextInt(TlsHandshake.MAX_NAME_LENGTH);
            record.tlsHandshake = tls;

            Map<String, Object> read = read(format(record));

            boolean marked = record.type == RecordType.R && (record.parsed || record.letters != 0);
            boolean frames =
                    marked && (record.letters & Letter.F.bit()) != 0 && record.firstFrames > 0;
            boolean handshake = marked && (record.letters & Letter.H.bit()) != 0;
            assertEquals(
                    record.taskNumber, read.get(record.type == RecordType.E ? "tasks" : "task"));
            assertEquals(record.captureHoles, read.get("captureHoles"));
            assertEquals(
                    record.tapToHostMicros < 0 ? null : record.tapToHostMicros,
                    read.get("tapToHostMicros"));
            assertEquals(marked, read.containsKey("letters"));
            assertEquals(
                    frames ? record.firstFrameMicros[0] : null, read.get("firstFrames.0.micros"));
            assertEquals(
                    handshake
                            ? new String(tls.serverName, 0, tls.serverNameLength, ISO_8859_1)
                                    .replaceAll("[^ -~]", "?")
                            : null,
                    read.get("tlsServerName"));
        }
    }

    /** Members by name; what is in an array by its index, too: {@code firstFrames.0.micros}. */
    private static Map<String, Object> read(String json) throws IOException {
        Map<String, Object> members = new HashMap<>();
        JsonFactory strict =
                new JsonFactoryBuilder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        try (JsonParser parser = strict.createParser(json)) {
            while (parser.nextToken() != null) {
                String name =
                        parser.getParsingContext()
                                .pathAsPointer()
                                .toString()
                                .replaceFirst("^/", "")
                                .replace('/', '.');
                switch (parser.currentToken()) {
                    case VALUE_NUMBER_INT -> members.put(name, parser.getLongValue());
                    case VALUE_STRING -> members.put(name, parser.getText());
                    case VALUE_TRUE, VALUE_FALSE -> members.put(name, parser.getBooleanValue());
                    default -> {} // null, and brackets
                }
            }
        }
        return members;
    }

    @Test
    void objectsFollowOneAnotherWithNothingBetween() {
        TcpRtRecord record = seenWhole("V6 N 1 2 10.0.0.2:3 10.0.0.1:4 5 6 7 1 9 ");
        JsonFormatter formatter = new JsonFormatter(Ipv6Text.REAL);
        byte[] target = new byte[2 * formatter.maxBytes() + 7];
        Arrays.fill(target, (byte) '#');

        int first = formatter.format(record, target, 7);
        int second = formatter.format(record, target, 7 + first);

        String text = new String(target, StandardCharsets.US_ASCII);
        assertEquals(first, second);
        assertEquals("#######{\"type\":\"N\"", text.substring(0, 7 + 11));
        assertEquals("]}\n{\"type\":\"N\"", text.substring(7 + first - 3, 7 + first + 11));
        assertTrue(text.substring(7 + first + second).matches("#+"));
    }

    @Test
    void formatsAreNamedInOneTable() {
        assertEquals(List.of("line", "json"), Outputs.names());
        assertTrue(Outputs.formatter("line", Ipv6Text.REAL) instanceof LineFormatter);
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Outputs.formatter("csv", Ipv6Text.REAL));
        assertEquals("format is csv; allowed are line, json", refused.getMessage());
    }

    /** A record of a capture that missed nothing, taken on a host whose tap is 20 us away. */
    private static TcpRtRecord seenWhole(String line) {
        TcpRtRecord record = RecordText.parse(line);
        record.tapToHostMicros = 20;
        record.tapToRemoteMicros = 10_000;
        return record;
    }

    private static String format(TcpRtRecord record) {
        JsonFormatter formatter = new JsonFormatter(Ipv6Text.REAL);
        byte[] target = new byte[formatter.maxBytes()];
        int length = formatter.format(record, target, 0);
        return new String(target, 0, length, StandardCharsets.US_ASCII);
    }
}
