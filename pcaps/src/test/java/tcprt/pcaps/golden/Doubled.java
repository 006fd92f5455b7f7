package tcprt.pcaps.golden;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Ways in which a tap can show every frame twice. */
enum Doubled {
    /** The copy follows at once, and equals the frame. */
    AT_ONCE(0, 0),
    /** It equals the frame, among those that came meanwhile. */
    LATER(1, 400),
    /** It was taken behind a router. */
    BEHIND_A_ROUTER(100, 400),
    /** It was taken in a VLAN. */
    IN_A_VLAN(100, 400);

    private static final int ADDRESSES_LENGTH = 12;
    private static final int TTL = 8;
    private static final int HOP_LIMIT = 7;

    private final int leastMicros;
    private final int mostMicros;

    Doubled(int leastMicros, int mostMicros) {
        this.leastMicros = leastMicros;
        this.mostMicros = mostMicros;
    }

    /** All frames and their copies in time order. */
    List<StoredFrame> of(List<StoredFrame> frames, Random random) {
        List<StoredFrame> all = new ArrayList<>();
        for (StoredFrame frame : frames) {
            int micros = leastMicros + random.nextInt(mostMicros - leastMicros + 1);
            all.add(frame);
            all.add(copy(frame.at(frame.timeNs() + 1000L * micros)));
        }
        all.sort(Comparator.comparingLong(StoredFrame::timeNs));
        return all;
    }

    private StoredFrame copy(StoredFrame frame) {
        return switch (this) {
            case AT_ONCE, LATER -> frame;
            case BEHIND_A_ROUTER -> routed(frame);
            case IN_A_VLAN -> tagged(frame);
        };
    }

    private static StoredFrame routed(StoredFrame frame) {
        byte[] bytes = frame.copy();
        int network = Headers.networkOffset(frame);
        bytes[network + (bytes[network] >>> 4 == 6 ? HOP_LIMIT : TTL)]--;
        return frame.with(bytes);
    }

    private static StoredFrame tagged(StoredFrame frame) {
        ByteBuffer untagged = Headers.ethernet(frame);
        ByteBuffer tagged = ByteBuffer.allocate(untagged.capacity() + 4);
        tagged.put(untagged.slice(0, ADDRESSES_LENGTH));
        tagged.putShort((short) 0x8100).putShort((short) 7);
        tagged.put(untagged.slice(ADDRESSES_LENGTH, untagged.capacity() - ADDRESSES_LENGTH));
        return new StoredFrame(
                frame.timeNs(), frame.linkType(), tagged.array(), frame.wireLength() + 4);
    }
}
