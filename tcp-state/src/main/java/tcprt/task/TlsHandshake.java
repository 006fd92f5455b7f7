package tcprt.task;

/**
 * What a TLS handshake agreed on, as far as its clear text tells (RFC 8446 4.1, RFC 5246 7.4.1). A
 * plain struct, filled by the parser of the connection; for JSON only.
 */
public final class TlsHandshake {
    /** Longest server name and protocol name that are kept, bytes (RFC 6066 3, RFC 7301 3.1). */
    public static final int MAX_NAME_LENGTH = 255;

    /** Negotiated version as on the wire: 0x0301 to 0x0304; 0 before the ServerHello. */
    public int version;

    /** Cipher suite that the server chose; 0 before the ServerHello. */
    public int cipherSuite;

    /** Server name that the client asked for (RFC 6066 3), ASCII; not more than was captured. */
    public final byte[] serverName = new byte[MAX_NAME_LENGTH];

    /** Its length; 0 if the client named none. */
    public int serverNameLength;

    /**
     * Application protocol (RFC 7301): what the server chose, or with TLS 1.3, where that is
     * encrypted, the client's first offer.
     */
    public final byte[] alpn = new byte[MAX_NAME_LENGTH];

    /** Its length; 0 if there is none. */
    public int alpnLength;

    /** Whether {@link #alpn} is only offered. */
    public boolean alpnOffered;

    /** Whether an earlier session was resumed. */
    public boolean resumed;

    /** Whether the server sent a HelloRetryRequest. */
    public boolean helloRetryRequest;

    /** Whether the client sent early data and the server took it. */
    public boolean earlyDataAccepted;
}
