package tcprt.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tcprt.TestFrame;
import tcprt.task.Effects;
import tcprt.task.MessageParser;
import tcprt.tcp.Segment;
import tcprt.wire.Defect;
import tcprt.wire.PacketView;

/** What a parser sees of segments that come in any order, with gaps, copies and cut off. */
class MessageStreamTest {
    private static final int HOST_ISN = 0x7fff_fff0; // the numbers pass the middle of their space
    private static final int REMOTE_ISN = -20; // and their end

    /** Writes down what it sees: bytes as text, holes as [n], the end as $; > is from the host. */
    private static final class Diary implements MessageParser {
        final StringBuilder text = new StringBuilder();

        @Override
        public long onBytes(
                boolean fromHost, ByteBuffer data, int offset, int capturedLength, int wireLength) {
            text.append(fromHost ? '>' : '<');
            byte[] bytes = new byte[capturedLength];
            data.get(offset, bytes);
            text.append(new String(bytes, StandardCharsets.US_ASCII));
            if (capturedLength < wireLength) {
                text.append("(").append(wireLength - capturedLength).append(" cut)");
            }
            return Effects.PLAIN;
        }

        @Override
        public long onHole(boolean fromHost, long length) {
            text.append(fromHost ? '>' : '<').append('[').append(length).append(']');
            return Effects.PLAIN;
        }

        @Override
        public long onFin(boolean fromHost) {
            text.append(fromHost ? ">$" : "<$");
            return Effects.ALERT_CONFIRMED;
        }
    }

    private final Diary diary = new Diary();
    private StreamContext context = new StreamContext(1 << 20);
    private MessageStream stream = begin();

    private MessageStream begin() {
        MessageStream made = new MessageStream(context, diary);
        made.begin(HOST_ISN + 1, REMOTE_ISN + 1, true);
        return made;
    }

    @Test
    void bytesAreShownOnceAndInOrder() {
        received(1, "one ");
        received(5, "two ");
        assertEquals("<one <two ", diary.text.toString());
    }

    @Test
    void whatComesEarlyWaitsForWhatPrecedesIt() {
        received(9, "three ");
        assertEquals(0, stream.effects());
        received(5, "two ");
        assertEquals("", diary.text.toString());
        received(1, "one ");
        assertEquals("<one <two <three ", diary.text.toString());
        assertEquals(Effects.PLAIN, stream.effects());
        assertEquals(0, context.store.pagesInUse());
    }

    @Test
    void copiesAndOverlapsAreTrimmed() {
        received(1, "abcd");
        received(1, "abcd");
        assertEquals(0, stream.effects());
        received(3, "cdef");
        received(9, "ij");
        received(9, "ij");
        received(5, "efghij");
        assertEquals("<abcd<ef<ghij", diary.text.toString());
    }

    @Test
    void anAckProvesThatMissingBytesWillNotCome() {
        received(1, "ab");
        received(6, "fg");
        sent("A", 1, 8, "");
        assertEquals("<ab<[3]<fg", diary.text.toString());
        assertEquals(Effects.PLAIN, stream.ackEffects());
        assertEquals(0, stream.effects());
    }

    @Test
    void aSingleMissingByteAtTheEndIsRatherAFin() {
        received(1, "ab");
        sent("A", 1, 4, "");
        assertEquals("<ab", diary.text.toString());
        sent("A", 1, 9, "");
        assertEquals("<ab<[6]", diary.text.toString());
    }

    @Test
    void whatTheHostSendsEarlyCountsAsOrdinaryDataUntilItIsRead() {
        sent("PA", 5, 1, "efgh");
        assertEquals(Effects.PLAIN, stream.effects());
        sent("PA", 1, 1, "abcd");
        assertEquals(">abcd>efgh", diary.text.toString());
        assertEquals(0, stream.effects(), "it was sent again, so no response begins with it");
    }

    @Test
    void theEndIsToldOnceWhenEverythingBeforeItWasShown() {
        segment(false, "FA", 5, 1, "ef", 2);
        assertEquals("", diary.text.toString());
        received(1, "abcd");
        assertEquals("<abcd<ef<$", diary.text.toString());
        assertEquals(Effects.PLAIN | Effects.ALERT_CONFIRMED, stream.effects());
        segment(false, "FA", 7, 1, "", 0);
        assertEquals("<abcd<ef<$", diary.text.toString());
    }

    @Test
    void aFinOfTheHostCountsAsDataThatLeaves() {
        sent("FA", 1, 1, "");
        assertEquals(Effects.TASK_DATA | Effects.ALERT_CONFIRMED, stream.effects());
        sent("FA", 1, 1, "");
        assertEquals(0, stream.effects());
    }

    @Test
    void whatASnapLengthCutOffIsShownAsMissing() {
        segment(false, "PA", 1, 1, "abcdef", 2);
        segment(false, "PA", 9, 1, "ijkl", 0);
        received(7, "gh");
        assertEquals("<ab(4 cut)<gh<(4 cut)", diary.text.toString());
    }

    @Test
    void aStoreWithoutRoomMakesAHole() {
        context = new StreamContext(1);
        stream = begin();
        received(5, "ef");
        received(9, "ij");
        assertEquals("<[4]<ef<[2]<ij", diary.text.toString());
        assertEquals(1, context.timesFull);
        received(1, "abcd");
        assertEquals("<[4]<ef<[2]<ij", diary.text.toString());
        assertEquals(0, context.store.pagesInUse());
    }

    @Test
    void piecesLargerThanAPageSurvive() {
        String big = "0123456789".repeat(700);
        received(5, big);
        received(1, "abcd");
        assertEquals("abcd" + big, diary.text.toString().replace("<", ""));
    }

    @Test
    void numbersFarAwayAreNoise() {
        received(100_000_000, "x");
        sent("A", 1, 100_000_000, "");
        assertEquals("", diary.text.toString());
        assertEquals(0, context.store.pagesInUse());
    }

    @Test
    void aConnectionFromBeforeTheCaptureHasLostBytesOnBothSides() {
        new MessageStream(context, diary).begin(1, 1, false);
        assertEquals("<[1]>[1]", diary.text.toString());
    }

    @Test
    void afterTheEndNothingIsShownOrKept() {
        received(5, "ef");
        stream.free();
        stream.free();
        received(1, "abcd");
        assertEquals("", diary.text.toString());
        assertEquals(0, context.store.pagesInUse());
    }

    private void received(int seq, String data) {
        segment(false, "PA", seq, 1, data, data.length());
    }

    private void sent(String flags, int seq, int ack, String data) {
        segment(true, flags, seq, ack, data, data.length());
    }

    private void segment(
            boolean fromHost, String flags, int seq, int ack, String data, int captured) {
        int own = fromHost ? HOST_ISN : REMOTE_ISN;
        int other = fromHost ? REMOTE_ISN : HOST_ISN;
        ByteBuffer headers =
                new TestFrame().segment(flags, own + seq, other + ack, data.length()).bytes();
        int start = headers.capacity();
        ByteBuffer bytes = ByteBuffer.allocate(start + data.length());
        bytes.put(0, headers, 0, start);
        bytes.put(start, data.getBytes(StandardCharsets.US_ASCII));
        PacketView view = new PacketView();
        Defect defect =
                view.wrap(TestFrame.LINK_TYPE, bytes, 0, start + captured, bytes.capacity());
        assertEquals(Defect.NONE, defect);
        Segment segment = new Segment();
        segment.set(view.tcp(), 0);
        stream.onSegment(segment, fromHost);
    }
}
