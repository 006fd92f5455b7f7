package tcprt.pcaps;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a segment as a script writes them between braces: quoted text, {@code hex}, and TLS
 * records that would be too long to write out.
 */
final class ScriptPayload {
    static final String ALLOWED =
            "\"text\", hex 1603…, record(TYPE,LENGTH), handshake(TYPE,LENGTH), client-hello(…),"
                    + " server-hello(…)";

    private static final Pattern PART =
            Pattern.compile(
                    "\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|hex\\s+([0-9a-fA-F]+)|([a-z-]+)\\(([a-z0-9, ]*)\\))\\s*");

    private ScriptPayload() {}

    /**
     * Reads what stands between braces.
     *
     * @return a byte in each character
     * @throws IllegalArgumentException if it is not one of {@link #ALLOWED}; the message is what
     *     was found
     */
    static String parse(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new IllegalArgumentException(text.substring(at));
            }
            bytes.writeBytes(part(part));
            at = part.end();
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] part(Matcher part) {
        if (part.group(1) != null) {
            return part.group(1).translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
        }
        if (part.group(2) != null) {
            return HexFormat.of().parseHex(part.group(2));
        }
        return TlsBytes.of(part.group(3), part.group(4).replace(" ", ""));
    }
}
