package tcprt.parse;

/** Reads a status line (RFC 9112 4): {@code HTTP/1.n SP three digits [SP reason]}. */
final class StatusLine implements HttpStartLine {
    private static final byte[] PREFIX = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int STATUS_BEGIN = PREFIX.length + 2;
    private static final int STATUS_END = STATUS_BEGIN + 3;

    private int length;
    private int status;

    @Override
    public void reset() {
        length = 0;
        status = 0;
    }

    /** The status code, or 0 until its last digit has been read. */
    int status() {
        return length >= STATUS_END ? status : 0;
    }

    @Override
    public boolean accept(byte b) {
        int at = length;
        if (at > STATUS_END) {
            return true;
        }
        length++;
        if (at < PREFIX.length) {
            return b == PREFIX[at];
        }
        if (at == STATUS_END || at == STATUS_BEGIN - 1) {
            return b == ' ';
        }
        if (at >= STATUS_BEGIN) {
            status = status * 10 + b - '0';
        }
        return b >= '0' && b <= '9';
    }

    @Override
    public boolean end() {
        return length >= STATUS_END;
    }
}
