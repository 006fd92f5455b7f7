package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * One capture file, or a stream that holds one. Frames are lent from its read buffer, where they
 * lie.
 *
 * <p>Used in two ways: polled, or as one of several in a {@link MergedSource}, which looks at
 * {@link #frame} before it decides whose turn it is.
 */
final class FileSource implements CaptureSource {
    /** How a file is opened, and what is known of it before. */
    interface Origin {
        /** Opens it from its first byte on. */
        ReadableByteChannel open() throws IOException;

        /** What messages call it. */
        String name();

        /** Bytes stored, or -1 if it is a pipe. Only what has a size can be opened twice. */
        long size();
    }

    /** What {@link #advance} came to. */
    enum Step {
        /** {@link #frame} holds the next frame. */
        FRAME,
        /** There is none without waiting. */
        NOT_YET,
        /** There is none, and never will be. */
        END,
        /** There is none, see {@link #failure}. */
        FAILED
    }

    private static final int MAGIC = 4;

    private final Origin origin;
    private final boolean follow;
    private final ReadMemory memory;
    private final FoundFrame frame = new FoundFrame();

    private @Nullable Reading reading;
    private @Nullable FileFormat format;
    private @Nullable IOException failure;
    private long packets;
    private long bytesRead;
    private boolean ended;

    /** What there is only while the file is open. */
    private static final class Reading {
        final StoredBytes stored;
        final ReadBuffer bytes;
        ReadableByteChannel channel;
        @Nullable ByteBuffer compressedBytes;

        Reading(StoredBytes stored, ReadBuffer bytes) {
            this.stored = stored;
            this.bytes = bytes;
            this.channel = stored;
        }

        boolean compressed() {
            return channel != stored;
        }
    }

    /**
     * Names a file; nothing is opened yet.
     *
     * @param follow whether the end of the file is only the end for now; a pipe's end is always
     *     final
     * @param memory where read buffers come from and go to
     */
    FileSource(Origin origin, boolean follow, ReadMemory memory) {
        this.origin = origin;
        this.follow = follow && origin.size() >= 0;
        this.memory = memory;
    }

    @Override
    public int poll(FrameHandler handler, int frameLimit) throws IOException {
        // What is in memory goes out before more is read: a pipe may keep us waiting.
        int delivered = handOverHeld(handler, frameLimit);
        if (delivered > 0) {
            return delivered;
        }
        Step step = advance(true);
        if (step == Step.FAILED) {
            throw failure();
        }
        if (step != Step.FRAME) {
            return step == Step.END ? END_OF_CAPTURE : 0;
        }
        frame.handTo(handler, buffer(), frame.interfaceId);
        return 1 + handOverHeld(handler, frameLimit - 1);
    }

    /** Hands over frames that are in memory; whatever else comes is left to {@link #advance}. */
    private int handOverHeld(FrameHandler handler, int frameLimit) {
        Reading from = reading;
        FileFormat format = this.format;
        if (from == null || format == null || failure != null) {
            return 0;
        }
        int delivered = 0;
        try {
            while (delivered < frameLimit) {
                int found = format.next(from.bytes, frame);
                if (found == FileFormat.FRAME) {
                    packets++;
                    frame.handTo(handler, from.bytes.buffer(), frame.interfaceId);
                    delivered++;
                } else if (found != FileFormat.NO_FRAME) {
                    break;
                }
            }
        } catch (MalformedException e) {
            // Nothing has been taken: advance finds the same and says where.
        }
        return delivered;
    }

    /**
     * Opens the file and finds out what it is, unless it is followed and still too short to tell.
     *
     * @throws IOException if it cannot be opened or is no capture. Damage is not thrown here but
     *     when its turn comes, after the frames before it
     */
    void recognise() throws IOException {
        try {
            recognised(open());
        } catch (DamagedCaptureException e) {
            failure = e;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Goes to the next frame. The bytes of the one before are lost.
     *
     * @param mayRead whether to read if no whole frame is in memory; on a pipe that may wait
     */
    Step advance(boolean mayRead) {
        if (failure != null) {
            return Step.FAILED;
        }
        if (ended) {
            return Step.END;
        }
        try {
            return find(open(), mayRead);
        } catch (IOException e) {
            failure = e;
            return Step.FAILED;
        }
    }

    /** The frame {@link #advance} found last. Its bytes are in {@link #buffer}. */
    FoundFrame frame() {
        return frame;
    }

    /**
     * The read buffer; only while the file is open, and another one when a frame needs more room.
     */
    ByteBuffer buffer() {
        if (reading == null) {
            throw new IllegalStateException(origin.name() + " is not open");
        }
        return reading.bytes.buffer();
    }

    /** Why {@link #advance} failed. */
    IOException failure() {
        return failure != null ? failure : new IOException(origin.name() + ": did not fail");
    }

    /** Whether the file can be closed now and read again from its start. */
    boolean canStartOver() {
        return !follow && origin.size() >= 0;
    }

    /** Closes the file; {@link #advance} will open it again and find its first frame. */
    void startOver() throws IOException {
        release();
        format = null;
        packets = 0;
        bytesRead = 0;
    }

    /** Closes the file, whose frames and counts so far stay known. */
    void release() throws IOException {
        Reading closing = reading;
        if (closing == null) {
            return;
        }
        reading = null;
        bytesRead = closing.stored.count();
        memory.giveBack(closing.bytes.buffer());
        if (closing.compressedBytes != null) {
            memory.giveBack(closing.compressedBytes);
        }
        closing.channel.close();
    }

    @Override
    public long bytesRead() {
        return reading != null ? reading.stored.count() : bytesRead;
    }

    @Override
    public long bytesTotal() {
        return follow ? -1 : origin.size();
    }

    @Override
    public long framesDroppedByCapture() {
        return format != null ? format.framesDroppedByCapture() : 0;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        release();
    }

    private Reading open() throws IOException {
        if (reading == null) {
            StoredBytes stored = new StoredBytes(origin.open());
            reading = new Reading(stored, new ReadBuffer(memory));
        }
        return reading;
    }

    private Step find(Reading from, boolean mayRead) throws IOException {
        FileFormat format = recognised(from);
        if (format == null) {
            return Step.NOT_YET;
        }
        while (true) {
            int needed;
            try {
                needed = format.next(from.bytes, frame);
            } catch (MalformedException e) {
                throw damage(
                        "%s at byte %d%s %s"
                                .formatted(
                                        format.describe(from.bytes, packets + 1),
                                        from.bytes.recordPosition(),
                                        ofWhat(from),
                                        e.getMessage()),
                        e);
            }
            if (needed == FileFormat.FRAME) {
                packets++;
                return Step.FRAME;
            }
            if (needed != FileFormat.NO_FRAME) {
                if (!mayRead) {
                    return Step.NOT_YET;
                }
                if (!fill(from, needed)) {
                    return atEnd(from, format);
                }
            }
        }
    }

    /** What the file is, or null if it is followed and that cannot be told yet. */
    private @Nullable FileFormat recognised(Reading from) throws IOException {
        while (format == null) {
            if (from.bytes.length() < MAGIC && !fill(from, MAGIC)) {
                if (follow) {
                    return null;
                }
                throw tooShort(from);
            }
            int magic = from.bytes.buffer().getInt(from.bytes.start());
            Compression compression = from.compressed() ? null : Compression.of(magic);
            if (compression != null) {
                decompress(from, compression);
                continue;
            }
            format = Sources.format(magic);
            if (format == null) {
                throw new IOException(origin.name() + ": " + unknown(magic, from));
            }
        }
        return format;
    }

    private void decompress(Reading from, Compression compression) throws IOException {
        if (follow) {
            throw new IOException(
                    origin.name()
                            + ": is compressed with "
                            + compression.title
                            + ", and only a file that is not compressed can be followed; pipe it in,"
                            + " as file -");
        }
        ByteBuffer compressedBytes = from.bytes.replace();
        from.compressedBytes = compressedBytes;
        try {
            from.channel = compression.decompress(from.stored, compressedBytes);
        } catch (IOException e) {
            throw new IOException(origin.name() + ": " + e.getMessage(), e);
        }
    }

    private boolean fill(Reading from, int needed) throws IOException {
        try {
            return from.bytes.fill(from.channel, needed);
        } catch (CorruptStreamException e) {
            throw damage(
                    "the compressed stream %s at byte %d%s, where packet %d is awaited"
                            .formatted(
                                    e.getMessage(),
                                    from.bytes.endPosition(),
                                    ofWhat(from),
                                    packets + 1),
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "%s: cannot be read at byte %d%s: %s"
                            .formatted(
                                    origin.name(),
                                    from.bytes.endPosition(),
                                    ofWhat(from),
                                    e.getMessage()),
                    e);
        }
    }

    private Step atEnd(Reading from, FileFormat format) throws DamagedCaptureException {
        if (follow) {
            return Step.NOT_YET;
        }
        if (from.bytes.length() > 0 || from.bytes.skipping()) {
            throw damage(
                    "ends inside %s, which begins at byte %d, at byte %d%s"
                            .formatted(
                                    format.describe(from.bytes, packets + 1),
                                    from.bytes.recordPosition(),
                                    from.bytes.endPosition(),
                                    ofWhat(from)),
                    null);
        }
        ended = true;
        return Step.END;
    }

    private DamagedCaptureException damage(String what, @Nullable Throwable cause) {
        return new DamagedCaptureException(origin.name(), what, packets, cause);
    }

    private IOException tooShort(Reading from) {
        int length = from.bytes.length();
        String found =
                length == 0
                        ? "is empty"
                        : "is %d bytes long, too short for any capture".formatted(length);
        return new IOException(
                origin.name()
                        + ": "
                        + found
                        + (from.compressed() ? " once decompressed" : "")
                        + "; "
                        + (origin.size() < 0
                                ? "look why its writer ended so early"
                                : "leave it out, or wait for its writer with --follow"));
    }

    private static String unknown(int magic, Reading from) {
        return "begins with %02x %02x %02x %02x%s; read are %s, also compressed with %s;"
                        .formatted(
                                magic >>> 24,
                                magic >>> 16 & 0xff,
                                magic >>> 8 & 0xff,
                                magic & 0xff,
                                from.compressed() ? " once decompressed" : "",
                                Sources.formatTitles(),
                                Compression.titles())
                + " if it is a capture of another kind, convert it (tshark -r FILE -w NEW.pcapng)";
    }

    private static String ofWhat(Reading from) {
        return from.compressed() ? " of the decompressed stream" : "";
    }
}
