package tcprt.capture;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pcapng file, block by block as the format says. */
final class PcapngBytes {
    private Bytes bytes;

    PcapngBytes(ByteOrder order) {
        bytes = Bytes.in(order);
        section();
    }

    static PcapngBytes littleEndian() {
        return new PcapngBytes(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes on with a new section in the given byte order. */
    PcapngBytes section(ByteOrder order) {
        bytes = Bytes.in(order).put(bytes.toArray());
        return section();
    }

    private PcapngBytes section() {
        return block(0x0a0d0d0a, body().u32(0x1a2b3c4d).u16(1).u16(0).u64(-1));
    }

    PcapngBytes ethernet() {
        return described(1, 0, body());
    }

    PcapngBytes described(int linkType, long snapLength, Bytes options) {
        return block(1, body().u16(linkType).u16(0).u32(snapLength).put(options.toArray()));
    }

    PcapngBytes withResolution(int linkType, int resolution, long offsetSeconds) {
        Bytes options = option(body(), 2, "eth0".getBytes(StandardCharsets.US_ASCII));
        option(options, 9, (byte) resolution);
        option(options, 14, body().u64(offsetSeconds).toArray());
        return described(linkType, 0, options.u32(0));
    }

    PcapngBytes enhanced(int interfaceId, long units, byte... data) {
        return enhanced(interfaceId, units, data.length, data.length, data);
    }

    PcapngBytes enhanced(int interfaceId, long units, long captured, long wire, byte... data) {
        Bytes body = body().u32(interfaceId).u32(units >>> 32).u32(units);
        return block(6, padded(body.u32(captured).u32(wire), data));
    }

    /** A packet of three bytes behind so many that were lost: a comment, then epb_dropcount. */
    PcapngBytes enhancedAfterDrops(int interfaceId, long dropped) {
        Bytes body = body().u32(interfaceId).u32(0).u32(0).u32(3).u32(3);
        padded(body, new byte[] {7, 8, 9});
        option(body, 1, "later".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return block(6, option(body, 4, body().u64(dropped).toArray()).u32(0));
    }

    PcapngBytes simple(long wire, byte... data) {
        return block(3, padded(body().u32(wire), data));
    }

    PcapngBytes obsolete(int interfaceId, int drops, long units, byte... data) {
        Bytes body = body().u16(interfaceId).u16(drops).u32(units >>> 32).u32(units);
        return block(2, padded(body.u32(data.length).u32(data.length), data));
    }

    PcapngBytes statistics(int interfaceId, long droppedByInterface, long droppedBySystem) {
        Bytes body = body().u32(interfaceId).u32(0).u32(0);
        option(body, 5, body().u64(droppedByInterface).toArray());
        option(body, 7, body().u64(droppedBySystem).toArray());
        return block(5, body.u32(0));
    }

    PcapngBytes block(int type, Bytes body) {
        int length = body.length() + 12;
        bytes.u32(type).u32(length).put(body.toArray()).u32(length);
        return this;
    }

    PcapngBytes raw(byte... raw) {
        bytes.put(raw);
        return this;
    }

    Bytes body() {
        return Bytes.in(bytes.order());
    }

    static Bytes option(Bytes to, int code, byte... value) {
        return padded(to.u16(code).u16(value.length), value);
    }

    int length() {
        return bytes.length();
    }

    byte[] toArray() {
        return bytes.toArray();
    }

    private static Bytes padded(Bytes to, byte... data) {
        return to.put(data).put(new byte[(4 - data.length % 4) % 4]);
    }
}
