package tcprt.flow;

import java.nio.ByteBuffer;
import tcprt.TestFrame;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;

/** Packets between two ends, of which only addresses and ports matter. */
final class TestPackets {
    private final PacketView view = new PacketView();
    private final TestFrame frame = new TestFrame().segment("S", 1, 0, 0);
    private final ByteBuffer ipv4 = ByteBuffer.allocate(TestFrame.MAX_LENGTH);
    private final ByteBuffer ipv6 = ByteBuffer.allocate(60);

    PacketView ipv4(int fromAddress, int fromPort, int toAddress, int toPort) {
        return wrap(ipv4, frame.between(fromAddress, fromPort, toAddress, toPort).encode(ipv4));
    }

    PacketView ipv6(
            long fromHigh, long fromLow, int fromPort, long toHigh, long toLow, int toPort) {
        ipv6.putLong(0, 0x6000_0000_0014_0640L);
        ipv6.putLong(8, fromHigh).putLong(16, fromLow);
        ipv6.putLong(24, toHigh).putLong(32, toLow);
        ipv6.putShort(40, (short) fromPort).putShort(42, (short) toPort);
        ipv6.putInt(52, 0x5002_ffff);
        return wrap(ipv6, 60);
    }

    private PacketView wrap(ByteBuffer bytes, int length) {
        Defect defect = view.wrap(TestFrame.LINK_TYPE, bytes, 0, length, length);
        if (defect != Defect.NONE) {
            throw new AssertionError(defect);
        }
        return view;
    }
}
