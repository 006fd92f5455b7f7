package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedMemoryTest {
    private static final int PIECE_BYTES = 1024;

    private final SharedMemory memory = new SharedMemory(PIECE_BYTES, 2);

    @Test
    void pieceThatSomebodyHoldsIsNotHandedOutAgain() {
        ByteBuffer first = memory.take();
        SharedMemory.Piece piece = piece(first);
        piece.hold();
        memory.giveBack(first);
        assertNotSame(first, memory.take());
        piece.release();
        assertSame(first, memory.take());
    }

    @Test
    void pieceIsKeptUntilTheLastOfItsHoldersHasSeenIt() {
        ByteBuffer first = memory.take();
        SharedMemory.Piece piece = piece(first);
        piece.hold();
        piece.hold();
        memory.giveBack(first);
        piece.release();
        assertNotSame(first, memory.take());
    }

    @Test
    void bytesStillNeededMoveToTheNextPieceAndStayWhereTheyWereAsWell() {
        ByteBuffer first = memory.take();
        SharedMemory.Piece piece = piece(first);
        piece.hold();
        first.put(PIECE_BYTES - 1, (byte) 42);
        ByteBuffer next = memory.makeRoom(first.limit(PIECE_BYTES).position(PIECE_BYTES - 1), 100);
        assertNotSame(first, next);
        assertEquals(1, next.remaining());
        assertEquals(42, next.get(next.position()));
        next.put(next.position(), (byte) 7);
        assertEquals(42, piece.view().get(PIECE_BYTES - 1));
    }

    @Test
    void moreThanAPieceThatIsStillNeededMovesToOneAsLarge() {
        ByteBuffer large = memory.makeRoom(memory.take().limit(0), 5 * PIECE_BYTES);
        ByteBuffer next = memory.makeRoom(large.limit(5 * PIECE_BYTES).position(10), 12);
        assertEquals(5 * PIECE_BYTES - 10, next.remaining());
    }

    @Test
    void pieceIsReadIntoAgainWhileThereIsRoomBehindWhatWasRead() {
        ByteBuffer first = memory.take();
        assertSame(first, memory.makeRoom(first.limit(500).position(400), 200));
        assertEquals(400, first.position());
        assertEquals(500, first.limit());
    }

    @Test
    void recordLargerThanAPieceGetsALargerOne() {
        ByteBuffer first = memory.take();
        first.put(10, (byte) 42);
        ByteBuffer large = memory.makeRoom(first.limit(11).position(10), 5 * PIECE_BYTES);
        assertEquals(5 * PIECE_BYTES, large.capacity());
        assertEquals(42, large.get(large.position()));
    }

    @Test
    void positionAndLimitOfAViewNeverMove() {
        ByteBuffer first = memory.take();
        ByteBuffer view = piece(first).view();
        memory.makeRoom(first.limit(20).position(10), 50);
        assertEquals(0, view.position());
        assertEquals(PIECE_BYTES, view.limit());
    }

    @Test
    void sourceWaitsForShardsOnceTooMuchIsHeldAndHandsOverFirst() throws InterruptedException {
        ByteBuffer[] held = {memory.take(), memory.take()};
        for (ByteBuffer bytes : held) {
            piece(bytes).hold();
        }
        memory.giveBack(held[0]);
        memory.giveBack(held[1]);
        SharedMemory.Piece slow = piece(held[1]);
        Thread shard = new Thread(slow::release);
        memory.beforeWaiting(shard::start);
        assertSame(held[1], memory.take());
        shard.join();
    }

    @Test
    void manyOpenFilesEachHaveTheirPiece() {
        for (int i = 0; i < 50; i++) {
            memory.take(); // held by nobody but the source, so nothing would end a wait
        }
    }

    @Test
    void whatLiesElsewhereIsNoPiece() {
        memory.take();
        assertNull(memory.pieceOf(ByteBuffer.allocate(10)));
        assertThrows(
                IllegalArgumentException.class, () -> memory.giveBack(ByteBuffer.allocate(10)));
    }

    private SharedMemory.Piece piece(ByteBuffer bytes) {
        SharedMemory.Piece piece = memory.pieceOf(bytes);
        assertNotNull(piece);
        return piece;
    }
}
