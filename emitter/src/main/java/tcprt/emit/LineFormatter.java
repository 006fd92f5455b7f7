package tcprt.emit;

import tcprt.task.TcpRtRecord;

/**
 * Writes a record as the line tcp_rt.ko writes (output.c): {@code V6 R sec usec rip:rport lip:lport
 * f1 … fn} and a newline, every token, the last one too, followed by one blank.
 *
 * <p>Immutable; allocates nothing after construction. Numbers are printed as 64 unsigned bits, so a
 * negative {@code int} of the kernel comes out as 2^64 less its size, as it does there.
 */
public final class LineFormatter implements RecordFormatter {
    /** No line is longer, the newline included; the kernel's own buffer for a line is as large. */
    public static final int MAX_LINE_BYTES = 512;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Ipv6Text ipv6Text;

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
                    case R, P -> task(record, record.receivedBytes, target, at);
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
        target[at++] = '6';
        target[at++] = ' ';
        target[at++] = (byte) record.type.name().charAt(0);
        target[at++] = ' ';
        at = Decimal.token(Math.floorDiv(record.startTimeNs, NANOS_PER_SECOND), target, at);
        at = Decimal.token(Math.floorMod(record.startTimeNs, NANOS_PER_SECOND) / 1000, target, at);
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
