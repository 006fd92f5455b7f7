package tcprt.emit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line with a JSON object (RFC 8259) that grows in an array. Every value is written with the
 * comma behind it, which the end of its object or array takes back. Allocates nothing.
 *
 * <p>What a record says again and again is encoded once: names of members, and words, which are
 * whole values.
 */
final class JsonObject {
    private static final byte[] NULL = ascii("null,");
    private static final byte[] TRUE = ascii("true,");
    private static final byte[] FALSE = ascii("false,");
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private byte[] target = {};
    private int at;

    /** Encodes a name, no character of which needs an escape. */
    static byte[] name(String name) {
        return ascii('"' + name + "\":");
    }

    /** Encodes a text as a word, no character of which needs an escape. */
    static byte[] word(String text) {
        return ascii('"' + text + "\",");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins the line at this place of an array, which is lent until {@link #end}. */
    void begin(byte[] target, int offset) {
        this.target = target;
        this.at = offset;
        open('{');
    }

    /** Ends the line. @return index after the newline */
    int end() {
        close('}');
        target[at - 1] = '\n';
        return at;
    }

    /** Begins an array that is a member. */
    void openArray(byte[] name) {
        put(name);
        open('[');
    }

    void closeArray() {
        close(']');
    }

    /** Begins an object that is an element of an array. */
    void openElement() {
        open('{');
    }

    void closeElement() {
        close('}');
    }

    /** Writes a member's name as an element of an array. */
    void element(byte[] name) {
        put(name);
        target[at - 1] = ',';
    }

    void number(byte[] name, long value) {
        put(name);
        if (value < 0) {
            target[at++] = '-';
        }
        at = Decimal.token(value < 0 ? -value : value, target, at); // -2^63 is 2^63, unsigned
        target[at - 1] = ',';
    }

    void numberOrNull(byte[] name, long value, boolean known) {
        if (known) {
            number(name, value);
        } else {
            word(name, NULL);
        }
    }

    void truth(byte[] name, boolean value) {
        word(name, value ? TRUE : FALSE);
    }

    void wordOrNull(byte[] name, byte @Nullable [] word) {
        word(name, word == null ? NULL : word);
    }

    void word(byte[] name, byte[] word) {
        put(name);
        put(word);
    }

    /** Writes a text, no byte of which needs an escape. */
    void text(byte[] name, byte[] text, int length) {
        put(name);
        target[at++] = '"';
        System.arraycopy(text, 0, target, at, length);
        at += length;
        target[at++] = '"';
        target[at++] = ',';
    }

    /**
     * Writes what a stranger sent, null if that is nothing: whatever is not printable ASCII becomes
     * a question mark.
     */
    void foreignTextOrNull(byte[] name, byte[] text, int length) {
        if (length == 0) {
            word(name, NULL);
            return;
        }
        put(name);
        target[at++] = '"';
        for (int i = 0; i < length; i++) {
            byte letter = text[i];
            if (letter == '"' || letter == '\\') {
                target[at++] = '\\';
            }
            boolean printable = letter >= FIRST_PRINTABLE && letter <= LAST_PRINTABLE;
            target[at++] = printable ? letter : (byte) '?';
        }
        target[at++] = '"';
        target[at++] = ',';
    }

    private void open(char bracket) {
        target[at++] = (byte) bracket;
    }

    private void close(char bracket) {
        if (target[at - 1] == ',') {
            at--;
        }
        target[at++] = (byte) bracket;
        target[at++] = ',';
    }

    private void put(byte[] encoded) {
        System.arraycopy(encoded, 0, target, at, encoded.length);
        at += encoded.length;
    }
}
