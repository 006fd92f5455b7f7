package tcprt.parse;

/**
 * Reads a message's field lines byte by byte (RFC 9112 5): what says how long the body is, and
 * whether the client waits before it sends it.
 */
final class HttpFieldLine {
    /** The fields that matter, in small letters, and the member of their list that does. */
    private enum Field {
        EXPECT("expect", "100-continue"),
        CONTENT_LENGTH("content-length", ""),
        TRANSFER_ENCODING("transfer-encoding", "chunked"),
        OTHER("", "");

        private final String name;
        private final String word;

        Field(String name, String word) {
            this.name = name;
            this.word = word;
        }

        static Field beginningWith(int letter) {
            return switch (letter) {
                case 'e' -> EXPECT;
                case 'c' -> CONTENT_LENGTH;
                case 't' -> TRANSFER_ENCODING;
                default -> OTHER;
            };
        }
    }

    private static final int MISMATCH = -1;
    private static final int MAX_DIGITS = 18;

    private Field field = Field.OTHER;
    private boolean inName;

    /** How much of the field's name, or of its word, has matched. */
    private int matched;

    private boolean memberEnded;
    private long number;
    private int digits;

    private boolean expectsContinue;
    private boolean transferEncoded;
    private boolean chunked;
    private boolean hasLength;
    private long length;

    /** Makes ready for another message. */
    void reset() {
        field = Field.OTHER;
        inName = false;
        expectsContinue = false;
        transferEncoded = false;
        chunked = false;
        hasLength = false;
        length = 0;
    }

    /** Whether there is {@code Expect: 100-continue} (RFC 9110 10.1.1). */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether there is a Transfer-Encoding, which makes the length meaningless. */
    boolean isTransferEncoded() {
        return transferEncoded;
    }

    /** Whether the last transfer coding is chunked (RFC 9112 7.1). */
    boolean isChunked() {
        return chunked;
    }

    /** Content-Length, bytes, or -1 if there is none. */
    long contentLength() {
        return hasLength ? length : -1;
    }

    /**
     * Takes the next byte of a line that is not empty.
     *
     * @return false if the length of the body cannot be told
     */
    boolean accept(byte b, boolean first) {
        int letter = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
        if (first) {
            // A line that begins with a blank continues the one before (5.2, obsolete): unknown.
            field = Field.beginningWith(letter);
            inName = true;
            matched = 0;
        }
        if (field == Field.OTHER) {
            return true;
        }
        if (inName) {
            acceptName(letter);
            return true;
        }
        return field == Field.CONTENT_LENGTH ? acceptDigit(letter) : acceptWord(letter);
    }

    private void acceptName(int letter) {
        if (letter != ':') {
            boolean fits = matched < field.name.length() && field.name.charAt(matched) == letter;
            field = fits ? field : Field.OTHER;
            matched++;
        } else if (matched < field.name.length()) {
            field = Field.OTHER;
        } else {
            inName = false;
            matched = 0;
            memberEnded = false;
            number = 0;
            digits = 0;
        }
    }

    private static boolean isBlank(int letter) {
        return letter == ' ' || letter == '\t';
    }

    private boolean acceptDigit(int letter) {
        if (isBlank(letter)) {
            memberEnded = digits > 0;
            return true;
        }
        number = number * 10 + letter - '0';
        return letter >= '0' && letter <= '9' && !memberEnded && ++digits <= MAX_DIGITS;
    }

    private boolean acceptWord(int letter) {
        if (letter == ',') {
            endMember();
            matched = 0;
            memberEnded = false;
        } else if (isBlank(letter)) {
            memberEnded = matched != 0;
        } else if (!memberEnded
                && matched >= 0
                && matched < field.word.length()
                && field.word.charAt(matched) == letter) {
            matched++;
        } else {
            matched = MISMATCH;
        }
        return true;
    }

    private void endMember() {
        boolean found = matched == field.word.length();
        if (field == Field.EXPECT) {
            expectsContinue |= found;
        } else {
            transferEncoded = true;
            chunked = found;
        }
    }

    /**
     * The line is over.
     *
     * @return false if the length of the body cannot be told
     */
    boolean end() {
        if (inName || field == Field.OTHER) {
            return true;
        }
        if (field != Field.CONTENT_LENGTH) {
            endMember();
            return true;
        }
        boolean good = digits > 0 && (!hasLength || length == number);
        hasLength = true;
        length = number;
        return good;
    }
}
