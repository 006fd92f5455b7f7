package tcprt.parse;

import java.nio.ByteBuffer;

/**
 * Skips the body of a message (RFC 9112 6). Of a chunked body it reads the sizes, of others
 * nothing.
 */
final class HttpBody {
    private static final int MAX_SIZE_DIGITS = 15;

    private enum Part {
        /** Bytes that are counted: a whole body, or a chunk. */
        COUNTED,
        CHUNK_SIZE,
        CHUNK_EXTENSION,
        /** The line end after a chunk. */
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        END,
        BROKEN
    }

    private Part part = Part.END;
    private boolean chunked;

    /** Bytes of what is counted that are still to come. */
    private long left;

    private int sizeDigits;
    private boolean lineEmpty;

    void beginCounted(long length) {
        chunked = false;
        count(length);
    }

    void beginChunked() {
        chunked = true;
        beginChunk();
    }

    /** The rest of the connection. */
    void beginUntilClose() {
        part = Part.UNTIL_CLOSE;
    }

    void beginEmpty() {
        part = Part.END;
    }

    boolean isOver() {
        return part == Part.END;
    }

    boolean isBroken() {
        return part == Part.BROKEN;
    }

    private void count(long length) {
        left = length;
        part = Part.COUNTED;
        if (length == 0) {
            endCounted();
        }
    }

    private void endCounted() {
        part = chunked ? Part.CHUNK_END : Part.END;
        lineEmpty = true;
    }

    private void beginChunk() {
        part = Part.CHUNK_SIZE;
        left = 0;
        sizeDigits = 0;
    }

    /** Takes bytes up to the end of the body, and returns the index of the first not taken. */
    int read(ByteBuffer data, int at, int end) {
        int next = at;
        while (next < end && !isOver() && !isBroken()) {
            if (part == Part.COUNTED || part == Part.UNTIL_CLOSE) {
                next += (int) skip(end - next);
            } else {
                accept(data.get(next++));
            }
        }
        return next;
    }

    /**
     * Takes bytes that nobody looks at.
     *
     * @return how many were taken; where a size was expected, none
     */
    long skip(long count) {
        if (part == Part.UNTIL_CLOSE) {
            return count;
        }
        if (part != Part.COUNTED) {
            return 0;
        }
        long taken = Math.min(count, left);
        left -= taken;
        if (left == 0) {
            endCounted();
        }
        return taken;
    }

    private void accept(byte b) {
        if (b == '\r') {
            return;
        }
        switch (part) {
            case CHUNK_SIZE -> {
                int digit = Character.digit(b, 16);
                if (digit >= 0 && sizeDigits < MAX_SIZE_DIGITS) {
                    left = left << 4 | digit;
                    sizeDigits++;
                } else if (sizeDigits > 0 && b == '\n') {
                    endSize();
                } else if (sizeDigits > 0 && (b == ';' || b == ' ' || b == '\t')) {
                    part = Part.CHUNK_EXTENSION;
                } else {
                    part = Part.BROKEN;
                }
            }
            case CHUNK_EXTENSION -> {
                if (b == '\n') {
                    endSize();
                }
            }
            case CHUNK_END -> {
                if (b == '\n') {
                    beginChunk();
                } else {
                    part = Part.BROKEN;
                }
            }
            default -> { // Trailer fields, then an empty line (RFC 9112 7.1.2).
                if (b != '\n') {
                    lineEmpty = false;
                } else if (lineEmpty) {
                    part = Part.END;
                } else {
                    lineEmpty = true;
                }
            }
        }
    }

    private void endSize() {
        if (left == 0) {
            part = Part.TRAILER;
            lineEmpty = true;
        } else {
            part = Part.COUNTED;
        }
    }
}
