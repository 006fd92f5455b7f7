package tcprt.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tcprt.Tracer;
import tcprt.TracerSettings;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules;
import tcprt.parse.ParsingModes;
import tcprt.task.TcpRtRecord;

/**
 * What https mode costs over default mode on a capture of a TLS download: CPU time of the tracing
 * thread per frame, both modes in turn in one run. {@code bench/tls-download.sh} makes a capture
 * and runs this.
 */
public final class TlsDownload {
    private static final int ROUNDS = 31;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private long sum;

    private TlsDownload() {}

    /**
     * Measures.
     *
     * @param arguments a little-endian pcap file with microseconds, Ethernet, at most 2 GiB; the
     *     TLS port
     */
    public static void main(String[] arguments) throws IOException {
        new TlsDownload().measure(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    private void measure(Path capture, int port) throws IOException {
        ByteBuffer file;
        try (FileChannel channel = FileChannel.open(capture)) {
            file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        PortMode https = new PortMode(ParsingModes.parser("https"), List.of());
        double[] plain = new double[ROUNDS];
        double[] parsed = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double plainNs = nsPerFrame(file, port, PortMode.DEFAULT);
            double parsedNs = nsPerFrame(file, port, https);
            if (round >= 0) {
                plain[round] = plainNs;
                parsed[round] = parsedNs;
            }
        }
        Arrays.sort(plain);
        Arrays.sort(parsed);
        double middlePlain = plain[ROUNDS / 2];
        double middleParsed = parsed[ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "default %.1f ns/frame, https %.1f ns/frame (medians of %d), https costs %+.1f %%;"
                        + " smallest %.1f and %.1f, checksum %d%n",
                middlePlain,
                middleParsed,
                ROUNDS,
                100 * (middleParsed / middlePlain - 1),
                plain[0],
                parsed[0],
                sum);
    }

    private double nsPerFrame(ByteBuffer file, int port, PortMode mode) {
        PortRules rules = PortRules.builder().addLocalPort(port, mode).build();
        Tracer tracer = new Tracer(TracerSettings.of(rules), this::onRecord);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        int frames = 0;
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= file.limit()) {
            long seconds = Integer.reverseBytes(file.getInt(at));
            long micros = Integer.reverseBytes(file.getInt(at + 4));
            int captured = Integer.reverseBytes(file.getInt(at + 8));
            int wire = Integer.reverseBytes(file.getInt(at + 12));
            long timeNs = seconds * 1_000_000_000 + micros * 1000;
            at += RECORD_HEADER;
            tracer.onFrame(timeNs, 0, Frames.ETHERNET, file, at, captured, wire);
            at += captured;
            frames++;
        }
        tracer.endOfCapture();
        return (double) (threads.getCurrentThreadCpuTime() - before) / frames;
    }

    private void onRecord(TcpRtRecord record) {
        sum += record.totalMicros + record.sentBytes + record.letters;
    }
}
