package tcprt.validate.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.capture.PlainBytes;
import tcprt.validate.record.Entry;

/**
 * The kernel's {@code rt-network-log} files, one for each CPU, in any order, compressed or not,
 * read once from beginning to end.
 */
public final class KernelLog {
    /** Takes what was read. */
    public interface Handler {
        /**
         * A record.
         *
         * @param entry lent for the duration of the call
         */
        void onEntry(Entry entry) throws IOException;

        /** So many bytes of the files, as they are stored, have been read. */
        void onProgress(long bytesRead);
    }

    /** The longest line the kernel writes has 512 bytes. */
    private static final int MAX_LINE_BYTES = 4096;

    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int SHOWN_BYTES = 120;

    private final List<Path> files;
    private final LogFindings findings = new LogFindings();
    private final LineParser parser = new LineParser();
    private final Entry entry = new Entry();
    private final byte[] held = new byte[CHUNK_BYTES + MAX_LINE_BYTES];
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final Handler handler;
    private long bytesBefore;

    // State of the file being read.
    private int file;
    private long line;
    private long lastEndMicros;
    private long gapLine;

    /**
     * Names the files; nothing is opened yet.
     *
     * @param handler gets every record
     */
    public KernelLog(List<Path> files, Handler handler) {
        this.files = files;
        this.handler = handler;
    }

    /**
     * Reads all files.
     *
     * @throws IOException if one cannot be opened or read; the message names it
     */
    public LogFindings read() throws IOException {
        for (file = 0; file < files.size(); file++) {
            try (PlainBytes bytes = PlainBytes.open(files.get(file))) {
                readFile(bytes);
                bytesBefore += bytes.storedBytesRead();
            }
        }
        return findings;
    }

    private void readFile(PlainBytes bytes) throws IOException {
        line = 0;
        lastEndMicros = Long.MIN_VALUE;
        gapLine = 0;
        int length = 0;
        boolean skipping = false;
        while (true) {
            int read = readChunk(bytes);
            if (read < 0) {
                break;
            }
            chunk.flip().get(held, length, read);
            length += read;
            int from = 0;
            for (int i = length - read; i < length; i++) {
                if (held[i] == '\n') {
                    if (!skipping) {
                        onLine(from, i, null);
                    }
                    skipping = false;
                    from = i + 1;
                }
            }
            length -= from;
            if (length > MAX_LINE_BYTES) {
                if (!skipping) {
                    onLine(from, from + length, Refusal.TOO_LONG);
                }
                skipping = true; // the rest of it is passed over
                length = 0;
            } else {
                System.arraycopy(held, from, held, 0, length);
            }
            handler.onProgress(bytesBefore + bytes.storedBytesRead());
        }
        if (length > 0 && !skipping) {
            // Whole only if the blank behind its last word is there.
            onLine(0, length, held[length - 1] == ' ' ? null : Refusal.NO_END);
        }
        if (gapLine != 0) {
            gap(Long.MAX_VALUE);
        }
    }

    /** The end of what can be decompressed is the end of the file, and said. */
    private int readChunk(PlainBytes bytes) throws IOException {
        chunk.clear();
        try {
            return bytes.read(chunk);
        } catch (IOException e) {
            if (bytes.storedBytesRead() == 0) {
                throw e;
            }
            line++;
            refuse(Refusal.CORRUPT, String.valueOf(e.getMessage()));
            return -1;
        }
    }

    private void onLine(int from, int to, @Nullable Refusal known) throws IOException {
        line++;
        int end = to > from && held[to - 1] == '\r' ? to - 1 : to;
        if (from == end) {
            return;
        }
        Refusal refusal = known == null ? parser.parse(held, from, end, entry) : known;
        if (refusal != null) {
            refuse(
                    refusal,
                    findings.wantsExamples()
                            ? new String(
                                    held,
                                    from,
                                    Math.min(end - from, SHOWN_BYTES),
                                    StandardCharsets.ISO_8859_1)
                            : "");
            return;
        }
        entry.file = file;
        entry.line = line;
        findings.countLine();
        findings.seen(entry.startMicros, entry.endMicros());
        if (gapLine != 0) {
            gap(entry.endMicros());
        }
        lastEndMicros = entry.endMicros();
        handler.onEntry(entry);
    }

    private void refuse(Refusal reason, String text) {
        if (findings.wantsExamples()) {
            findings.refuse(
                    new LogFindings.Refused(files.get(file) + ":" + line, reason, printable(text)));
        } else {
            findings.countRefusal(reason);
        }
        if (gapLine == 0) {
            gapLine = line;
        }
    }

    private void gap(long toMicros) {
        findings.addGap(
                new LogGap(String.valueOf(files.get(file)), gapLine, lastEndMicros, toMicros));
        gapLine = 0;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
