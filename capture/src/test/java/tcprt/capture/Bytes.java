package tcprt.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes put together by hand, numbers in one byte order. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;

    private Bytes(ByteOrder order) {
        this.order = order;
    }

    static Bytes in(ByteOrder order) {
        return new Bytes(order);
    }

    ByteOrder order() {
        return order;
    }

    int length() {
        return out.size();
    }

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return put(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    Bytes u32(long value) {
        return put(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    Bytes u64(long value) {
        return put(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    Bytes put(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
