package tcprt.capture;

import java.nio.ByteOrder;

/** Writes a classic pcap file, field by field as the format says. */
final class PcapBytes {
    static final int MICROS = 0xa1b2c3d4;
    static final int NANOS = 0xa1b23c4d;
    static final int MODIFIED = 0xa1b2cd34;

    private final Bytes bytes;
    private final int magic;

    PcapBytes(ByteOrder order, int magic) {
        this(order, magic, 2, 4, 1);
    }

    PcapBytes(ByteOrder order, int magic, int major, int minor, int network) {
        this.magic = magic;
        bytes = Bytes.in(order).u32(magic).u16(major).u16(minor);
        bytes.u32(0).u32(0).u32(65535).u32(network);
    }

    static PcapBytes littleEndianMicros() {
        return new PcapBytes(ByteOrder.LITTLE_ENDIAN, MICROS);
    }

    PcapBytes packet(long seconds, long fraction, byte... data) {
        return packet(seconds, fraction, data.length, data.length, data);
    }

    PcapBytes packet(long seconds, long fraction, long captured, long wire, byte... data) {
        bytes.u32(seconds).u32(fraction).u32(captured).u32(wire);
        if (magic == MODIFIED) {
            bytes.u32(7).u16(0x800).u8(4).u8(0);
        }
        bytes.put(data);
        return this;
    }

    int length() {
        return bytes.length();
    }

    byte[] toArray() {
        return bytes.toArray();
    }
}
