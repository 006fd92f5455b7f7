package tcprt.parse;

/** Reads a request line (RFC 9112 3): {@code method SP target SP HTTP/1.n}. */
final class RequestLine implements HttpStartLine {
    /** RFC 9113 3.4: an HTTP/2 client begins with {@code PRI * HTTP/2.0}. */
    private static final long PRI = 0x505249;

    private static final long HEAD = 0x48454144;
    private static final long CONNECT = 0x434F4E4E454354L;

    private static final int MAX_METHOD_LENGTH = 32;

    private static final byte[] VERSION = {' ', 'H', 'T', 'T', 'P', '/', '1', '.'};

    private boolean inMethod = true;
    private int methodLength;

    /** The method's last eight letters. */
    private long method;

    /** How much of " HTTP/1.n" the line ends with. */
    private int versionLength;

    @Override
    public void reset() {
        inMethod = true;
        methodLength = 0;
        method = 0;
        versionLength = 0;
    }

    boolean isHead() {
        return method == HEAD;
    }

    boolean isConnect() {
        return method == CONNECT;
    }

    boolean isHttp2() {
        return method == PRI && !inMethod;
    }

    static boolean canBegin(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    @Override
    public boolean accept(byte b) {
        if (inMethod) {
            if (b == ' ' && methodLength > 0) {
                inMethod = false;
                return method != PRI;
            }
            method = method << 8 | b;
            return ++methodLength <= MAX_METHOD_LENGTH && isMethodByte(b);
        }
        if (continuesVersion(b)) {
            versionLength++;
        } else {
            versionLength = b == ' ' ? 1 : 0;
        }
        return true;
    }

    private boolean continuesVersion(byte b) {
        if (versionLength < VERSION.length) {
            return b == VERSION[versionLength];
        }
        return versionLength == VERSION.length && b >= '0' && b <= '9';
    }

    private static boolean isMethodByte(byte b) {
        return canBegin(b) || (b >= 'a' && b <= 'z') || b == '-' || b == '_';
    }

    @Override
    public boolean end() {
        return versionLength == VERSION.length + 1;
    }
}
