package tcprt.pcaps;

import java.util.List;

/** What happens next in a script. */
sealed interface Step {
    /** Line of the script file, from 1. */
    int line();

    /**
     * A segment passes the tap.
     *
     * @param timeNs capture time, nanoseconds since 1970-01-01 UTC
     * @param connection whose sequence numbers and addresses apply
     * @param fromHost whether the traced host sent it
     * @param flags bits of {@link TcpFlags}
     * @param seq SEG.SEQ relative to the sender's ISN, u32
     * @param length data bytes
     * @param ack SEG.ACK relative to the receiver's ISN, u32; 0 and meaningless without the ACK
     *     flag
     * @param window SEG.WND as the 16 bits on the wire, not scaled
     * @param options TCP options, apart from automatic timestamps
     * @param payload the data, a byte in each character; if empty, zeros
     */
    record Segment(
            int line,
            long timeNs,
            ScriptConnection connection,
            boolean fromHost,
            int flags,
            long seq,
            int length,
            long ack,
            int window,
            SegmentOptions options,
            String payload)
            implements Step {

        /** The same segment of a connection that differs in its initial sequence numbers. */
        Segment on(ScriptConnection other) {
            return new Segment(
                    line, timeNs, other, fromHost, flags, seq, length, ack, window, options,
                    payload);
        }

        /** The same segment at another time. */
        Segment at(long otherTimeNs) {
            return new Segment(
                    line,
                    otherTimeNs,
                    connection,
                    fromHost,
                    flags,
                    seq,
                    length,
                    ack,
                    window,
                    options,
                    payload);
        }

        /** A part of the segment's data, sent on its own; the FIN goes with the last byte. */
        Segment part(int from, int to) {
            return new Segment(
                    line,
                    timeNs,
                    connection,
                    fromHost,
                    to < length ? flags & ~TcpFlags.FIN : flags,
                    seq + from,
                    to - from,
                    ack,
                    window,
                    options,
                    payload.isEmpty() ? payload : payload.substring(from, to));
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /**
     * Time passes without a segment of any connection.
     *
     * @param timeNs time that has been reached, nanoseconds since 1970-01-01 UTC
     */
    record PassTime(int line, long timeNs) implements Step {}

    /**
     * What must have been written since the expectation before: neighbouring {@code =} lines.
     *
     * @param line of the first of them
     * @param log lines of the log, each without its line feed
     * @param stats rows of the statistics file
     * @param anyOrder whether the order of the log lines is left open
     */
    record Expectation(int line, List<ExpectedLine> log, List<ExpectedLine> stats, boolean anyOrder)
            implements Step {}

    /**
     * One expected line.
     *
     * @param line of the script file, from 1
     * @param text without the line feed
     */
    record ExpectedLine(int line, String text) {

        /** The same line about a time some seconds later; the seconds are its {@code field}th. */
        ExpectedLine laterBy(long seconds, int field) {
            String[] fields = text.split(" ", -1);
            fields[field] = Long.toString(Long.parseLong(fields[field]) + seconds);
            return new ExpectedLine(line, String.join(" ", fields));
        }
    }
}
