package tcprt.pcaps;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * TLS records for scripts, made from RFC 8446 and RFC 5246: hellos with the extensions that matter,
 * everything else zeros of the right length.
 */
final class TlsBytes {
    private static final byte HANDSHAKE = 22;
    private static final byte CLIENT_HELLO = 1;
    private static final byte SERVER_HELLO = 2;
    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final int RANDOM_LENGTH = 32;

    private static final int SERVER_NAME = 0;
    private static final int PRE_SHARED_KEY = 41;
    private static final int EARLY_DATA = 42;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;

    /** RFC 8446 4.1.3: the random of a HelloRetryRequest, SHA-256 of its name. */
    private static final long[] RETRY = {
        0xCF21AD74E59A6111L, 0xBE1D8C021E65B891L, 0xC2A211167ABB8C5EL, 0x079E09E2C8A8339CL
    };

    private TlsBytes() {}

    /**
     * One record or message.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    static byte[] of(String name, String arguments) {
        List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split(",", -1));
        return switch (name) {
            case "record" -> record(number(words, 0), new byte[number(words, 1)]);
            case "handshake" ->
                    record(HANDSHAKE, message(number(words, 0), new byte[number(words, 1)]));
            case "client-hello" -> record(HANDSHAKE, message(CLIENT_HELLO, clientHello(words)));
            case "server-hello" -> record(HANDSHAKE, message(SERVER_HELLO, serverHello(words)));
            default -> throw new IllegalArgumentException(name + "(" + arguments + ")");
        };
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    private static byte[] record(int type, byte[] content) {
        int version = type == HANDSHAKE && content[0] == CLIENT_HELLO ? TLS_1_0 : TLS_1_2;
        ByteBuffer record = ByteBuffer.allocate(5 + content.length);
        record.put((byte) type).putShort((short) version).putShort((short) content.length);
        return record.put(content).array();
    }

    private static byte[] message(int type, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(4 + body.length);
        return message.putInt((type << 24) | body.length).put(body).array();
    }

    /** Words: tls13, early, psk, session. */
    private static byte[] clientHello(List<String> words) {
        ByteBuffer hello = ByteBuffer.allocate(512);
        hello.putShort((short) TLS_1_2).put(new byte[RANDOM_LENGTH]);
        session(hello, words);
        hello.putShort((short) 6).putShort((short) 0x1301).putShort((short) 0x1302);
        hello.putShort((short) 0xc02f).put((byte) 1).put((byte) 0);
        ByteBuffer extensions = ByteBuffer.allocate(256);
        byte[] host = "example.com".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer names = ByteBuffer.allocate(5 + host.length);
        names.putShort((short) (3 + host.length)).put((byte) 0).putShort((short) host.length);
        extension(extensions, SERVER_NAME, names.put(host).array());
        if (words.contains("tls13")) {
            extension(extensions, SUPPORTED_VERSIONS, new byte[] {4, 3, 4, 3, 3});
            extension(extensions, KEY_SHARE, new byte[38]);
        }
        if (words.contains("early")) {
            extension(extensions, EARLY_DATA, new byte[0]);
        }
        if (words.contains("psk") || words.contains("early")) {
            extension(extensions, PRE_SHARED_KEY, new byte[80]);
        }
        return finish(hello, extensions);
    }

    /** Words: tls13, retry, psk, session, sha384. */
    private static byte[] serverHello(List<String> words) {
        ByteBuffer hello = ByteBuffer.allocate(512);
        hello.putShort((short) TLS_1_2);
        for (long part : RETRY) {
            hello.putLong(words.contains("retry") ? part : 0);
        }
        session(hello, words);
        int suite = words.contains("sha384") ? 0x1302 : words.contains("tls13") ? 0x1301 : 0xc02f;
        hello.putShort((short) suite).put((byte) 0);
        ByteBuffer extensions = ByteBuffer.allocate(256);
        if (words.contains("tls13")) {
            extension(extensions, SUPPORTED_VERSIONS, new byte[] {TLS_1_3 >> 8, (byte) TLS_1_3});
            extension(extensions, KEY_SHARE, new byte[words.contains("retry") ? 2 : 36]);
        }
        if (words.contains("psk")) {
            extension(extensions, PRE_SHARED_KEY, new byte[2]);
        }
        return finish(hello, extensions);
    }

    private static void session(ByteBuffer hello, List<String> words) {
        int length = words.contains("session") ? 32 : 0;
        hello.put((byte) length).put(new byte[length]);
    }

    private static void extension(ByteBuffer extensions, int type, byte[] data) {
        extensions.putShort((short) type).putShort((short) data.length).put(data);
    }

    private static byte[] finish(ByteBuffer hello, ByteBuffer extensions) {
        hello.putShort((short) extensions.position()).put(extensions.flip());
        byte[] bytes = new byte[hello.position()];
        hello.get(0, bytes);
        return bytes;
    }
}
