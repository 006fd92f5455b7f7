package tcprt.pcaps.wrapped;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a pcapng file block by block (draft-ietf-opsawg-pcapng 4). */
final class PcapngFile {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int ENHANCED_PACKET = 6;

    /** A number that nobody has given a meaning. */
    private static final int UNKNOWN_BLOCK = 0x0badf00d;

    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;
    private static final int NANOSECONDS = 9;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** Longest body but for a packet's bytes. */
    private static final int MAX_FIELDS = 64;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int interfaces;

    /** Begins a section; what is added goes there. */
    PcapngFile section(ByteOrder sectionOrder) {
        order = sectionOrder;
        interfaces = 0;
        ByteBuffer body = body(0).putInt(BYTE_ORDER_MAGIC);
        block(SECTION_HEADER, body.putShort((short) 1).putShort((short) 0).putLong(-1));
        return this;
    }

    /** An interface whose time is in nanoseconds. */
    int addInterface(int linkType) {
        return addInterface(linkType, NANOSECONDS, 0);
    }

    /**
     * Describes an interface.
     *
     * @param resolution digits after the point of a second
     * @param offsetSeconds what is to be added to its times
     * @return its number
     */
    int addInterface(int linkType, int resolution, long offsetSeconds) {
        ByteBuffer body = body(0).putShort((short) linkType).putShort((short) 0).putInt(0);
        body.putShort((short) IF_TSRESOL).putShort((short) 1).put((byte) resolution);
        body.put(new byte[3]).putShort((short) IF_TSOFFSET).putShort((short) 8);
        block(INTERFACE_DESCRIPTION, body.putLong(offsetSeconds).putInt(0));
        return interfaces++;
    }

    /** A frame of an interface whose time is in nanoseconds. */
    PcapngFile addFrame(int interfaceId, Frame frame) {
        return addFrame(interfaceId, frame, 1, 0);
    }

    /** A frame of an interface that counts in units of so many nanoseconds, from an offset on. */
    PcapngFile addFrame(int interfaceId, Frame frame, long unitNs, long offsetSeconds) {
        long units = (frame.timeNs() - offsetSeconds * NS_PER_SECOND) / unitNs;
        byte[] bytes = frame.captured();
        ByteBuffer body = body(bytes.length).putInt(interfaceId);
        body.putInt((int) (units >>> 32)).putInt((int) units);
        body.putInt(bytes.length).putInt(frame.wireLength()).put(bytes);
        block(ENHANCED_PACKET, body.put(new byte[-bytes.length & 3]));
        return this;
    }

    /** Blocks that hold no packet. */
    PcapngFile addOthers() {
        block(UNKNOWN_BLOCK, body(0).putLong(-1));
        block(NAME_RESOLUTION, body(0).putInt(0));
        return this;
    }

    private ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(MAX_FIELDS + bytes).order(order);
    }

    private void block(int type, ByteBuffer body) {
        int length = 12 + body.position();
        ByteBuffer block = ByteBuffer.allocate(length).order(order);
        block.putInt(type).putInt(length).put(body.flip()).putInt(length);
        file.writeBytes(block.array());
    }

    byte[] toBytes() {
        return file.toByteArray();
    }

    void write(Path capture) throws IOException {
        Files.write(capture, toBytes());
    }
}
