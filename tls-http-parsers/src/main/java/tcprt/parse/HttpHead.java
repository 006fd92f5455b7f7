package tcprt.parse;

import java.nio.ByteBuffer;

/**
 * Reads the head of a request or a response byte by byte (RFC 9112 2.1): start line, field lines,
 * empty line. Of the fields it knows Expect, Content-Length and Transfer-Encoding.
 */
final class HttpHead {
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private enum Part {
        START_LINE,
        FIELD_LINE,
        END,
        BROKEN
    }

    private final HttpStartLine startLine;
    private final HttpFieldLine fieldLine = new HttpFieldLine();

    private Part part = Part.START_LINE;
    private boolean lineEmpty = true;

    HttpHead(HttpStartLine startLine) {
        this.startLine = startLine;
    }

    /** Makes ready for another message. */
    void reset() {
        part = Part.START_LINE;
        lineEmpty = true;
        startLine.reset();
        fieldLine.reset();
    }

    boolean isComplete() {
        return part == Part.END;
    }

    /** Whether this is no HTTP/1 message, or one whose length cannot be told. */
    boolean isBroken() {
        return part == Part.BROKEN;
    }

    /** Valid when the head is complete. */
    HttpFieldLine fields() {
        return fieldLine;
    }

    /** Takes bytes up to the end of the head, and returns the index of the first not taken. */
    int read(ByteBuffer data, int at, int end) {
        int next = at;
        while (next < end && !isComplete() && !isBroken()) {
            accept(data.get(next++));
        }
        return next;
    }

    private void accept(byte b) {
        if (b == LF) {
            endLine();
            return;
        }
        if (b == CR) {
            return; // RFC 9112 2.2: a lone LF ends a line too.
        }
        boolean good =
                part == Part.START_LINE ? startLine.accept(b) : fieldLine.accept(b, lineEmpty);
        lineEmpty = false;
        if (!good) {
            part = Part.BROKEN;
        }
    }

    private void endLine() {
        if (part == Part.START_LINE) {
            if (lineEmpty) {
                return; // RFC 9112 2.2: an empty line before a request is ignored.
            }
            part = startLine.end() ? Part.FIELD_LINE : Part.BROKEN;
        } else if (lineEmpty) {
            part = Part.END;
        } else if (!fieldLine.end()) {
            part = Part.BROKEN;
        }
        lineEmpty = true;
    }
}
