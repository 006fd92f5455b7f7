package tcprt.parse;

/**
 * Where one direction is in its sequence of TLS records (RFC 8446 5.1).
 *
 * <pre>
 *    0       1       2       3       4       5
 *   +-------+-------+-------+-------+-------+-------
 *   | type  | version (3.n) |    length     | body ...
 *   +-------+-------+-------+-------+-------+-------
 * </pre>
 */
final class RecordReader {
    static final int HEADER_LENGTH = 5;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    private static final int HEARTBEAT = 24;
    private static final int MAX_LENGTH = (1 << 14) + 2048; // RFC 5246 6.2.3, the widest of all.

    private int headerBytes;
    private int type;
    private int version;
    private int length;
    private int bodyLeft;

    void reset() {
        headerBytes = 0;
        bodyLeft = 0;
    }

    /** Starts inside the body of a record whose header is known. */
    void resume(int type, int length, int bodyLeft) {
        headerBytes = 0;
        this.type = type;
        this.length = length;
        this.bodyLeft = bodyLeft;
    }

    /** Whether the next byte is a header's first. */
    boolean isBetweenRecords() {
        return headerBytes == 0 && bodyLeft == 0;
    }

    /** Whether some bytes of a header are there, and some are not. */
    boolean isInHeader() {
        return headerBytes > 0;
    }

    /** Bytes of the present record's body that are still to come. */
    int bodyLeft() {
        return bodyLeft;
    }

    /** ContentType of the present record. */
    int type() {
        return type;
    }

    /** Length of the present record's body, bytes. */
    int length() {
        return length;
    }

    /**
     * Takes the next byte of a header.
     *
     * @return whether the header is complete
     */
    boolean acceptHeader(byte b) {
        int value = b & 0xFF;
        switch (headerBytes++) {
            case 0 -> type = value;
            case 1 -> version = value;
            case 2 -> version = version << 8 | value;
            case 3 -> length = value;
            default -> {
                length = length << 8 | value;
                bodyLeft = length;
                headerBytes = 0;
                return true;
            }
        }
        return false;
    }

    /** Takes bytes of the body, at most {@link #bodyLeft}. */
    void acceptBody(int count) {
        bodyLeft -= count;
    }

    /** Whether a record can have the header that has just been completed. */
    boolean isPlausible() {
        return isPlausible(type, version, length);
    }

    static boolean isPlausible(int type, int version, int length) {
        return type >= CHANGE_CIPHER_SPEC
                && type <= HEARTBEAT
                && version >> 8 == 3
                && (version & 0xFF) <= 4
                && length <= MAX_LENGTH;
    }
}
