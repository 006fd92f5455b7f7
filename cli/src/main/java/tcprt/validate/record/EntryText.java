package tcprt.validate.record;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A record as its line, word by word, so that the words of two lines can be laid one over the
 * other.
 */
public final class EntryText {
    private static final int MICROS_PER_SECOND = 1_000_000;

    /** Words in front of the numbers: version, type, seconds, microseconds and two endpoints. */
    public static final int FIRST_NUMBER = 6;

    private EntryText() {}

    /** The words of the line. */
    public static List<String> words(Entry entry) {
        List<String> words = new ArrayList<>();
        words.add(entry.version7 ? "V7" : "V6");
        words.add(entry.type() + letters(entry.letters));
        words.add(Long.toString(Math.floorDiv(entry.startMicros, MICROS_PER_SECOND)));
        words.add(Long.toString(Math.floorMod(entry.startMicros, MICROS_PER_SECOND)));
        words.add(endpoint(entry.ipv6, entry.remoteHigh, entry.remoteLow) + ":" + entry.remotePort);
        words.add(endpoint(entry.ipv6, entry.localHigh, entry.localLow) + ":" + entry.localPort);
        for (Field field : printed(entry)) {
            words.add(Long.toUnsignedString(entry.values[field.ordinal()]));
        }
        if (entry.handshakeMicros >= 0) {
            words.add("H");
            words.add(Long.toString(entry.handshakeMicros));
        }
        if (entry.firstFrames > 0) {
            words.add("F");
            words.add(Integer.toString(2 * entry.firstFrames));
            for (int i = 0; i < 2 * entry.firstFrames; i++) {
                words.add(Long.toString(entry.firstFrame[i]));
            }
        }
        return words;
    }

    /** What the line has: ours knows more than it prints of a port that is not parsed. */
    public static List<Field> printed(Entry entry) {
        return entry.layout == Layout.R_SRTT && !entry.kernel && !entry.parsed
                ? Layout.R.fields()
                : entry.layout.fields();
    }

    /** The line without what ends it. */
    public static String line(Entry entry) {
        return String.join(" ", words(entry));
    }

    /** {@code .ZH}, or nothing. */
    public static String letters(int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Entry.LETTERS.length(); i++) {
            if ((letters & 1 << i) != 0) {
                text.append(text.isEmpty() ? "." : "").append(Entry.LETTERS.charAt(i));
            }
        }
        return text.toString();
    }

    private static String endpoint(boolean ipv6, long high, long low) {
        try {
            if (!ipv6) {
                return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) low).array())
                        .getHostAddress();
            }
            byte[] address = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            return "[" + InetAddress.getByAddress(address).getHostAddress() + "]";
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the lengths are those of addresses
        }
    }
}
