package tcprt.parse;

/**
 * Looks for the beginning of a ClientHello in a client's clear text, so that TLS is found where it
 * begins the connection and where it comes later: STARTTLS (RFC 3207), PostgreSQL's SSLRequest,
 * MySQL's SSL switch.
 *
 * <p>It looks at every byte and does not care where segments begin: MySQL's client may send both in
 * one. A match is only likely to be a ClientHello; {@link ClientHelloReader} says whether it is.
 */
final class HelloSearch {
    /** Protocols that switch to TLS do it early; what comes later stays clear text. */
    private static final int GIVE_UP_AFTER = 16 * 1024;

    private static final int CLIENT_HELLO = 1;
    private static final int MAX_PLAIN_LENGTH = 1 << 14; // RFC 8446 5.1

    private int bytesSeen;
    private int matched;
    private int length;

    /** Whether no more bytes need to be shown. */
    boolean hasGivenUp() {
        return bytesSeen >= GIVE_UP_AFTER && matched == 0;
    }

    /** How many bytes before now the candidate begins; 0 if there is none. */
    int matched() {
        return matched;
    }

    /** Length of the record that was found, bytes. */
    int length() {
        return length;
    }

    /** Bytes that are not in the capture. */
    void skip(long count) {
        bytesSeen = (int) Math.min(bytesSeen + count, GIVE_UP_AFTER);
        matched = 0;
    }

    /** Whether the candidate, if this ends it, began where the client began to speak. */
    boolean isAtStart() {
        return bytesSeen == RecordReader.HEADER_LENGTH + 1;
    }

    /**
     * Takes the client's next byte.
     *
     * @return whether it is the first body byte of what may be a ClientHello's record
     */
    boolean accept(byte b) {
        int value = b & 0xFF;
        if (bytesSeen < GIVE_UP_AFTER) {
            bytesSeen++;
        }
        boolean fits =
                switch (matched) {
                    case 0 -> value == RecordReader.HANDSHAKE;
                    case 1 -> value == 3;
                    case 2 -> value <= 4;
                    case 3 -> {
                        length = value << 8;
                        yield length <= MAX_PLAIN_LENGTH;
                    }
                    case 4 -> {
                        length |= value;
                        yield length > 0 && length <= MAX_PLAIN_LENGTH;
                    }
                    default -> value == CLIENT_HELLO;
                };
        if (!fits) {
            matched = value == RecordReader.HANDSHAKE ? 1 : 0;
            return false;
        }
        if (matched == RecordReader.HEADER_LENGTH) {
            matched = 0;
            return true;
        }
        matched++;
        return false;
    }
}
