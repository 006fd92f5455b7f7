package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;
import tcprt.task.TlsHandshake;

/** Per record nothing is allocated, whatever its port's mode and whatever members it has. */
class AllocationTest {
    private static final int RECORDS = 200_000;

    /** What the JVM itself may need meanwhile; one object per record would be 3 MB. */
    private static final long ALLOWED_BYTES = 1 << 16;

    private static final RecordType[] TYPES = RecordType.values();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TlsHandshake silent = new TlsHandshake();
    private final TlsHandshake tls13 = new TlsHandshake();
    private final TlsHandshake unnamedCipher = new TlsHandshake();

    @TempDir private Path directory;

    AllocationTest() {
        tls13.version = 0x0304;
        tls13.cipherSuite = 0x1302;
        tls13.serverNameLength = put("exam\"ple\n.com", tls13.serverName);
        tls13.alpnLength = put("h2", tls13.alpn);
        tls13.resumed = true;
        unnamedCipher.version = 0x0303;
        unnamedCipher.cipherSuite = 0xc0af;
    }

    private static int put(String text, byte[] into) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    @ParameterizedTest
    @CsvSource({
        "line, default",
        "line, http",
        "line, https",
        "json, default",
        "json, http",
        "json, https"
    })
    void formattingAllocatesNothing(String format, String mode) {
        try (RelayRing ring = new RelayRing(8, 262_144)) {
            LineSink real = new LineSink(Outputs.formatter(format, Ipv6Text.REAL), ring);
            LineSink module = new LineSink(Outputs.formatter(format, Ipv6Text.MODULE), ring);
            feed(real, module, mode, 1000); // classes are loaded

            long before = threads.getCurrentThreadAllocatedBytes();
            feed(real, module, mode, RECORDS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes, " + RECORDS + " records");
        }
    }

    /** Every member is there and is not, next to as many of the others as possible. */
    private void feed(LineSink real, LineSink module, String mode, int records) {
        TcpRtRecord record =
                RecordText.parse(
                        "V6 R 1700000000 2000 10.0.0.2:40000 10.0.0.1:80 499 3000001500 1500 0 1"
                                + " 18446744072414584320 0 100 0 1460 ");
        record.parsed = !mode.equals("default");
        int modesLetters =
                switch (mode) {
                    case "http" -> Letter.C.bit();
                    case "https" -> Letter.Z.bit() | Letter.A.bit() | Letter.H.bit();
                    default -> 0;
                };
        for (int i = 0; i < records; i++) {
            int chance = (i * 0x9e37_79b9) >>> 8; // 24 bits, each used once
            record.type = TYPES[i % TYPES.length];
            record.ipv6 = (chance & 1) != 0;
            record.activeOpen = (chance & 2) != 0;
            record.remoteAddressHigh = i * 0x9e37_79b9_7f4a_7c15L;
            record.startTimeNs += 1_234_567; // other seconds, too
            record.taskNumber = i;
            record.smoothedRttMicros = chance & 4;
            record.minRttMicros = (chance & 8) != 0 ? 0xffff_ffffL : 20;
            record.inferred = (chance & 16) != 0 ? -1 : 0;
            record.tapToHostMicros = (chance & 32) != 0 ? -1 : 20;
            record.tapToRemoteMicros = (chance & 64) != 0 ? -1 : 10_000;
            record.letters = (chance >>> 7) & modesLetters;
            record.firstFrames = ((chance >>> 12) & 7) % (TcpRtRecord.MAX_FIRST_FRAMES + 1);
            record.letters |= record.firstFrames > 0 ? Letter.F.bit() : 0;
            boolean handshake = (record.letters & Letter.H.bit()) != 0;
            record.handshakeMicros = handshake && (chance & (1 << 15)) != 0 ? i : -1;
            record.tlsHandshake =
                    (chance & (1 << 16)) != 0
                            ? silent
                            : (chance & (1 << 17)) != 0 ? tls13 : unnamedCipher;
            ((chance & (1 << 18)) != 0 ? module : real).onRecord(record);
        }
    }

    @Test
    void writingPiecesToFilesAllocatesNothing() throws IOException {
        byte[] line = "x".repeat(99).concat("\n").getBytes(StandardCharsets.US_ASCII);
        RotatingTarget file =
                new RotatingTarget(
                        directory.resolve("log"),
                        Rotation.none(),
                        InstantSource.system(),
                        notice -> {});
        StreamTarget stream = new StreamTarget("nowhere", OutputStream.nullOutputStream());
        try (TeeTarget both = new TeeTarget(List.of(stream, file))) {
            write(line, 1000, both);

            long before = threads.getCurrentThreadAllocatedBytes();
            write(line, 50_000, both);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes for 50000 pieces");
        }
        assertEquals(0, file.lostLines());
    }

    private static void write(byte[] line, int pieces, LineTarget target) throws IOException {
        for (int i = 0; i < pieces; i++) {
            target.write(line, 0, line.length);
            target.flush();
        }
    }
}
