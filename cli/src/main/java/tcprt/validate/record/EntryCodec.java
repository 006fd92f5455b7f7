package tcprt.validate.record;

import java.nio.ByteBuffer;

/**
 * Entries as bytes in a temporary file: about 75 for the kernel's of IPv4, about 95 for ours. Read
 * back by the run that wrote them, so there is no version.
 */
public final class EntryCodec {
    /** No entry takes more bytes. */
    public static final int MAX_BYTES = 256;

    private static final int KERNEL = 1;
    private static final int IPV6 = 2;
    private static final int VERSION_7 = 4;
    private static final int MID_STREAM = 8;
    private static final int TAIL = 16;
    private static final int PARSED = 32;

    private static final Layout[] LAYOUTS = Layout.values();

    private EntryCodec() {}

    /** Writes an entry at the buffer's position, which has room for {@link #MAX_BYTES}. */
    public static void write(Entry entry, ByteBuffer to) {
        boolean tail = entry.handshakeMicros >= 0 || entry.firstFrames > 0;
        to.put((byte) entry.layout.ordinal());
        to.put(
                (byte)
                        ((entry.kernel ? KERNEL : 0)
                                | (entry.ipv6 ? IPV6 : 0)
                                | (entry.version7 ? VERSION_7 : 0)
                                | (entry.midStream ? MID_STREAM : 0)
                                | (entry.parsed ? PARSED : 0)
                                | (tail ? TAIL : 0)));
        to.put((byte) entry.letters);
        to.putLong(entry.startMicros);
        if (entry.ipv6) {
            to.putLong(entry.remoteHigh).putLong(entry.remoteLow);
            to.putLong(entry.localHigh).putLong(entry.localLow);
        } else {
            to.putInt((int) entry.remoteLow).putInt((int) entry.localLow);
        }
        to.putShort((short) entry.remotePort).putShort((short) entry.localPort);
        for (Field field : entry.layout.fields()) {
            to.putInt((int) entry.values[field.ordinal()]);
        }
        if (entry.kernel) {
            to.putShort((short) entry.file).putLong(entry.line);
        } else {
            to.putLong(entry.writtenMicros).putInt(entry.inferred);
            to.putInt((int) entry.captureHoles).putLong(entry.captureHoleBytes);
            to.putInt((int) entry.tapToHostMicros);
        }
        if (tail) {
            to.putLong(entry.handshakeMicros).put((byte) entry.firstFrames);
            for (int i = 0; i < 2 * entry.firstFrames; i++) {
                to.putInt((int) entry.firstFrame[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote; {@link Entry#alignedMicros} is the start. */
    public static Entry read(ByteBuffer from) {
        Entry entry = new Entry();
        entry.layout = LAYOUTS[from.get()];
        int flags = from.get();
        entry.kernel = (flags & KERNEL) != 0;
        entry.ipv6 = (flags & IPV6) != 0;
        entry.version7 = (flags & VERSION_7) != 0;
        entry.parsed = (flags & PARSED) != 0;
        entry.midStream = (flags & MID_STREAM) != 0;
        entry.letters = from.get();
        entry.startMicros = from.getLong();
        entry.alignedMicros = entry.startMicros;
        if (entry.ipv6) {
            entry.remoteHigh = from.getLong();
            entry.remoteLow = from.getLong();
            entry.localHigh = from.getLong();
            entry.localLow = from.getLong();
        } else {
            entry.remoteLow = Integer.toUnsignedLong(from.getInt());
            entry.localLow = Integer.toUnsignedLong(from.getInt());
        }
        entry.remotePort = Short.toUnsignedInt(from.getShort());
        entry.localPort = Short.toUnsignedInt(from.getShort());
        for (Field field : entry.layout.fields()) {
            entry.values[field.ordinal()] = field.widen(from.getInt());
        }
        if (entry.kernel) {
            entry.file = Short.toUnsignedInt(from.getShort());
            entry.line = from.getLong();
        } else {
            entry.writtenMicros = from.getLong();
            entry.inferred = from.getInt();
            entry.captureHoles = Integer.toUnsignedLong(from.getInt());
            entry.captureHoleBytes = from.getLong();
            entry.tapToHostMicros = from.getInt();
        }
        if ((flags & TAIL) != 0) {
            entry.handshakeMicros = from.getLong();
            entry.firstFrames = from.get();
            entry.firstFrame = new long[2 * entry.firstFrames];
            for (int i = 0; i < 2 * entry.firstFrames; i++) {
                entry.firstFrame[i] = Integer.toUnsignedLong(from.getInt());
            }
        }
        return entry;
    }
}
