package tcprt.validate.record;

import tcprt.task.RecordType;

/**
 * One record of either side: who, when, which numbers, and for ours what the capture told about how
 * far they can be trusted.
 */
public final class Entry {
    /** Letters of a V7 record, as bits in the order of the guide: C Z A H F. */
    public static final String LETTERS = "CZAHF";

    /** Most pairs of bytes and microseconds behind {@code F}. */
    public static final int MAX_FIRST_FRAMES = 4;

    private static final long[] NONE = {};

    public Layout layout = Layout.E;

    /** Whether this is the kernel's. */
    public boolean kernel;

    /** Whether the line says V7. */
    public boolean version7;

    /** Ours: whether the port's data was parsed, so that its window and letters are known. */
    public boolean parsed;

    /** Set of {@link #LETTERS}. */
    public int letters;

    /** Start of the task, microseconds since 1970-01-01 UTC, by the clock of its own host. */
    public long startMicros;

    public boolean ipv6;
    public long remoteHigh;
    public long remoteLow;
    public int remotePort;
    public long localHigh;
    public long localLow;
    public int localPort;

    /**
     * Values by {@link Field#ordinal}, {@link Field#START} apart; others than the layout's are 0.
     */
    public final long[] values = new long[Field.values().length];

    /** Duration of a TLS 1.3 handshake, microseconds; -1 if the line has none. */
    public long handshakeMicros = -1;

    /** Pairs behind {@code F}: bytes and microseconds in turn; only {@link #firstFrames} count. */
    public long[] firstFrame = NONE;

    public int firstFrames;

    /** The kernel's: number of its file, counted as they were named. */
    public int file;

    /** The kernel's: number of its line in the file, from 1. */
    public long line;

    /** Ours: when it was written on the capture's clock, microseconds since 1970-01-01 UTC. */
    public long writtenMicros;

    /** Ours: {@link tcprt.task.RecordField}s that were concluded from what is missing. */
    public int inferred;

    /** Ours: whether the connection began before the capture. */
    public boolean midStream;

    /** Ours: places where the capture is proven to miss bytes. */
    public long captureHoles;

    /** Ours: bytes missing there. */
    public long captureHoleBytes;

    /** Ours: way from the tap to the host and back, microseconds; -1 if unknown. */
    public long tapToHostMicros = -1;

    /** Start on the kernel's clock, by which both sides are sorted and joined. Not stored. */
    public long alignedMicros;

    public RecordType type() {
        return layout.type();
    }

    /** A value; {@link Field#START} is the aligned start. */
    public long value(Field field) {
        return switch (field) {
            case START -> alignedMicros;
            case LETTERS -> letters;
            case HANDSHAKE -> handshakeMicros;
            default -> values[field.ordinal()];
        };
    }

    public long taskNumber() {
        return values[Field.NUM.ordinal()];
    }

    /** Whether the layout has a duration. */
    public boolean hasTotal() {
        return layout.fields().contains(Field.TOTAL);
    }

    /** End of the task on the kernel's clock, as far as the record tells. */
    public long endMicros() {
        return alignedMicros + (hasTotal() ? values[Field.TOTAL.ordinal()] : 0);
    }

    /**
     * Whether the kernel had cleared the addresses when it wrote the line: close(2) with SO_LINGER
     * 0 sets the other end's port to 0 and, for a listener on all addresses, the own address.
     */
    public boolean isCleared() {
        return kernel && remotePort == 0;
    }

    /** Whether all that either line prints is the same; where it came from does not matter. */
    public boolean saysTheSameAs(Entry other) {
        if (layout != other.layout
                || letters != other.letters
                || startMicros != other.startMicros
                || handshakeMicros != other.handshakeMicros
                || firstFrames != other.firstFrames) {
            return false;
        }
        for (Field field : layout.fields()) {
            if (value(field) != other.value(field)) {
                return false;
            }
        }
        return Connection.of(this).equals(Connection.of(other));
    }
}
