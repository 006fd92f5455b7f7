package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcprt.wire.Frames.Frame;

class WireAllocationTest {
    private static final int FRAMES = 1_000_000;

    private final PacketView view = new PacketView();

    @Test
    void aMillionFramesAreReadWithoutAllocation() {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this JVM does not count allocated bytes");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Frame> samples = Frames.usable();
        ByteBuffer[] buffers = new ByteBuffer[samples.size()];
        int[] linkTypes = new int[samples.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = ByteBuffer.wrap(samples.get(i).bytes());
            linkTypes[i] = samples.get(i).linkType();
        }
        long expected = read(buffers, linkTypes);

        long before = threads.getCurrentThreadAllocatedBytes();
        long actual = read(buffers, linkTypes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(expected, actual);
        // One byte a frame would be a million; the measuring itself takes a little.
        assertTrue(allocated < 10_000, allocated + " bytes for " + FRAMES + " frames");
    }

    private long read(ByteBuffer[] buffers, int[] linkTypes) {
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            int at = i % buffers.length;
            int length = buffers[at].capacity();
            if (view.wrap(linkTypes[at], buffers[at], 0, length, length) == Defect.NONE) {
                TcpView tcp = view.tcp();
                sum += view.sourceLow() + tcp.endSeq() + tcp.tsVal() + tcp.mssOption();
                sum += tcp.sackCount() + tcp.windowScale();
            }
        }
        return sum;
    }
}
