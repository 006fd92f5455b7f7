package tcprt.emit;

import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/**
 * Writes a record as the line tcp_rt.ko writes (output.c): {@code V6 R sec usec rip:rport lip:lport
 * f1 … fn} and a newline, every token, the last one too, followed by one blank.
 *
 * <p>An R of a port in http or https mode, or with a letter, is V7: {@code V7 R.ZH …} with srtt and
 * cwnd behind the ten fields if the port's data is parsed, then {@code H us} and {@code F n b1 t1
 * …}.
 *
 * <p>Not thread-safe; allocates nothing after construction. Numbers are printed as 64 unsigned
 * bits, so a negative {@code int} of the kernel comes out as 2^64 less its size, as it does there.
 */
public final class LineFormatter implements RecordFormatter {
    /** No line is longer, the newline included, whatever the numbers; a V6 line has at most 512. */
    public static final int MAX_LINE_BYTES = 640;

    private static final Letter[] LETTERS = Letter.values();

    private final Ipv6Text ipv6Text;
    private final StartText start = new StartText();

    /**
     * Makes a formatter.
     *
     * @param ipv6Text how the addresses of IPv6 connections are printed
     */
    public LineFormatter(Ipv6Text ipv6Text) {
        this.ipv6Text = ipv6Text;
    }

    @Override
    public int maxBytes() {
        return MAX_LINE_BYTES;
    }

    @Override
    public int format(TcpRtRecord record, byte[] target, int offset) {
        int at = head(record, target, offset);
        at =
                switch (record.type) {
                    case R -> response(record, target, at);
                    case P -> task(record, record.receivedBytes, target, at);
                    case W -> task(record, record.unackedBytes, target, at);
                    case N -> unanswered(record, target, at);
                    case E -> end(record, target, at);
                };
        target[at++] = '\n';
        return at - offset;
    }

    private int head(TcpRtRecord record, byte[] target, int offset) {
        int at = offset;
        target[at++] = 'V';
        target[at++] = (byte) (isV7(record) ? '7' : '6');
        target[at++] = ' ';
        target[at++] = (byte) record.type.name().charAt(0);
        if (record.type == RecordType.R && record.letters != 0) {
            at = letters(record.letters, target, at);
        }
        target[at++] = ' ';
        at = start.write(record.startTimeNs, target, at);
        at = address(record, record.remoteAddressHigh, record.remoteAddressLow, target, at);
        at = port(record.remotePort, target, at);
        at = address(record, record.localAddressHigh, record.localAddressLow, target, at);
        return port(record.localPort, target, at);
    }

    private int address(TcpRtRecord record, long high, long low, byte[] target, int offset) {
        if (!record.ipv6 || ipv6Text == Ipv6Text.MODULE) {
            return ipv6Text.address(record, high, low, target, offset);
        }
        target[offset] = '[';
        int at = ipv6Text.address(record, high, low, target, offset + 1);
        target[at] = ']';
        return at + 1;
    }

    private static int port(int port, byte[] target, int offset) {
        target[offset] = ':';
        return Decimal.token(port, target, offset + 1);
    }

    /** R, P and W: the same ten fields, but W tells what was not acknowledged, not what came in. */
    private static int task(TcpRtRecord record, long eighth, byte[] target, int offset) {
        int at = Decimal.token(record.sentBytes, target, offset);
        at = Decimal.token(record.totalMicros, target, at);
        at = Decimal.token(record.minRttMicros, target, at);
        at = Decimal.token(record.retransmits, target, at);
        at = Decimal.token(record.taskNumber, target, at);
        at = Decimal.token(record.serverTimeMicros, target, at);
        at = Decimal.token(record.receiveTimeMicros, target, at);
        at = Decimal.token(eighth, target, at);
        at = Decimal.token(record.reordered, target, at);
        return Decimal.token(record.mssBytes, target, at);
    }

    private static boolean isV7(TcpRtRecord record) {
        return record.type == RecordType.R && (record.parsed || record.letters != 0);
    }

    private static int letters(int letters, byte[] target, int offset) {
        int at = offset;
        target[at++] = '.';
        for (Letter letter : LETTERS) {
            if ((letters & letter.bit()) != 0) {
                target[at++] = (byte) letter.name().charAt(0);
            }
        }
        return at;
    }

    private static int response(TcpRtRecord record, byte[] target, int offset) {
        int at = task(record, record.receivedBytes, target, offset);
        if (record.parsed) {
            at = Decimal.token(record.smoothedRttMicros, target, at);
            at = Decimal.token(record.congestionWindow, target, at);
        }
        if (record.handshakeMicros >= 0) {
            at = mark(Letter.H, target, at);
            at = Decimal.token(record.handshakeMicros, target, at);
        }
        if (record.firstFrames > 0) {
            at = mark(Letter.F, target, at);
            at = Decimal.token(2L * record.firstFrames, target, at);
            for (int i = 0; i < record.firstFrames; i++) {
                at = Decimal.token(record.firstFrameBytes[i], target, at);
                at = Decimal.token(record.firstFrameMicros[i], target, at);
            }
        }
        return at;
    }

    private static int mark(Letter letter, byte[] target, int offset) {
        target[offset] = (byte) letter.name().charAt(0);
        target[offset + 1] = ' ';
        return offset + 2;
    }

    private static int unanswered(TcpRtRecord record, byte[] target, int offset) {
        int at = Decimal.token(record.taskNumber, target, offset);
        at = Decimal.token(record.totalMicros, target, at);
        at = Decimal.token(record.receivedBytes, target, at);
        at = Decimal.token(record.reordered, target, at);
        return Decimal.token(record.mssBytes, target, at);
    }

    private static int end(TcpRtRecord record, byte[] target, int offset) {
        int at = Decimal.token(record.taskNumber, target, offset);
        at = Decimal.token(record.sentBytes, target, at);
        at = Decimal.token(record.unackedBytes, target, at);
        at = Decimal.token(record.receivedBytes, target, at);
        at = Decimal.token(record.retransmits, target, at);
        return Decimal.token(record.minRttMicros, target, at);
    }
}
