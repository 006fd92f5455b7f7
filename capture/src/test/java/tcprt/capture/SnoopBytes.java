package tcprt.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteOrder;

/** Writes a snoop file, field by field as RFC 1761 says. */
final class SnoopBytes {
    private final Bytes bytes = Bytes.in(ByteOrder.BIG_ENDIAN);
    private long dropped;

    SnoopBytes(long version, long datalink) {
        bytes.put("snoop\0\0\0".getBytes(US_ASCII)).u32(version).u32(datalink);
    }

    static SnoopBytes ethernet() {
        return new SnoopBytes(2, 4);
    }

    /** What the next packets say was lost so far. */
    SnoopBytes dropped(long count) {
        dropped = count;
        return this;
    }

    /** A packet padded to a multiple of four bytes, as Solaris does. */
    SnoopBytes packet(long seconds, long micros, byte... data) {
        int padding = (4 - data.length % 4) % 4;
        record(data.length, data.length, 24 + data.length + padding, seconds, micros, data);
        bytes.put(new byte[padding]);
        return this;
    }

    SnoopBytes record(
            long wire, long captured, long record, long seconds, long micros, byte... data) {
        bytes.u32(wire).u32(captured).u32(record).u32(dropped).u32(seconds).u32(micros).put(data);
        return this;
    }

    SnoopBytes raw(byte... raw) {
        bytes.put(raw);
        return this;
    }

    byte[] toArray() {
        return bytes.toArray();
    }
}
