package tcprt.validate.log;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tcprt.task.RecordType;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;
import tcprt.validate.record.Layout;

/**
 * Reads one line of {@code rt-network-log}: V6 in its newest and its three older forms, and V7 with
 * letters and tails. Works on the bytes where they lie and allocates nothing but for IPv6
 * addresses; one per reader.
 */
final class LineParser {
    private static final int MAX_NUMBERS = 12;
    private static final int MAX_PORT = 65535;
    private static final int MICROS_PER_SECOND = 1_000_000;

    /** Seconds up to the year 9999, so that microseconds stay far from 64 bits. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static final RecordType[] TYPES = RecordType.values();

    private byte[] bytes = {};
    private int end;

    /** The current word: from {@code wordStart} to {@code wordEnd}, empty behind the last. */
    private int wordStart;

    private int wordEnd;
    private long number;
    private final long[] numbers = new long[MAX_NUMBERS];

    /**
     * Reads a line.
     *
     * @param from index of its first byte
     * @param to index behind its last byte, the line feed not included
     * @param into overwritten, also if the line is refused
     * @return null if it was read, otherwise why not
     */
    @Nullable Refusal parse(byte[] line, int from, int to, Entry into) {
        bytes = line;
        end = to;
        wordEnd = from - 1;
        into.kernel = true;
        into.handshakeMicros = -1;
        into.firstFrames = 0;
        next();
        if (wordEnd - wordStart != 2
                || bytes[wordStart] != 'V'
                || (bytes[wordStart + 1] != '6' && bytes[wordStart + 1] != '7')) {
            return Refusal.NOT_A_RECORD;
        }
        into.version7 = bytes[wordStart + 1] == '7';
        next();
        RecordType type = type(into);
        if (type == null) {
            return Refusal.UNKNOWN_TYPE;
        }
        if (!time(into)) {
            return Refusal.BAD_TIME;
        }
        if (!endpoint(into, true) || !endpoint(into, false)) {
            return Refusal.BAD_ADDRESS;
        }
        return numbers(type, into);
    }

    /** Moves to the next word; at the end of the line the word is empty. */
    private void next() {
        wordStart = Math.min(wordEnd + 1, end);
        wordEnd = wordStart;
        while (wordEnd < end && bytes[wordEnd] != ' ') {
            wordEnd++;
        }
    }

    private boolean atWord() {
        return wordStart < wordEnd;
    }

    private @Nullable RecordType type(Entry into) {
        into.letters = 0;
        for (int i = wordStart + 2; i < wordEnd; i++) {
            int letter = Entry.LETTERS.indexOf(bytes[i]);
            if (letter < 0) {
                return null;
            }
            into.letters |= 1 << letter;
        }
        boolean hasLetters = wordEnd - wordStart > 2;
        if (!atWord() || wordEnd - wordStart == 2 || (hasLetters && bytes[wordStart + 1] != '.')) {
            return null;
        }
        for (RecordType type : TYPES) {
            if (type.name().charAt(0) == bytes[wordStart]) {
                return type;
            }
        }
        return null;
    }

    private boolean time(Entry into) {
        next();
        if (!decimal() || number < 0 || number > MAX_SECONDS) {
            return false;
        }
        long seconds = number;
        next();
        if (!decimal() || number < 0 || number >= MICROS_PER_SECOND) {
            return false;
        }
        into.startMicros = seconds * MICROS_PER_SECOND + number;
        into.alignedMicros = into.startMicros;
        return true;
    }

    private @Nullable Refusal numbers(RecordType type, Entry into) {
        int count = 0;
        next();
        while (atWord() && !isTail()) {
            if (!decimal()) {
                return Refusal.BAD_NUMBER;
            }
            if (count == MAX_NUMBERS) {
                return Refusal.WRONG_COUNT;
            }
            numbers[count++] = number;
            next();
        }
        Layout layout = Layout.of(type, count);
        if (layout == null || (layout == Layout.R_SRTT && !into.version7)) {
            return Refusal.WRONG_COUNT;
        }
        into.layout = layout;
        for (int i = 0; i < count; i++) {
            Field field = layout.fields().get(i);
            if (!field.holds(numbers[i])) {
                return Refusal.OUT_OF_RANGE;
            }
            into.values[field.ordinal()] = numbers[i];
        }
        return tails(into);
    }

