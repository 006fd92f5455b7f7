package tcprt.cli;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tcprt.FrameReader;
import tcprt.FrameSettings;
import tcprt.TracerCounters;
import tcprt.capture.FrameHandler;
import tcprt.wire.PacketView;

/**
 * Sends every frame of a connection to the same shard, by a hash of its two endpoints that does not
 * care which is which. What is not TCP needs no shard: it is set aside and counted here, where
 * frames still have their number in the capture. Fragments, of which only the first has ports, are
 * put together here.
 */
final class ShardRouter implements FrameHandler {
    private final List<ShardQueue> queues;
    private final FrameBatch[] filling;
    private final FrameReader frames;
    private final SharedMemory memory;

    /**
     * Joins the thread that polls to shards.
     *
     * @param queues one per shard, at least one
     * @param settings how frames are read
     * @param memory in which frames may lie that need not be copied
     */
    ShardRouter(List<ShardQueue> queues, FrameSettings settings, SharedMemory memory) {
        this.memory = memory;
        this.frames = new FrameReader(settings);
        this.queues = queues;
        this.filling = new FrameBatch[queues.size()];
        for (int i = 0; i < filling.length; i++) {
            filling[i] = queues.get(i).takeEmpty();
        }
        memory.beforeWaiting(this::sendAll);
    }

    @Override
    public void onFrame(
            long timeNs,
            int interfaceId,
            int linkType,
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int wireLength) {
        if (!frames.read(timeNs, linkType, buffer, offset, capturedLength, wireLength)) {
            return;
        }
        int shard = shardOf(frames.packet(), filling.length);
        SharedMemory.Piece piece = memory.pieceOf(frames.buffer());
        if (piece == null) {
            copy(timeNs, interfaceId, shard);
            return;
        }
        if (!filling[shard].hasRoom()) {
            send(shard);
        }
        filling[shard].addInPlace(
                timeNs,
                interfaceId,
                frames.linkType(),
                piece,
                frames.offset(),
                frames.capturedLength(),
                frames.wireLength());
    }

    /** The packet lies where it will be written over: in a capture device, in a reassembly. */
    private void copy(long timeNs, int interfaceId, int shard) {
        if (!filling[shard].hasRoomFor(frames.capturedLength())) {
            send(shard);
        }
        filling[shard].addCopy(
                timeNs,
                interfaceId,
                frames.linkType(),
                frames.buffer(),
                frames.offset(),
                frames.capturedLength(),
                frames.wireLength());
    }

    /** Which of {@code shards} a connection belongs to, the same in both directions. */
    static int shardOf(PacketView packet, int shards) {
        long source = endpoint(packet.sourceHigh(), packet.sourceLow(), packet.tcp().sourcePort());
        long destination =
                endpoint(
                        packet.destinationHigh(),
                        packet.destinationLow(),
                        packet.tcp().destinationPort());
        // The finaliser of MurmurHash3; then the upper half, as a fraction of 2^32, times shards.
        long hash = source + destination;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (((hash >>> 32) * shards) >>> 32);
    }

    private static long endpoint(long high, long low, int port) {
        return high * 0x9e3779b97f4a7c15L + low * 0xd1b54a32d192ed03L + port * 0x8cb92ba72f3d8dd7L;
    }

    /** Sends what has been collected, because no more frames are ready for the moment. */
    void flush() {
        markAll(FrameBatch.Mark.FLUSH);
    }

    /** Tells every shard that the capture is over. */
    void end() {
        frames.endOfCapture();
        markAll(FrameBatch.Mark.END);
    }

    private void markAll(FrameBatch.Mark mark) {
        for (int shard = 0; shard < filling.length; shard++) {
            filling[shard].setMark(mark);
            send(shard);
        }
    }

    /**
     * Tells every shard that a time has come.
     *
     * @return counted down to zero once all have seen it and everything before it
     */
    CountDownLatch timeMark(long timeNs) {
        CountDownLatch seen = new CountDownLatch(filling.length);
        for (int shard = 0; shard < filling.length; shard++) {
            filling[shard].setTimeMark(timeNs, seen);
            send(shard);
        }
        return seen;
    }

    /** What never reached a shard, and how many frames there were in all. */
    TracerCounters counters() {
        return frames.counters();
    }

    private void sendAll() {
        for (int shard = 0; shard < filling.length; shard++) {
            send(shard);
        }
    }

    private void send(int shard) {
        queues.get(shard).putFull(filling[shard]);
        filling[shard] = queues.get(shard).takeEmpty();
    }
}
