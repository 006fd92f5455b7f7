package tcprt.cli;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tcprt.capture.ReadMemory;

/**
 * Read buffers that frames stay in until the shards have seen them, so that none is copied on its
 * way. A piece goes round: the source fills it, every batch with a frame in it holds it, and it is
 * free again once the source and the last of these are done with it.
 *
 * <p>The source waits while too many pieces are held, so memory is bounded. The wait always ends: a
 * failed shard goes on emptying its queue.
 */
final class SharedMemory implements ReadMemory {
    /** Large enough that handing over costs little, small enough that caches hold a few. */
    private static final int PIECE_BYTES = 512 * 1024;

    private static final int HELD_LIMIT = 16;

    /** A piece is read into again and again, as a pipe gives, while so much of it is left. */
    private static final int LEAST_ROOM_PART = 8;

    private final int pieceBytes;
    private final int heldLimit;
    private final BlockingQueue<Piece> free = new LinkedBlockingQueue<>();

    // Only the thread that polls looks at these.
    private final IdentityHashMap<ByteBuffer, Piece> pieces = new IdentityHashMap<>();
    private int beingRead;
    private @Nullable Piece askedFor;
    private Runnable beforeWaiting = () -> {};

    /** One read buffer. */
    static final class Piece {
        private final ByteBuffer bytes;
        private final ByteBuffer view;
        private final BlockingQueue<Piece> free;
        private final AtomicInteger holders = new AtomicInteger();

        private Piece(int capacity, BlockingQueue<Piece> free) {
            this.bytes = ByteBuffer.allocateDirect(capacity);
            this.view = bytes.duplicate();
            this.free = free;
        }

        /** The bytes, for others than the source; big-endian, position and limit never move. */
        ByteBuffer view() {
            return view;
        }

        /** One more looks at it; for the thread that polls, while the source has it. */
        void hold() {
            holders.incrementAndGet();
        }

        /** One has seen it; from any thread. */
        void release() {
            if (holders.decrementAndGet() == 0) {
                free.add(this);
            }
        }
    }

    /** Memory of the usual size, none of it allocated before it is asked for. */
    SharedMemory() {
        this(PIECE_BYTES, HELD_LIMIT);
    }

    /**
     * Makes memory.
     *
     * @param pieceBytes of a piece, unless one record needs more
     * @param heldLimit most pieces that shards have not seen yet when the source asks for another
     */
    SharedMemory(int pieceBytes, int heldLimit) {
        this.pieceBytes = pieceBytes;
        this.heldLimit = heldLimit;
    }

    /** Says what to do before a wait for shards: to hand over what they have not got yet. */
    void beforeWaiting(Runnable action) {
        beforeWaiting = action;
    }

    /** The piece in which a frame lies, or null if it lies elsewhere. */
    @SuppressWarnings("ReferenceEquality") // two buffers with the same bytes are two buffers
    @Nullable Piece pieceOf(ByteBuffer buffer) {
        if (askedFor == null || askedFor.bytes != buffer) {
            askedFor = pieces.get(buffer);
        }
        return askedFor;
    }

    @Override
    public ByteBuffer take() {
        return take(pieceBytes);
    }

    @Override
    public ByteBuffer makeRoom(ByteBuffer held, int needed) {
        int room = held.capacity() - held.limit();
        if (needed <= held.remaining() + room && room >= held.capacity() / LEAST_ROOM_PART) {
            return held;
        }
        int atLeast = Math.max(needed, held.remaining()); // a piece may be larger than most
        ByteBuffer next = take(Math.max(atLeast, pieceBytes)).put(held).flip();
        giveBack(held);
        return next;
    }

    @Override
    public void giveBack(ByteBuffer bytes) {
        Piece piece = pieces.get(bytes);
        if (piece == null) {
            throw new IllegalArgumentException("this is no piece of shared memory");
        }
        beingRead--;
        piece.release();
    }

    private ByteBuffer take(int capacity) {
        Piece piece = free.poll();
        if (piece == null && pieces.size() - beingRead >= heldLimit) {
            beforeWaiting.run();
            piece = SureWait.until(free::take);
        }
        if (piece == null || piece.bytes.capacity() < capacity) {
            if (piece != null) {
                pieces.remove(piece.bytes);
            }
            piece = new Piece(capacity, free);
            pieces.put(piece.bytes, piece);
        }
        piece.hold();
        beingRead++;
        return piece.bytes.clear();
    }
}
