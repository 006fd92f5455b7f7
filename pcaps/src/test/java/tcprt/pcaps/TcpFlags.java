package tcprt.pcaps;

/** The flag bits of a TCP header (RFC 9293 3.1) and the letters a script has for them. */
final class TcpFlags {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;

    private static final String LETTERS = "FSRP.U";

    private TcpFlags() {}

    /**
     * Bits for letters such as {@code S.}.
     *
     * @throws IllegalArgumentException if a letter is unknown or comes twice
     */
    static int parse(String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            int index = LETTERS.indexOf(letters.charAt(i));
            if (index < 0 || (flags & (1 << index)) != 0) {
                throw new IllegalArgumentException(letters);
            }
            flags |= 1 << index;
        }
        return flags;
    }

    /** Letters for bits, the ACK's dot last as packetdrill writes it. */
    static String text(int flags) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < LETTERS.length(); index++) {
            if ((flags & (1 << index)) != 0 && (1 << index) != ACK) {
                text.append(LETTERS.charAt(index));
            }
        }
        if ((flags & ACK) != 0) {
            text.append('.');
        }
        return text.toString();
    }
}
