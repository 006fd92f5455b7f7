package tcprt.tcp;

/**
 * {@code mss_cache}: how many bytes the host puts into one segment ({@code tcp_sync_mss}).
 *
 * <p>It is the smaller of what the other end accepts and what the host's own link carries, less the
 * timestamp option, bounded to half the largest window the other end ever offered. The host's link
 * is known only from the MSS that the host itself announced; a route may announce less than the
 * link carries, and then a full-sized segment of the host gives it away.
 */
final class SendMss {
    /** TCP_MSS_DEFAULT: what is assumed of an end that sends no MSS option (RFC 9293 3.7.1). */
    private static final int DEFAULT_MSS = 536;

    /** TCP_MIN_SND_MSS (tcp.h): room for all options and eight bytes. */
    private static final int FLOOR = 48;

    private static final byte TIMESTAMP_OPTION = 12;
    private static final int FIXED_HEADER = 20;
    private static final int LEAST_HALF_WINDOW_SEGMENT = 68;

    private boolean handshakeSeen;
    private byte optionBytes;

    /** What the options say: 16 bits each, unsigned. */
    private char peerMss;

    private char ownMss;
    private int maxWindow;
    private int lastPayload;
    private int mss;

    /** The host answered a SYN; the other end's first window comes with its ACK. */
    void openPassive(Handshake handshake) {
        int peerOption = handshake.syns > 0 ? handshake.clientMss : handshake.serverMss;
        onHandshake(peerOption, handshake.serverMss, handshake.timestamps(), 0);
    }

    /** The host's SYN was answered by a SYN-ACK that offered {@code firstWindow}. */
    void openActive(Handshake handshake, int firstWindow) {
        int ownOption = handshake.syns > 0 ? handshake.clientMss : handshake.serverMss;
        onHandshake(handshake.serverMss, ownOption, handshake.timestamps(), firstWindow);
    }

    /**
     * Learns from the handshake. An option that is absent is 0; an own option that was not captured
     * too.
     */
    void onHandshake(int peerOption, int ownOption, boolean timestamps, int firstWindow) {
        handshakeSeen = true;
        peerMss = (char) (peerOption == 0 ? DEFAULT_MSS : peerOption);
        ownMss = ownOption == 0 ? peerMss : (char) ownOption;
        optionBytes = timestamps ? TIMESTAMP_OPTION : 0;
        maxWindow = firstWindow;
        sync();
    }

    /** A connection that began before the capture: {@code defaultMss} until a segment is larger. */
    void onMidStream(int defaultMss) {
        mss = defaultMss;
    }

    /**
     * A window was accepted; only one larger than all before matters ({@code
     * tcp_ack_update_window}).
     */
    void onWindow(int window) {
        if (window > maxWindow) {
            maxWindow = window;
            if (handshakeSeen) {
                sync();
            }
        }
    }

    /** The host sent this much in one segment. */
    void onSent(int payloadLength) {
        if (!handshakeSeen) {
            onSentMidStream(payloadLength);
        } else if (payloadLength > mss && ownMss < peerMss) {
            int unbounded = peerMss - optionBytes;
            if (unbounded > 0 && payloadLength % unbounded == 0 && payloadLength % mss != 0) {
                ownMss = peerMss;
                sync();
            }
        }
    }

    /**
     * Without a handshake a size that is sent twice in a row, and larger than any such before, is
     * taken for a full segment.
     */
    private void onSentMidStream(int payloadLength) {
        if (payloadLength == lastPayload && payloadLength > mss) {
            mss = Math.max(payloadLength, FLOOR);
        }
        lastPayload = payloadLength;
    }

    int bytes() {
        return mss;
    }

    private void sync() {
        int size = Math.max(Math.min(ownMss, peerMss) - optionBytes, FLOOR);
        // tcp_bound_to_half_wnd: never more than half of what the other end can take.
        int cut = maxWindow > DEFAULT_MSS ? maxWindow >> 1 : maxWindow;
        if (cut > 0 && size > cut) {
            size = Math.max(cut, LEAST_HALF_WINDOW_SEGMENT - FIXED_HEADER - optionBytes);
        }
        mss = size;
    }
}
