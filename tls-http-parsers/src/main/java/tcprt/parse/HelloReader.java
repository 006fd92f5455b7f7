package tcprt.parse;

import tcprt.task.TlsHandshake;

/**
 * Reads a ClientHello or a ServerHello byte by byte, across records and segments.
 *
 * <pre>
 *   type 1 | length 3 | version 2 | random 32 | session id 1 + n |
 *   cipher suites and compression, which differ |
 *   extensions 2 + n: (type 2 | length 2 | body n) ...
 * </pre>
 *
 * <p>The two have the same frame (RFC 8446 4.1.2 and 4.1.3), and name a server (RFC 6066 3) and
 * protocols (RFC 7301 3.1) in the same way. The length of the message is believed; lengths inside
 * that do not fit end with it.
 */
abstract class HelloReader {
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;

    private static final int RANDOM_LENGTH = 32;
    private static final int SHORTEST = 2 + RANDOM_LENGTH + 1 + 2;

    /** Far more than any ClientHello has, post-quantum key shares included. */
    private static final int LONGEST = 1 << 17;

    enum Field {
        TYPE,
        LENGTH,
        VERSION,
        RANDOM,
        SESSION_ID_LENGTH,
        SESSION_ID,
        CIPHER_SUITES_LENGTH,
        CIPHER_SUITES,
        COMPRESSION_METHODS_LENGTH,
        COMPRESSION_METHODS,
        CIPHER_SUITE,
        COMPRESSION_METHOD,
        EXTENSIONS_LENGTH,
        EXTENSION_TYPE,
        EXTENSION_LENGTH,
        /** What stands before the length of the first name of a list. */
        NAME_PREFIX,
        NAME_LENGTH,
        NAME,
        SELECTED_VERSION,
        EXTENSION_REST,
        /** All has been read. */
        END,
        /** This is no such message, or part of it is not in the capture. */
        BROKEN
    }

    final TlsHandshake facts;

    private final int messageType;

    private Field field = Field.TYPE;

    /** Bytes of the field, of the message and of the extension that are still to come. */
    private int fieldLeft = 1;

    private int messageLeft = LONGEST;
    private int extensionLeft;
    private int extensionType;

    /** The field so far, its last four bytes. */
    private int value;

    private boolean valid;
    private boolean namesProtocol;

    HelloReader(int messageType, TlsHandshake facts) {
        this.messageType = messageType;
        this.facts = facts;
    }

    /** Makes ready for another message. */
    void reset() {
        messageLeft = LONGEST;
        valid = false;
        namesProtocol = false;
        enter(Field.TYPE, 1);
    }

    /** Whether the message is what it seemed to be, as far as its beginning shows. */
    final boolean isValid() {
        return valid;
    }

    final boolean isComplete() {
        return field == Field.END;
    }

    final boolean isBroken() {
        return field == Field.BROKEN;
    }

    /** Whether a protocol was named, so that {@link TlsHandshake#alpn} is this message's. */
    final boolean namesProtocol() {
        return namesProtocol;
    }

    /** Part of the message is not in the capture. */
    final void lose() {
        if (field != Field.END) {
            field = Field.BROKEN;
        }
    }

    /** Takes the next byte of the message; after its end, and when broken, ignores it. */
    final void accept(byte b) {
        if (isComplete() || isBroken()) {
            return;
        }
        value = (value << 8) | (b & 0xFF);
        fieldLeft--;
        messageLeft--;
        extensionLeft--;
        onByte(field, b);
        while (fieldLeft == 0 && !isComplete() && !isBroken()) {
            endField();
        }
        if (messageLeft == 0 && !isBroken()) {
            field = Field.END;
        }
    }

    private void endField() {
        int ended = value;
        switch (field) {
            case TYPE -> enterIf(ended == messageType, Field.LENGTH, 3);
            case LENGTH -> {
                messageLeft = ended;
                enterIf(ended >= SHORTEST && ended <= LONGEST, Field.VERSION, 2);
            }
            case VERSION -> {
                valid = acceptsVersion(ended);
                enterIf(valid, Field.RANDOM, RANDOM_LENGTH);
            }
            case SESSION_ID_LENGTH -> enter(Field.SESSION_ID, ended);
            case EXTENSIONS_LENGTH, EXTENSION_REST -> enter(Field.EXTENSION_TYPE, 2);
            case EXTENSION_TYPE -> {
                extensionType = ended;
                enter(Field.EXTENSION_LENGTH, 2);
            }
            case EXTENSION_LENGTH -> {
                extensionLeft = ended;
                switch (extensionType) {
                    case SERVER_NAME -> enterInExtension(Field.NAME_PREFIX, 2 + 1); // name_type
                    case ALPN -> enterInExtension(Field.NAME_PREFIX, 2);
                    default -> onExtension(extensionType);
                }
            }
            case NAME_PREFIX ->
                    enterInExtension(Field.NAME_LENGTH, extensionType == SERVER_NAME ? 2 : 1);
            case NAME_LENGTH -> {
                beginName();
                enterInExtension(Field.NAME, ended);
            }
            case NAME -> skipExtension();
            default -> onFieldEnd(field, ended);
        }
    }

    private void enterIf(boolean fits, Field next, int length) {
        if (fits) {
            enter(next, length);
        } else {
            field = Field.BROKEN;
        }
    }

    final void enter(Field next, int length) {
        field = next;
        fieldLeft = length;
        value = 0;
    }

    /** Enters a field of the present extension, or skips the extension if it is too short. */
    final void enterInExtension(Field next, int length) {
        if (length <= extensionLeft) {
            enter(next, length);
        } else {
            skipExtension();
        }
    }

    final void skipExtension() {
        enter(Field.EXTENSION_REST, extensionLeft);
    }

    private void beginName() {
        if (extensionType == SERVER_NAME) {
            facts.serverNameLength = 0;
        } else {
            facts.alpnLength = 0;
            namesProtocol = true;
        }
    }

    /** A byte of any field. */
    void onByte(Field in, byte b) {
        if (in != Field.NAME) {
            return;
        }
        if (extensionType == ALPN) {
            facts.alpn[facts.alpnLength++] = b; // Its length is one byte.
        } else if (facts.serverNameLength < TlsHandshake.MAX_NAME_LENGTH) {
            facts.serverName[facts.serverNameLength++] = b;
        }
    }

    abstract boolean acceptsVersion(int version);

    /** A field ended that the two messages do not treat alike; enters the next one. */
    abstract void onFieldEnd(Field ended, int value);

    /** There is an extension of this type; enters its body. */
    abstract void onExtension(int type);
}