    private boolean isTail() {
        return wordEnd - wordStart == 1 && (bytes[wordStart] == 'H' || bytes[wordStart] == 'F');
    }

    private @Nullable Refusal tails(Entry into) {
        while (atWord()) {
            byte tail = isTail() ? bytes[wordStart] : 0;
            next();
            if (tail == 0 || !u32()) {
                return Refusal.BAD_TAIL;
            }
            if (tail == 'H') {
                into.handshakeMicros = number;
            } else if (!firstFrames(into)) {
                return Refusal.BAD_TAIL;
            }
            next();
        }
        // A blank ends the last word; only what follows it, nothing, may be left.
        return wordStart < end ? Refusal.WRONG_COUNT : null;
    }

    private boolean firstFrames(Entry into) {
        int count = (int) number;
        if (number % 2 != 0 || number > 2L * Entry.MAX_FIRST_FRAMES) {
            return false;
        }
        into.firstFrame = new long[count];
        for (int i = 0; i < count; i++) {
            next();
            if (!u32()) {
                return false;
            }
            into.firstFrame[i] = number;
        }
        into.firstFrames = count / 2;
        return true;
    }

    private boolean u32() {
        return decimal() && number >= 0 && number <= 0xFFFF_FFFFL;
    }

    private boolean decimal() {
        return decimal(wordStart, wordEnd);
    }

    /** Reads an unsigned number of 64 bits into {@link #number}. */
    private boolean decimal(int from, int to) {
        if (from == to || to - from > 20) {
            return false;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || (i - from == 19 && !hasRoom(value, digit))) {
                return false;
            }
            value = value * 10 + digit;
        }
        number = value;
        return true;
    }

    /** Whether a twentieth digit still fits into 64 unsigned bits. */
    private static boolean hasRoom(long value, int digit) {
        long most = Long.divideUnsigned(-1, 10);
        int compared = Long.compareUnsigned(value, most);
        return compared < 0 || (compared == 0 && digit <= 5);
    }

    private boolean endpoint(Entry into, boolean remote) {
        next();
        int colon = wordEnd - 1;
        while (colon >= wordStart && bytes[colon] != ':') {
            colon--;
        }
        if (colon < wordStart || !decimal(colon + 1, wordEnd) || number < 0 || number > MAX_PORT) {
            return false;
        }
        int port = (int) number;
        boolean ipv6 = bytes[wordStart] == '[';
        if (!remote && ipv6 != into.ipv6) {
            return false;
        }
        into.ipv6 = ipv6;
        if (remote) {
            into.remotePort = port;
        } else {
            into.localPort = port;
        }
        return ipv6 ? ipv6(into, remote, colon) : ipv4(into, remote, colon);
    }

    private boolean ipv4(Entry into, boolean remote, int to) {
        long address = 0;
        int from = wordStart;
        for (int part = 0; part < 4; part++) {
            int stop = from;
            while (stop < to && bytes[stop] != '.') {
                stop++;
            }
            if (stop - from > 3
                    || !decimal(from, stop)
                    || number > 255
                    || (part == 3) != (stop == to)) {
                return false;
            }
            address = address << 8 | number;
            from = stop + 1;
        }
        set(into, remote, 0, address);
        return true;
    }

    private boolean ipv6(Entry into, boolean remote, int to) {
        String literal = new String(bytes, wordStart, to - wordStart, StandardCharsets.US_ASCII);
        try {
            // In brackets it can only be an address, so no name is looked up.
            if (literal.endsWith("]")
                    && InetAddress.getByName(literal) instanceof Inet6Address address) {
                ByteBuffer halves = ByteBuffer.wrap(address.getAddress());
                set(into, remote, halves.getLong(), halves.getLong());
                return true;
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void set(Entry into, boolean remote, long high, long low) {
        if (remote) {
            into.remoteHigh = high;
            into.remoteLow = low;
        } else {
            into.localHigh = high;
            into.localLow = low;
        }
    }
}
