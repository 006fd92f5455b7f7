package tcprt.validate.log;

/**
 * A place in a log where lines may be lost: beside a line that was torn, because the ring buffer it
 * was read from had been written over.
 *
 * @param file the log's name
 * @param line the torn line, from 1
 * @param fromMicros end of the task on the line before; {@link Long#MIN_VALUE} if there is none
 * @param toMicros end of the task on the line behind; {@link Long#MAX_VALUE} if there is none
 */
public record LogGap(String file, long line, long fromMicros, long toMicros) {
    /** Lines are written some time after the end of their task. */
    private static final long LATE_MICROS = 1_000_000;

    /** Whether a record written at that time, on the kernel's clock, may have been lost here. */
    public boolean mayHoldRecordOf(long micros) {
        return micros >= fromMicros
                && (toMicros == Long.MAX_VALUE || micros <= toMicros + LATE_MICROS);
    }
}
